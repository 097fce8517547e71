"""What a tariff counts."""

from __future__ import annotations

from dataclasses import dataclass

from loket.orders.models import Item


@dataclass(frozen=True, slots=True)
class Measured:
    """An item and what its tariff counts: exact bytes of microdata, or the number of maps."""

    item: Item
    quantity: int
