from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pyogrio
import pytest
import shapely

from loket.areamaps import attributes, formats, layers
from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.crs import UTM_49_SOUTH, change
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat, WrittenMap

READABLE = [MapFormat.SHAPEFILE, MapFormat.GEOPACKAGE, MapFormat.GEOJSON]


@pytest.mark.parametrize("kind", list(MapFormat))
def test_writes_the_same_bytes_at_another_time_and_place(
    maps: DemoMaps, tmp_path: Path, kind: MapFormat
) -> None:
    one, other = tmp_path / "satu", tmp_path / "dua"
    one.mkdir()
    other.mkdir()

    first = _written(maps, one, kind)
    time.sleep(1.1)  # a driver's own clock would show whole seconds
    second = _written(maps, other, kind)

    for left, right in zip(first.files, second.files, strict=True):
        assert left.read_bytes() == right.read_bytes(), left.name


@pytest.mark.parametrize("kind", list(MapFormat))
def test_size_is_exact(maps: DemoMaps, tmp_path: Path, kind: MapFormat) -> None:
    written = _written(maps, tmp_path, kind)

    assert written.size_bytes == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert set(written.files) == set(tmp_path.iterdir())


@pytest.mark.parametrize("kind", READABLE)
def test_can_be_read_again_as_what_it_was(maps: DemoMaps, tmp_path: Path, kind: MapFormat) -> None:
    written = _written(maps, tmp_path, kind)

    again = layers.read(written.files[0])

    assert again.codes == maps.kecamatan.codes
    assert again.level is maps.kecamatan.level
    assert list(again.columns) == list(attributes.column_names(again.level))


@pytest.mark.parametrize("kind", [MapFormat.SHAPEFILE, MapFormat.GEOPACKAGE])
def test_another_system_is_written_in_metres(
    maps: DemoMaps, tmp_path: Path, kind: MapFormat
) -> None:
    written = _written(maps, tmp_path, kind, crs=UTM_49_SOUTH)

    again = layers.read(written.files[0])

    assert again.crs == UTM_49_SOUTH
    back = change(again.geometries, to="EPSG:4326", of=UTM_49_SOUTH)
    pairs = zip(back, maps.kecamatan.geometries, strict=True)
    assert max(shapely.hausdorff_distance(one, other) for one, other in pairs) < 1e-9
    assert shapely.coverage_is_valid(again.geometries)


@pytest.mark.parametrize("kind", [MapFormat.GEOJSON, MapFormat.KML])
def test_formats_for_degrees_refuse_metres(
    maps: DemoMaps, tmp_path: Path, kind: MapFormat
) -> None:
    with pytest.raises(AreaMapError, match="hanya boleh memakai EPSG:4326"):
        _written(maps, tmp_path, kind, crs=UTM_49_SOUTH)

    assert list(tmp_path.iterdir()) == []


def test_a_system_not_offered_is_refused(maps: DemoMaps, tmp_path: Path) -> None:
    with pytest.raises(AreaMapError, match="tidak ditawarkan"):
        _written(maps, tmp_path, MapFormat.SHAPEFILE, crs="EPSG:3857")


def test_a_file_in_the_way_is_not_overwritten(maps: DemoMaps, tmp_path: Path) -> None:
    (tmp_path / "kec.dbf").write_text("milik orang lain")

    with pytest.raises(AreaMapError, match="sudah ada"):
        _written(maps, tmp_path, MapFormat.SHAPEFILE)

    assert (tmp_path / "kec.dbf").read_text() == "milik orang lain"


def test_the_date_is_the_one_handed_in(maps: DemoMaps, tmp_path: Path) -> None:
    written = _written(maps, tmp_path, MapFormat.SHAPEFILE)

    dbf = written.files[2].read_bytes()
    assert tuple(dbf[1:4]) == (126, 3, 2)


def test_geojson_follows_rfc_7946(maps: DemoMaps, tmp_path: Path) -> None:
    collection = json.loads(_written(maps, tmp_path, MapFormat.GEOJSON).files[0].read_text())

    assert "crs" not in collection
    ring = collection["features"][0]["geometry"]["coordinates"][0][0]
    assert shapely.is_ccw(shapely.linearrings(ring))


def test_kml_shows_the_name_of_each_area(maps: DemoMaps, tmp_path: Path) -> None:
    text = _written(maps, tmp_path, MapFormat.KML).files[0].read_text()

    assert "<name>PURWAREJA KLAMPOK</name>" in text


def test_names_with_accents_survive(maps: DemoMaps, tmp_path: Path) -> None:
    table = attributes.table(maps.kabupaten) | {"nmkab": ["Kabupatén Ñandu – 中"]}

    written = formats.write(
        maps.kabupaten, table, format=MapFormat.SHAPEFILE, folder=tmp_path, stem="kab"
    )

    again = layers.read(written.files[0]).column("nmkab")
    assert again is not None
    assert again[0] == "Kabupatén Ñandu – 中"
    assert pyogrio.read_info(written.files[0])["encoding"] == "UTF-8"


def _written(
    maps: DemoMaps, folder: Path, kind: MapFormat, *, crs: str = "EPSG:4326"
) -> WrittenMap:
    layer = maps.kecamatan
    return formats.write(
        layer,
        attributes.table(layer),
        format=kind,
        folder=folder,
        stem="kec",
        crs=crs,
        dated=date(2026, 3, 2),
    )
