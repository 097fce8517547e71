from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import shapely
from shapely.geometry import MultiPolygon, box

from loket.areamaps import attributes, formats
from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.comparison import Comparison, compare
from loket.areamaps.crs import UTM_49_SOUTH
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.areamaps.layers import AreaLayer
from tests.areamaps.made import MakeLayer

Spoil = Callable[[Path], None]


@pytest.mark.parametrize("kind", list(MapFormat))
def test_agrees_with_what_was_written(maps: DemoMaps, tmp_path: Path, kind: MapFormat) -> None:
    comparison = _compared(maps.desa, tmp_path, kind)

    assert comparison.agrees
    counted = {line.en: line.expected for line in comparison.lines}
    assert counted["Areas"] == 278
    assert counted["Attribute values"] == 278 * 13
    assert counted["Shapes of areas"] == 278


@pytest.mark.parametrize("kind", [MapFormat.SHAPEFILE, MapFormat.GEOPACKAGE])
def test_agrees_in_metres(maps: DemoMaps, tmp_path: Path, kind: MapFormat) -> None:
    assert _compared(maps.kecamatan, tmp_path, kind, crs=UTM_49_SOUTH).agrees


@pytest.mark.parametrize("kind", list(MapFormat))
def test_reads_islands_and_holes(make_layer: MakeLayer, tmp_path: Path, kind: MapFormat) -> None:
    lake = box(109.32, -7.48, 109.38, -7.42)
    island = box(109.34, -7.46, 109.36, -7.44)
    ring = box(109.3, -7.5, 109.4, -7.4) - lake
    layer = make_layer(
        ["3304010", "3304020"], [MultiPolygon([ring, island]), box(109.4, -7.5, 109.5, -7.4)]
    )

    assert _compared(layer, tmp_path, kind).agrees


def _one_digit_in_dbf(path: Path) -> None:
    dbf = path.with_suffix(".dbf")
    dbf.write_bytes(dbf.read_bytes().replace(b"MANDIRAJA", b"MANDIRAYA", 1))


def _one_point_in_shp(path: Path) -> None:
    data = bytearray(path.read_bytes())
    (value,) = struct.unpack_from("<d", data, 100 + 8 + 4 + 32 + 8 + 4 + 16)
    struct.pack_into("<d", data, 100 + 8 + 4 + 32 + 8 + 4 + 16, value + 1e-9)
    path.write_bytes(data)


def _one_name_in_gpkg(path: Path) -> None:
    _execute(path, "UPDATE kec SET nmkec = 'LAIN' WHERE idkec = '3304010'")


def _one_row_less_in_gpkg(path: Path) -> None:
    _execute(path, "DELETE FROM kec WHERE idkec = '3304010'")


def _execute(path: Path, statement: str) -> None:
    # The rtree's triggers call functions only GDAL has.
    with closing(sqlite3.connect(path)) as connection, connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute(statement)


def _one_digit_in_geojson(path: Path) -> None:
    path.write_text(path.read_text().replace('"idkec": "3304010"', '"idkec": "3304011"', 1))


def _one_name_in_kml(path: Path) -> None:
    path.write_text(path.read_text().replace(">MANDIRAJA</SimpleData>", ">LAIN</SimpleData>", 1))


@pytest.mark.parametrize(
    ("kind", "spoil", "line"),
    [
        (MapFormat.SHAPEFILE, _one_digit_in_dbf, "Attribute values"),
        (MapFormat.SHAPEFILE, _one_point_in_shp, "Shapes of areas"),
        (MapFormat.GEOPACKAGE, _one_name_in_gpkg, "Attribute values"),
        (MapFormat.GEOPACKAGE, _one_row_less_in_gpkg, "Areas"),
        (MapFormat.GEOJSON, _one_digit_in_geojson, "Region codes"),
        (MapFormat.KML, _one_name_in_kml, "Attribute values"),
    ],
)
def test_notices_the_smallest_damage(
    maps: DemoMaps, tmp_path: Path, kind: MapFormat, spoil: Spoil, line: str
) -> None:
    comparison = _compared(maps.kecamatan, tmp_path, kind, spoil=spoil)

    assert not comparison.agrees
    assert line in {each.en for each in comparison.lines if not each.agrees}


def test_notices_a_text_the_dbf_cut_off(maps: DemoMaps, tmp_path: Path) -> None:
    table = attributes.table(maps.kabupaten) | {"sumber": ["x" * 300]}
    with pytest.warns(RuntimeWarning, match="truncated"):
        written = formats.write(
            maps.kabupaten, table, format=MapFormat.SHAPEFILE, folder=tmp_path, stem="kab"
        )

    assert not compare(written, maps.kabupaten, table).agrees


def test_an_index_that_contradicts_the_shapes_is_refused(maps: DemoMaps, tmp_path: Path) -> None:
    def spoil(path: Path) -> None:
        index = path.with_suffix(".shx")
        index.write_bytes(index.read_bytes()[:-8])

    with pytest.raises(AreaMapError, match="tidak dapat dibaca ulang"):
        _compared(maps.kecamatan, tmp_path, MapFormat.SHAPEFILE, spoil=spoil)


def test_where_rings_begin_does_not_matter(maps: DemoMaps, tmp_path: Path) -> None:
    layer = maps.kabupaten
    table = attributes.table(layer)
    written = formats.write(layer, table, format=MapFormat.GEOPACKAGE, folder=tmp_path, stem="kab")
    turned = layer.take([0])
    turned.geometries[0] = shapely.normalize(layer.geometries[0])

    assert compare(written, turned, table).agrees


def _compared(
    layer: AreaLayer,
    folder: Path,
    kind: MapFormat,
    *,
    crs: str = "EPSG:4326",
    spoil: Spoil | None = None,
) -> Comparison:
    table = attributes.table(layer)
    written = formats.write(layer, table, format=kind, folder=folder, stem="kec", crs=crs)
    if spoil is not None:
        spoil(written.files[0])
    return compare(written, layer, table)
