"""Costs that the buyer bears beside the tariff. They are no state revenue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from loket.rules.wording import Text


class CostKind(StrEnum):
    SHIPPING = "shipping"
    BANK = "bank"


LABELS = {
    CostKind.SHIPPING: Text("Ongkos kirim", "Shipping"),
    CostKind.BANK: Text("Biaya bank", "Bank fee"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """
    One such cost.

    :ivar amount: rupiah, above 0; in no invoice total, billing, settlement, or report
    :ivar note: to whom or what for, as the officer wrote it; may be empty
    """

    kind: CostKind
    amount: int
    note: str = ""

    @property
    def label(self) -> Text:
        label = LABELS[self.kind]
        if not self.note:
            return label
        return Text(f"{label.id} ({self.note})", f"{label.en} ({self.note})")
