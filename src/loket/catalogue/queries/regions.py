"""The regions a buyer may choose, one level at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from loket.areamaps import region_names
from loket.areamaps.codes import Level
from loket.catalogue.models import EditionRegion, LayerArea, Product
from loket.rules.tariffs import TariffClass

DIGITS = {str(level): level.digits for level in Level}
_ONE_KABUPATEN_EACH = (TariffClass.KABUPATEN_BY_DESA, TariffClass.KABUPATEN_BY_KECAMATAN)


@dataclass(frozen=True, slots=True)
class RegionChoice:
    """A region to choose, and whether smaller ones within it may be chosen too."""

    code: str
    name: str
    has_children: bool


def choices(product: Product, parent: str = "") -> list[RegionChoice]:
    """
    Return the regions directly within ``parent`` ("" for the widest) that can be ordered.

    Levels at which there is only one region are skipped downwards: an edition of one
    kabupaten offers its kecamatan at once, if they may be chosen.
    """
    codes = available(product)
    while True:
        below = _next_level(codes, parent)
        if len(below) == 1 and _next_level(codes, below[0]):
            parent = below[0]
            continue
        return [
            RegionChoice(code, name_of(code), bool(_next_level(codes, code))) for code in below
        ]


def available(product: Product) -> list[str]:
    """Return every region code that may stand in an order of the product."""
    if product.edition_id:
        deepest = DIGITS.get(product.area_level, 0)
        rows = EditionRegion.objects.filter(edition_id=product.edition_id)
        return [code for code in rows.values_list("code", flat=True) if len(code) <= deepest]
    if product.tariff_class in _ONE_KABUPATEN_EACH:
        return kabupaten(product)
    return []


def kabupaten(product: Product) -> list[str]:
    """Return the kabupaten a map product covers: each is one map of the tariff."""
    digits = Level.KABUPATEN.digits
    return sorted({code[:digits] for code in areas(product).values_list("code", flat=True)})


def areas(product: Product) -> QuerySet[LayerArea]:
    """Return the work areas of a map product."""
    return LayerArea.objects.filter(layer_id=product.layer_id)


def name_of(code: str) -> str:
    """Return the region's name, or its code where no list names it."""
    return region_names.name_of(code) or code


def _next_level(codes: list[str], parent: str) -> list[str]:
    inside = [code for code in codes if code.startswith(parent) and len(code) > len(parent)]
    nearest = min(map(len, inside), default=0)
    return [code for code in inside if len(code) == nearest]
