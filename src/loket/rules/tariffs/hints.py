"""
Cheaper lawful ways to the same data, as hints only.

A basket is never changed: the buyer is told that, for example, one national map costs less
than the many regency maps chosen, and decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from loket.rules.figures import grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs.book import Kind, TariffBook, TariffClass
from loket.rules.tariffs.quote import NoTariffLine, TariffNotEntered, quote_for
from loket.rules.tariffs.working import product_name
from loket.rules.wording import Text

# Each class of map, and the class of one map that contains everything it shows.
_CONTAINED_IN = {
    TariffClass.KABUPATEN_BY_KECAMATAN: TariffClass.INDONESIA_BY_KECAMATAN,
    TariffClass.KABUPATEN_BY_DESA: TariffClass.INDONESIA_BY_DESA,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of a basket: what, and how many units of it."""

    kind: Kind
    tariff_class: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another product that contains the chosen ones and costs less. Amounts in rupiah."""

    instead_of: TariffClass
    choose: TariffClass
    chosen_total: int
    alternative_total: int
    text: Text

    @property
    def saving(self) -> int:
        return self.chosen_total - self.alternative_total


def cheaper_alternatives(book: TariffBook, basket: Iterable[Wanted]) -> tuple[Alternative, ...]:
    """Return the alternatives that cost strictly less, largest saving first."""
    counts: dict[str, int] = defaultdict(int)
    for wanted in basket:
        if wanted.kind is Kind.AREA_MAP:
            counts[wanted.tariff_class] += wanted.quantity
    found = []
    for part, whole in _CONTAINED_IN.items():
        alternative = _compare(book, part, whole, counts[part])
        if alternative:
            found.append(alternative)
    return tuple(sorted(found, key=lambda alternative: -alternative.saving))


def _compare(
    book: TariffBook, part: TariffClass, whole: TariffClass, count: int
) -> Alternative | None:
    if count == 0:
        return None
    try:
        chosen = quote_for(book, Kind.AREA_MAP, part, count).total
        other = quote_for(book, Kind.AREA_MAP, whole, 1).total
    except (NoTariffLine, TariffNotEntered):
        return None
    if other >= chosen:
        return None
    name = product_name(Kind.AREA_MAP, whole)
    return Alternative(
        part,
        whole,
        chosen,
        other,
        Text(
            f"{grouped(count)} peta kabupaten/kota berharga {format_rupiah(chosen)}. Satu "
            f"{name.id} memuat seluruhnya dan berharga {format_rupiah(other)}.",
            f"{grouped(count, 'en')} maps of kabupaten/kota cost {format_rupiah(chosen, 'en')}. "
            f"One of the {name.en} contains them all and costs {format_rupiah(other, 'en')}.",
        ),
    )
