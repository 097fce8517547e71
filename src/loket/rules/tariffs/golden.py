"""
Quantities whose price is known, to try a book with before it is adopted.

PP 13/2024: the published annex figures; the two largest datasets are worked back from prices
listed by BPS, so they try the arithmetic and not the law. PP 7/2015 has none: its annex was not
available to us.
"""

from __future__ import annotations

from dataclasses import dataclass

from loket.rules.tariffs.book import Kind, TariffBook, TariffClass
from loket.rules.tariffs.quote import quote_for
from loket.rules.wording import RuleError


@dataclass(frozen=True, slots=True)
class Golden:
    """A quantity (bytes, pages, maps) and its price in rupiah."""

    kind: Kind
    tariff_class: TariffClass
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a book gives for a golden quantity; `got` is None if it cannot price it."""

    golden: Golden
    got: int | None

    @property
    def agrees(self) -> bool:
        return self.got == self.golden.price


_MICRODATA = (Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING)
_TABULATED = (Kind.MICRODATA, TariffClass.WITH_PROCESSING)
_PUBLICATION = (Kind.PUBLICATION, TariffClass.ELECTRONIC)

_GOLDEN: dict[str, tuple[Golden, ...]] = {
    "PP-13-2024": (
        Golden(*_MICRODATA, 500_000, 20_000),
        Golden(*_MICRODATA, 1_000_000, 20_000),
        Golden(*_MICRODATA, 1_001_000, 20_020),
        Golden(*_MICRODATA, 10_000_000, 200_000),
        Golden(*_MICRODATA, 1_203_880_050, 24_077_601),
        Golden(*_MICRODATA, 1_285_087_000, 25_701_740),
        Golden(*_TABULATED, 1_000_000, 22_000),
        Golden(*_TABULATED, 1_001_000, 22_022),
        Golden(*_PUBLICATION, 50, 50_000),
        Golden(*_PUBLICATION, 51, 65_000),
        Golden(*_PUBLICATION, 100, 65_000),
        Golden(*_PUBLICATION, 101, 80_000),
        Golden(*_PUBLICATION, 320, 140_000),
        Golden(*_PUBLICATION, 650, 230_000),
        Golden(Kind.AREA_MAP, TariffClass.KABUPATEN_BY_KECAMATAN, 1, 30_000),
        Golden(Kind.AREA_MAP, TariffClass.KABUPATEN_BY_DESA, 1, 70_000),
        Golden(Kind.AREA_MAP, TariffClass.KABUPATEN_BY_DESA, 514, 35_980_000),
        Golden(Kind.AREA_MAP, TariffClass.INDONESIA_BY_KECAMATAN, 1, 12_000_000),
        Golden(Kind.AREA_MAP, TariffClass.INDONESIA_BY_DESA, 1, 36_000_000),
    ),
}


def try_golden(book: TariffBook) -> tuple[Tried, ...]:
    """Price every known quantity of the book's regulation by the book; empty if none is known."""
    return tuple(Tried(golden, _price(book, golden)) for golden in _GOLDEN.get(book.code, ()))


def _price(book: TariffBook, golden: Golden) -> int | None:
    try:
        return quote_for(book, golden.kind, golden.tariff_class, golden.quantity).total
    except RuleError:
        return None
