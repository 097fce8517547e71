"""Which tariff book an office sells by on a day, and under which line a map falls."""

from __future__ import annotations

from datetime import date, datetime

from loket.areamaps.codes import Level
from loket.catalogue.errors import NotForSale
from loket.catalogue.models import AreaLayer, TariffVersion
from loket.people.models import Office
from loket.people.queries import local_day
from loket.rules.dates import format_date
from loket.rules.tariffs import (
    SHIPPED_BOOKS,
    Kind,
    TariffBook,
    TariffClass,
    area_map_class,
    book_from_record,
    find_line,
)

MICRODATA_CLASSES = (TariffClass.WITHOUT_PROCESSING, TariffClass.WITH_PROCESSING)


def book_of(office: Office, at: datetime) -> TariffBook:
    """
    Return the tariff book the office sells by on its local day.

    That is the version its people adopted which begins latest; before the first of them, the
    shipped book that the office names.

    :raises NotForSale: the book in force has ended, or the office names one that is not here
    """
    day = local_day(office, at)
    version = begun_latest(office, day)
    if version is not None:
        _must_last(version, day)
        return book_from_record(version.record)
    try:
        return SHIPPED_BOOKS[office.tariff_book]
    except KeyError:
        raise NotForSale(
            id=f"Buku tarif {office.tariff_book} kantor ini tidak ada. Mintalah administrator "
            "kantor memilih buku tarif.",
            en=f"This office's tariff book {office.tariff_book} does not exist. Ask the office's "
            "administrator to choose one.",
        ) from None


def begun_latest(office: Office, day: date) -> TariffVersion | None:
    """Return the adopted version that begins latest, up to the day; it may have ended."""
    adopted = TariffVersion.objects.filter(
        office=office, adopted_at__isnull=False, effective_from__lte=day
    )
    return adopted.order_by("-effective_from").first()


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


def _must_last(version: TariffVersion, day: date) -> None:
    if version.effective_to is not None and version.effective_to < day:
        ended = version.effective_to
        raise NotForSale(
            id=f"Buku tarif {version} berakhir pada {format_date(ended)} dan penggantinya belum "
            "ditetapkan. Mintalah administrator kantor menetapkan buku tarif yang berlaku.",
            en=f"The tariff book {version} ended on {format_date(ended, 'en')} and no other is "
            "adopted yet. Ask the office's administrator to have the book in force adopted.",
        )
