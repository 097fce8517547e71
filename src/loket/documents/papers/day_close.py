"""The treasurer's day close: the cash book of one day, the count, and the difference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.documents.papers.engine import PaperError, compile_paper
from loket.documents.papers.parties import (
    Letterhead,
    Official,
    letterhead_payload,
    official_payload,
)
from loket.rules.dates import format_date, format_instant, format_time
from loket.rules.figures import grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.terbilang import terbilang_rupiah
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "day-close/1"


@dataclass(frozen=True, slots=True)
class CashEntry:
    """A line of the cash book, in rupiah: money in (a kuitansi) or out (a deposit, a void)."""

    at: datetime
    number: str
    description: str
    received: int = 0
    paid_out: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Banknotes or coins counted: their value in rupiah, and how many."""

    value: int
    count: int


@dataclass(frozen=True, slots=True)
class NonCash:
    """Payments of the day that never were in the drawer: by billing code, by transfer."""

    label: Text
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class DayCloseData:
    """
    A frozen day close. Amounts in rupiah.

    :param opening: cash in the drawer at the start
    :param reason: explains the difference; required when there is one
    :param checkpoint: position in the day's event chain, e.g. "1042"
    :param checkpoint_hash: hash (hex) of the chain at that position
    """

    language: Language
    office: Letterhead
    number: str
    day: date
    closed_at: datetime
    opening: int
    entries: tuple[CashEntry, ...]
    counted: tuple[Counted, ...]
    non_cash: tuple[NonCash, ...]
    treasurer: Official
    head: Official
    verification_url: str
    reason: str = ""
    checkpoint: str = ""
    checkpoint_hash: str = ""

    @property
    def expected(self) -> int:
        """Cash that should be in the drawer."""
        return self.opening + sum(e.received - e.paid_out for e in self.entries)

    @property
    def present(self) -> int:
        """Cash that was counted."""
        return sum(c.value * c.count for c in self.counted)

    @property
    def difference(self) -> int:
        """Counted less expected: negative when money is missing."""
        return self.present - self.expected


def render(data: DayCloseData) -> bytes:
    """
    Typeset the day close.

    :raises PaperError: there is a difference without a reason
    """
    if data.difference and not data.reason.strip():
        raise PaperError(
            "Ada selisih kas. Tulis alasannya sebelum menutup hari.",
            "The cash differs. Write the reason before closing the day.",
        )
    return compile_paper(
        "day_close.typ", _payload(data), at=data.closed_at, qr=data.verification_url
    )


def _payload(data: DayCloseData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "day": format_date(data.day, language, weekday=True),
        "closed": format_instant(data.closed_at, zone, language),
        "closed_date": format_date(data.day, language),
        "opening": format_rupiah(data.opening, language),
        "entries": _entries(data),
        "received": format_rupiah(sum(e.received for e in data.entries), language),
        "paid_out": format_rupiah(sum(e.paid_out for e in data.entries), language),
        "expected": format_rupiah(data.expected, language),
        "counted": [
            {
                "value": format_rupiah(c.value, language),
                "count": grouped(c.count, language),
                "amount": format_rupiah(c.value * c.count, language),
            }
            for c in data.counted
        ],
        "present": format_rupiah(data.present, language),
        "terbilang": terbilang_rupiah(data.present, language),
        "difference": format_rupiah(data.difference, language),
        "balanced": data.difference == 0,
        "reason": data.reason,
        "non_cash": [
            {
                "label": n.label.in_language(language),
                "count": grouped(n.count, language),
                "amount": format_rupiah(n.amount, language),
            }
            for n in data.non_cash
        ],
        "treasurer": official_payload(data.treasurer, language),
        "head": official_payload(data.head, language),
        "checkpoint": data.checkpoint,
        "checkpoint_hash": data.checkpoint_hash,
    }


def _entries(data: DayCloseData) -> list[dict[str, str]]:
    language, zone = data.language, data.office.zone
    balance = data.opening
    entries = []
    for entry in data.entries:
        balance += entry.received - entry.paid_out
        entries.append(
            {
                "time": format_time(entry.at, zone, "en").split()[0].replace(":", "."),
                "number": entry.number,
                "description": entry.description,
                "received": format_rupiah(entry.received, language) if entry.received else "",
                "paid_out": format_rupiah(entry.paid_out, language) if entry.paid_out else "",
                "balance": format_rupiah(balance, language),
            }
        )
    return entries
