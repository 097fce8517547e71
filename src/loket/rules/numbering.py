"""
Printed numbers: invoice, kuitansi, sppd, hand-over, day close; order references; tickets.

Numbered papers run 1, 2, 3 … for each office and year of the office's clock, and read
``00123/KUI/3304/2026``. An order reference carries two check digits (ISO 7064 MOD 97-10),
so that a mistyped or misheard one is noticed: ``3304-2026-00123-45``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loket.rules.dates import in_zone
from loket.rules.wording import RuleError

_OFFICE = re.compile(r"^[0-9]{4}$")
_NUMBER = re.compile(r"^([0-9]{1,9})/([A-Z]{3,4})/([0-9]{4})/([0-9]{4})$")
_SLUG = re.compile(r"^([A-Z]{3,4})-([0-9]{4})-([0-9]{4})-([0-9]{1,9})$")
_REFERENCE = re.compile(r"^([0-9]{4})-?([0-9]{4})-?([0-9]{5,9})-?([0-9]{2})$")
_TICKET = re.compile(r"^([A-Z])[- ]?([0-9]{1,5})$")
_CHECK_MODULUS = 97
_LONGEST_INPUT = 60
_TICKETS_A_DAY = 99_999
_YEARS = range(2000, 10000)


class Paper(StrEnum):
    """The kinds of numbered papers, with the code printed in their numbers."""

    INVOICE = "INV"
    CANCELLATION = "BTL"
    KUITANSI = "KUI"
    SPPD = "SPPD"
    HANDOVER = "BAST"
    DAY_CLOSE = "TKH"
    RETURN = "KEM"
    COMPLAINT = "ADU"


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A paper's number; `str()` prints it, `slug` suits file names and addresses."""

    paper: Paper
    office: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        _check(self.office, self.year, self.serial)

    def __str__(self) -> str:
        return f"{self.serial:05d}/{self.paper}/{self.office}/{self.year}"

    @property
    def slug(self) -> str:
        return f"{self.paper}-{self.office}-{self.year}-{self.serial:05d}"


@dataclass(frozen=True, slots=True)
class OrderReference:
    """An order's reference: office, year of submission, serial, and check digits."""

    office: str
    year: int
    serial: int

    def __post_init__(self) -> None:
        _check(self.office, self.year, self.serial)

    def __str__(self) -> str:
        return f"{self.office}-{self.year}-{self.serial:05d}-{self.check_digits}"

    @property
    def check_digits(self) -> str:
        body = int(f"{self.office}{self.year}{self.serial:05d}00")
        return f"{_CHECK_MODULUS + 1 - body % _CHECK_MODULUS:02d}"


def office_year(at: datetime, zone: str) -> int:
    """Return the year a number belongs to, by the office's clock."""
    return in_zone(at, zone).year


def parse_paper_number(typed: str) -> PaperNumber:
    """
    Read a paper's number as printed or as in a file name, however spaced or cased.

    :raises RuleError: not such a number
    """
    text = re.sub(r"\s+", "", typed).upper() if len(typed) <= _LONGEST_INPUT else ""
    printed, slug = _NUMBER.match(text), _SLUG.match(text)
    try:
        if printed:
            serial, code, office, year = printed.groups()
            return PaperNumber(Paper(code), office, int(year), int(serial))
        if slug:
            code, office, year, serial = slug.groups()
            return PaperNumber(Paper(code), office, int(year), int(serial))
    except ValueError as error:
        raise _not_a_number() from error
    raise _not_a_number()


def parse_order_reference(typed: str) -> OrderReference:
    """
    Read an order reference, with or without its hyphens, and verify its check digits.

    :raises RuleError: not a reference, or its check digits do not fit
    """
    found = _REFERENCE.match(re.sub(r"\s+", "", typed)) if len(typed) <= _LONGEST_INPUT else None
    if not found:
        raise RuleError(
            "Nomor pesanan tidak dikenali. Bentuknya seperti 3304-2026-00123-45.",
            "The order reference is not recognised. It looks like 3304-2026-00123-45.",
        )
    office, year, serial, digits = found.groups()
    reference = OrderReference(office, int(year), int(serial))
    if reference.check_digits != digits or f"{reference.serial:05d}" != serial:
        raise RuleError(
            "Nomor pesanan salah ketik: angka pemeriksanya tidak cocok. Periksa setiap angka.",
            "The order reference is mistyped: its check digits do not fit. Check each digit.",
        )
    return reference


def ticket_label(letter: str, serial: int) -> str:
    """
    Write a queue ticket's label: A012.

    :raises RuleError: not a capital letter, or more tickets than a day can have
    """
    if not re.match(r"^[A-Z]$", letter) or not 1 <= serial <= _TICKETS_A_DAY:
        raise RuleError(
            "Nomor antrean terdiri atas satu huruf kapital dan angka 1 sampai 99999.",
            "A ticket has one capital letter and a number from 1 to 99999.",
        )
    return f"{letter}{serial:03d}"


def parse_ticket_label(typed: str) -> tuple[str, int]:
    """
    Read a ticket's label: "a 12" gives ("A", 12).

    :raises RuleError: not a ticket's label
    """
    found = _TICKET.match(typed.strip().upper()[:20])
    if not found or int(found[2]) == 0:
        raise RuleError(
            "Nomor antrean tidak dikenali. Bentuknya seperti A012.",
            "The ticket number is not recognised. It looks like A012.",
        )
    return found[1], int(found[2])


def _check(office: str, year: int, serial: int) -> None:
    if not _OFFICE.match(office) or year not in _YEARS or serial < 1:
        raise _not_a_number()


def _not_a_number() -> RuleError:
    return RuleError(
        "Nomor dokumen tidak dikenali. Bentuknya seperti 00123/KUI/3304/2026.",
        "The document number is not recognised. It looks like 00123/KUI/3304/2026.",
    )
