"""What the treasury's own list says was paid, read from a file, each row with its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from loket.rules.wording import RuleError, Text


class StatementError(RuleError):
    """The file as a whole cannot be read; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """
    A payment. ``row`` is its number in the file, as a spreadsheet counts; ``amount`` in rupiah;
    ``paid_at`` None where the file tells only the day ``paid_on`` (by the clock of Jakarta).
    """

    row: int
    code: str
    ntpn: str
    amount: int
    paid_on: date
    paid_at: datetime | None = None
    ntb: str = ""
    bank: str = ""
    channel: str = ""
    payer: str = ""
    satker: str = ""
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that is no payment that can be compared, and why."""

    row: int
    words: Text


@dataclass(frozen=True, slots=True)
class Statement:
    """``unpaid`` counts rows of codes that the list itself calls unpaid or expired."""

    rows: tuple[StatementRow, ...]
    problems: tuple[RowProblem, ...] = ()
    unpaid: int = 0
