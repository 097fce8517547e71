"""
A tariff book as data: the lines of one government regulation, dated and citable.

Quantities are whole numbers of the line's unit (bytes, pages, maps); prices are whole
rupiah. A price of ``None`` means the amount is not known to this software and has to be
entered by the office from the official annex before anything can be priced.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from loket.rules.wording import RuleError, Text


class Kind(StrEnum):
    """The types of state revenue (jenis PNBP) sold here."""

    PUBLICATION = "publication"
    MICRODATA = "microdata"
    AREA_MAP = "area_map"


class TariffClass(StrEnum):
    """The classes the regulations distinguish within a kind."""

    ELECTRONIC = "electronic"
    WITHOUT_PROCESSING = "without_processing"
    WITH_PROCESSING = "with_processing"
    INDONESIA_BY_KECAMATAN = "indonesia_by_kecamatan"
    INDONESIA_BY_DESA = "indonesia_by_desa"
    KABUPATEN_BY_KECAMATAN = "kabupaten_by_kecamatan"
    KABUPATEN_BY_DESA = "kabupaten_by_desa"


class Unit(StrEnum):
    BYTE = "byte"
    PAGE = "page"
    AREA_MAP = "area_map"


class Mode(StrEnum):
    """How a tier turns the quantity that falls into it into an amount."""

    FLAT = "flat"  # the price once
    PER_UNIT = "per_unit"  # the price for each begun `per`
    PRO_RATA = "pro_rata"  # the price in proportion, exact to the single unit


class Brackets(StrEnum):
    """Whether a tier prices what falls into it, or the tier reached prices everything."""

    MARGINAL = "marginal"
    WHOLE = "whole"


class Rounding(StrEnum):
    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Tier:
    """
    One interval of quantity: above the previous tier's limit, up to and including `upto`.

    :param upto: units, or megabytes when `in_mb`; None for the last tier
    :param price: rupiah; None while the office has not entered it
    :param per: units the price is for; None for a flat tier
    """

    upto: int | None
    price: int | None
    per: int | None
    mode: Mode
    in_mb: bool = False

    def __post_init__(self) -> None:
        if self.upto is not None and self.upto <= 0:
            raise _wrong_book("batas interval harus di atas nol", "a limit must be above zero")
        if self.price is not None and self.price < 0:
            raise _wrong_book("harga tidak boleh negatif", "a price cannot be negative")
        if (self.mode is Mode.FLAT) is not (self.per is None):
            raise _wrong_book(
                "harga sekali tidak memakai satuan; harga lainnya memakainya",
                "a flat price has no unit; the other modes need one",
            )
        if self.per is not None and self.per <= 0:
            raise _wrong_book("satuan harga harus di atas nol", "`per` must be above zero")


@dataclass(frozen=True, slots=True)
class TariffLine:
    """The tariff of one class of product. `label` is the line as the annex words it."""

    kind: Kind
    tariff_class: str
    unit: Unit
    label: Text
    tiers: tuple[Tier, ...]
    rounding: Rounding = Rounding.HALF_UP
    brackets: Brackets = Brackets.MARGINAL
    mb_bytes: int = 1_000_000

    def __post_init__(self) -> None:
        if self.mb_bytes not in (1_000_000, 1_048_576):
            raise _wrong_book(
                "1 MB adalah 1.000.000 atau 1.048.576 byte",
                "1 MB is 1,000,000 or 1,048,576 bytes",
            )
        limits = self.limits
        if not limits or limits[-1] is not None or None in limits[:-1]:
            raise _wrong_book(
                "hanya interval terakhir yang tanpa batas atas",
                "the last interval, and only it, has no upper limit",
            )
        closed = [limit for limit in limits if limit is not None]
        if closed != sorted(set(closed)):
            raise _wrong_book(
                "batas interval harus menaik", "the limits of the intervals must rise"
            )

    @property
    def limits(self) -> tuple[int | None, ...]:
        """The upper limits of the tiers in units, megabytes turned into bytes."""
        return tuple(
            None if tier.upto is None else tier.upto * (self.mb_bytes if tier.in_mb else 1)
            for tier in self.tiers
        )

    @property
    def complete(self) -> bool:
        """Whether every amount has been entered."""
        return all(tier.price is not None for tier in self.tiers)


@dataclass(frozen=True, slots=True)
class TariffBook:
    """
    One regulation's tariffs.

    :param effective_from: first day in force; None when not established
    :param effective_to: last day in force; None while it lasts
    :param confirmed: an office has compared the amounts with the official annex
    :param note: what is known and unknown about these figures, shown beside them
    """

    code: str
    title: Text
    legal_basis: Text
    effective_from: date | None
    effective_to: date | None
    confirmed: bool
    lines: tuple[TariffLine, ...]
    note: Text = field(default=Text("", ""))

    def __post_init__(self) -> None:
        keys = [(line.kind, line.tariff_class) for line in self.lines]
        if len(keys) != len(set(keys)):
            raise _wrong_book(
                "satu kelas hanya boleh punya satu baris tarif",
                "a class may have one tariff line only",
            )
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise _wrong_book(
                "masa berlaku berakhir sebelum mulai", "the book ends before it begins"
            )

    def in_force(self, day: date) -> bool:
        """Whether the book applies on a day; an unknown date does not exclude it."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def with_line(self, line: TariffLine) -> TariffBook:
        """Return the book with one line replaced or added; it counts as unconfirmed again."""
        others = tuple(
            old
            for old in self.lines
            if (old.kind, old.tariff_class) != (line.kind, line.tariff_class)
        )
        return replace(self, lines=(*others, line), confirmed=False)


def _wrong_book(id: str, en: str) -> RuleError:
    return RuleError(
        f"Buku tarif tidak sah: {id}. Perbaiki lalu simpan lagi.",
        f"The tariff book is not valid: {en}. Correct it and save again.",
    )
