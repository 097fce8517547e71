"""The tariff book of an office, in lines that fit a price list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.catalogue.errors import CatalogueError
from loket.catalogue.tariffs import book_of
from loket.people.models import Office
from loket.people.queries import office_by_code, selling_offices
from loket.rules.figures import grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs import (
    Kind,
    Mode,
    TariffBook,
    TariffLine,
    Tier,
    Unit,
    pp_13_2024,
    tier_words,
)
from loket.rules.wording import Text
from loket.web.access import public
from loket.web.calculator import calculate
from loket.web.templatetags.loket import language, teks

SOLD = {Kind.MICRODATA, Kind.AREA_MAP}
AS_PUBLISHED = [Mode.FLAT, Mode.PRO_RATA]  # modes of a line whose words are short


@dataclass(frozen=True, slots=True)
class Price:
    """One line of the price list: what, and its price in words."""

    label: Text
    kind: Kind
    words: tuple[str, ...]


@public
@require_safe
def prices(request: HttpRequest, code: str = "") -> HttpResponse:
    """The book in force at an office, what it says in words, and a calculator on it."""
    offices = selling_offices()
    office = office_by_code(code) if code else next(iter(offices), None)
    if code and office is None:
        raise Http404
    book = tariff_book(office, timezone.now())
    context = {
        "offices": offices,
        "office": office,
        "book": book,
        "prices": price_list(book),
        "calculated": calculate(book, request.GET),
    }
    return render(request, "public/price_page.html", context)


def tariff_book(office: Office | None, at: datetime) -> TariffBook:
    """Return the book the office sells by then; the newest law when there is no office yet.

    Where none is in force, a book without lines, whose note says so.
    """
    if office is None:
        return pp_13_2024()
    try:
        return book_of(office, at)
    except CatalogueError as refusal:
        note = Text(refusal.id, refusal.en)
        return replace(pp_13_2024(), lines=(), note=note)


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
    if line.unit is Unit.BYTE and [each.mode for each in line.tiers] != AS_PUBLISHED:
        return teks(tier_words(line, number))
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
