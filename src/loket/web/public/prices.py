"""The tariff book of an office, in lines that fit a price list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from loket.people.models import Office
from loket.rules.figures import grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs import Kind, TariffBook, TariffLine, Tier, Unit, pp_7_2015, pp_13_2024
from loket.rules.wording import Text
from loket.web.templatetags.loket import language

SOLD = {Kind.MICRODATA, Kind.AREA_MAP}


@dataclass(frozen=True, slots=True)
class Price:
    """One line of the price list: what, and its price in words."""

    label: Text
    kind: Kind
    words: tuple[str, ...]


def tariff_book(office: Office | None) -> TariffBook:
    """Return the book the office sells by; the one in force when there is no office yet."""
    books = {book.code: book for book in (pp_13_2024(), pp_7_2015())}
    return books.get(office.tariff_book if office else "", pp_13_2024())


def price_list(book: TariffBook) -> list[Price]:
    return [
        Price(
            line.label, line.kind, tuple(_words(line, number) for number in range(len(line.tiers)))
        )
        for line in book.lines
        if line.kind in SOLD
    ]


def _words(line: TariffLine, number: int) -> str:
    tier = line.tiers[number]
    if tier.price is None:
        return _("Ditetapkan oleh kantor; tanyakan kepada petugas.")
    price = format_rupiah(tier.price, language())
    if line.unit is not Unit.BYTE:
        return _("%(price)s per peta") % {"price": price}
    if tier.per is None:
        return _("%(price)s sampai dengan %(size)s MB pertama") % {
            "price": price,
            "size": _megabytes(tier),
        }
    return _("%(price)s untuk setiap %(bytes)s byte berikutnya") % {
        "price": price,
        "bytes": grouped(tier.per, language()),
    }


def _megabytes(tier: Tier) -> str:
    return grouped(tier.upto or 0, language())
