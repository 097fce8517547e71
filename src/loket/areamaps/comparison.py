"""
Comparing a written map, read back without GDAL, with the layer it was written from.

Every feature, code, attribute cell and point is compared; the result is what PERIKSA.txt says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from loket.areamaps.attributes import Table
from loket.areamaps.codes import ID_COLUMNS
from loket.areamaps.crs import change, same
from loket.areamaps.formats import MapFormat, WrittenMap
from loket.areamaps.layers import AreaLayer
from loket.areamaps.readers import geojson, geopackage, kml, shapefile
from loket.areamaps.readers.read_back import ReadBack

READERS: dict[MapFormat, Callable[[Path], ReadBack]] = {
    MapFormat.SHAPEFILE: shapefile.read,
    MapFormat.GEOPACKAGE: geopackage.read,
    MapFormat.GEOJSON: geojson.read,
    MapFormat.KML: kml.read,
}
TOLERANCES = {
    MapFormat.SHAPEFILE: 0.0,
    MapFormat.GEOPACKAGE: 0.0,
    MapFormat.GEOJSON: 1e-9,
    MapFormat.KML: 1e-9,
}
"""Largest difference of a coordinate, in its own unit; text formats print nine decimals."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing compared: how many were expected, and how many agree."""

    id: str
    en: str
    expected: int
    agreeing: int

    @property
    def agrees(self) -> bool:
        """Whether all agree."""
        return self.expected == self.agreeing


@dataclass(frozen=True, slots=True)
class Comparison:
    """What reading a written map back showed."""

    format: MapFormat
    file_name: str
    lines: tuple[Line, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything agrees."""
        return all(line.agrees for line in self.lines)


def compare(written: WrittenMap, layer: AreaLayer, table: Table) -> Comparison:
    """
    Read a written map back and compare it with the layer and columns it was written from.

    :raises AreaMapError: if the file cannot be read back at all
    """
    path = written.files[0]
    areas = len(layer)
    found = READERS[written.format](path)
    lines = (
        Line("Wilayah", "Areas", areas, len(found.shapes)),
        Line("Sistem koordinat", "Coordinate system", 1, int(same(found.crs, written.crs))),
        Line("Kolom", "Columns", len(table), _columns_in_common(table, found)),
        Line("Kode wilayah", "Region codes", areas, _codes_alike(layer, found)),
        Line("Nilai atribut", "Attribute values", *_cells(table, found)),
        Line("Bentuk wilayah", "Shapes of areas", areas, _shapes_alike(written, layer, found)),
    )
    return Comparison(written.format, path.name, lines)


def _columns_in_common(table: Table, found: ReadBack) -> int:
    return len(table) if list(found.columns) == list(table) else len(table.keys() & found.columns)


def _codes_alike(layer: AreaLayer, found: ReadBack) -> int:
    return _alike(list(layer.codes), found.columns.get(ID_COLUMNS[layer.level], []))


def _cells(table: Table, found: ReadBack) -> tuple[int, int]:
    expected = sum(len(values) for values in table.values())
    agreeing = sum(
        _alike(values, found.columns.get(column, [])) for column, values in table.items()
    )
    return expected, agreeing


def _alike(expected: list[str], found: list[str]) -> int:
    return sum(one == other for one, other in zip(expected, found, strict=False))


def _shapes_alike(written: WrittenMap, layer: AreaLayer, found: ReadBack) -> int:
    if len(found.shapes) != len(layer):
        return 0
    expected = shapely.normalize(change(layer.geometries, to=written.crs, of=layer.crs))
    read = shapely.normalize(found.shapes)
    alike = shapely.equals_exact(_multi(expected), _multi(read), TOLERANCES[written.format])
    both_missing = shapely.is_missing(expected) & shapely.is_missing(read)
    return int(np.count_nonzero(alike | both_missing))


def _multi(shapes: object) -> object:
    """Return single polygons as multipolygons of one: formats may store either."""
    return np.asarray(
        [
            shape
            if shape is None or shapely.get_type_id(shape) == shapely.GeometryType.MULTIPOLYGON
            else shapely.multipolygons([shape])
            for shape in np.asarray(shapes, dtype=object)
        ],
        dtype=object,
    )
