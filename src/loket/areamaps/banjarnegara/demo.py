"""
A demonstration map of Kabupaten Banjarnegara: real names and codes, invented borders.

The shapes lie within the kabupaten's published bounding box and cover its published area, but
no line of them is a real border.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import Polygon

from loket.areamaps import attributes, cut, formats, region_names
from loket.areamaps.banjarnegara.drawing import (
    XY,
    Dice,
    divide,
    mosaic,
    outline_around,
    scatter,
)
from loket.areamaps.codes import ID_COLUMNS, Level
from loket.areamaps.crs import GEOGRAPHIC, UTM_49_SOUTH, change
from loket.areamaps.formats import MapFormat, WrittenMap
from loket.areamaps.layers import AreaLayer
from loket.areamaps.opening import Geometries

KABUPATEN = "3304"
SOURCE = "SINTETIS (contoh Loket)"
AREA_M2 = 1_069_730_000.0
BOUNDS = (109 + 20 / 60, -(7 + 31 / 60), 109 + 45 / 60, -(7 + 12 / 60))
"""West, south, east, north in degrees."""

_MARGIN_METRES = 600.0
_DECIMALS = 7
# Where each kecamatan roughly lies: shares of the box from its west and its south edge.
_PLACES: dict[str, XY] = {
    "3304010": (0.09, 0.06),
    "3304020": (0.17, 0.17),
    "3304030": (0.30, 0.10),
    "3304040": (0.40, 0.20),
    "3304050": (0.53, 0.27),
    "3304060": (0.64, 0.37),
    "3304061": (0.65, 0.20),
    "3304070": (0.75, 0.33),
    "3304080": (0.74, 0.46),
    "3304090": (0.63, 0.53),
    "3304100": (0.52, 0.42),
    "3304110": (0.35, 0.32),
    "3304120": (0.46, 0.56),
    "3304130": (0.71, 0.70),
    "3304140": (0.82, 0.61),
    "3304150": (0.86, 0.77),
    "3304160": (0.93, 0.93),
    "3304170": (0.73, 0.84),
    "3304180": (0.55, 0.90),
    "3304181": (0.42, 0.79),
}


@dataclass(frozen=True, slots=True)
class DemoMaps:
    """The demonstration layers of one kabupaten, each nested exactly in the next."""

    desa: AreaLayer
    kecamatan: AreaLayer
    kabupaten: AreaLayer


def draw(*, seed: str = "loket-3304", periode: str = "2025") -> DemoMaps:
    """
    Draw the demonstration maps; the same seed always gives the same borders.

    :param periode: stated period of the work areas
    """
    codes, shapes = _desa_shapes(Dice(seed))
    count = len(codes)
    columns = {
        "sumber": np.full(count, SOURCE, dtype=object),
        "periode": np.full(count, periode, dtype=object),
    }
    desa = AreaLayer(
        "desa_3304", Level.DESA, ID_COLUMNS[Level.DESA], codes, shapes, columns, GEOGRAPHIC
    )
    return DemoMaps(
        desa=desa,
        kecamatan=cut.dissolve(desa, Level.KECAMATAN),
        kabupaten=cut.dissolve(desa, Level.KABUPATEN),
    )


def write(
    maps: DemoMaps,
    folder: Path,
    *,
    kinds: tuple[MapFormat, ...] = (MapFormat.GEOPACKAGE, MapFormat.SHAPEFILE),
    dated: date = formats.EARLIEST,
) -> tuple[WrittenMap, ...]:
    """
    Write desa, kecamatan and kabupaten layers into an existing folder, in each format.

    Files are named ``desa_3304.gpkg`` and so on.

    :raises AreaMapError: if a file is in the way
    """
    return tuple(
        formats.write(
            layer,
            attributes.table(layer),
            format=kind,
            folder=folder,
            stem=f"{layer.level}_{KABUPATEN}",
            dated=dated,
        )
        for layer in (maps.desa, maps.kecamatan, maps.kabupaten)
        for kind in kinds
    )


def _desa_shapes(dice: Dice) -> tuple[tuple[str, ...], Geometries]:
    box = _box_in_metres()
    west, south, east, north = box.bounds
    centres = [
        (west + x * (east - west), south + y * (north - south)) for x, y in _PLACES.values()
    ]
    territory = outline_around(centres, inside=box.buffer(-_MARGIN_METRES), area_m2=AREA_M2)
    codes: list[str] = []
    seeds: list[XY] = []
    for kecamatan, area in zip(_PLACES, divide(territory, centres), strict=True):
        desa = region_names.children(kecamatan)
        codes += [region.code for region in desa]
        seeds += scatter(area, len(desa), dice, kecamatan)
    drawn = np.empty(len(seeds), dtype=object)
    drawn[:] = mosaic(territory, seeds, dice)
    degrees = change(drawn, to=GEOGRAPHIC, of=UTM_49_SOUTH)
    rounded: Geometries = shapely.transform(degrees, lambda points: np.round(points, _DECIMALS))
    return tuple(codes), rounded


def _box_in_metres() -> Polygon:
    west, south, east, north = BOUNDS
    corners = [(west, south), (east, south), (east, north), (west, north)]
    ring = np.empty(1, dtype=object)
    ring[0] = Polygon(corners)
    box: Polygon = change(ring, to=UTM_49_SOUTH, of=GEOGRAPHIC)[0]
    return box
