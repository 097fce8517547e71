"""Which tariff book an office sells by, and under which line a map falls."""

from __future__ import annotations

from loket.areamaps.codes import Level
from loket.catalogue.errors import NotForSale
from loket.catalogue.models import AreaLayer
from loket.people.models import Office
from loket.rules.tariffs import (
    SHIPPED_BOOKS,
    Kind,
    TariffBook,
    TariffClass,
    area_map_class,
    find_line,
)

MICRODATA_CLASSES = (TariffClass.WITHOUT_PROCESSING, TariffClass.WITH_PROCESSING)


def book_of(office: Office) -> TariffBook:
    """
    Return the tariff book the office sells by.

    :raises NotForSale: the office names a book that is not here
    """
    try:
        return SHIPPED_BOOKS[office.tariff_book]
    except KeyError:
        raise NotForSale(
            id=f"Buku tarif {office.tariff_book} kantor ini tidak ada. Mintalah administrator "
            "kantor memilih buku tarif.",
            en=f"This office's tariff book {office.tariff_book} does not exist. Ask the office's "
            "administrator to choose one.",
        ) from None


def class_of_layer(layer: AreaLayer) -> TariffClass:
    """
    Return the class of a map: of Indonesia for a national layer, else of each kabupaten.

    :raises NoTariffLine: the regulation has no line for this level
    """
    extent = "indonesia" if not layer.area_code else "kabupaten"
    return area_map_class(extent, layer.level)


def must_have_line(book: TariffBook, kind: Kind, tariff_class: str) -> None:
    """
    :raises NoTariffLine: the book has no such line, so nothing can be sold under it
    """
    find_line(book, kind, tariff_class)


def kabupaten_in(codes: list[str]) -> list[str]:
    """Return the kabupaten in which the areas of these codes lie."""
    return sorted({code[: Level.KABUPATEN.digits] for code in codes})
