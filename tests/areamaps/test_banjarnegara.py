from __future__ import annotations

import hashlib

import numpy as np
import pytest
import shapely

from loket.areamaps import checks, fitting, region_names
from loket.areamaps.attributes import table
from loket.areamaps.banjarnegara import demo
from loket.areamaps.banjarnegara.demo import BOUNDS, DemoMaps
from loket.areamaps.crs import EQUAL_AREA, change


def test_has_every_desa_once(maps: DemoMaps) -> None:
    listed = [
        desa.code
        for kec in region_names.children("3304")
        for desa in region_names.children(kec.code)
    ]

    assert sorted(maps.desa.codes) == sorted(listed)
    assert len(maps.kecamatan) == 20
    assert maps.kabupaten.codes == ("3304",)


def test_shapes_share_borders_without_gap_or_overlap(maps: DemoMaps) -> None:
    assert shapely.is_valid(maps.desa.geometries).all()
    assert shapely.coverage_is_valid(maps.desa.geometries)
    assert shapely.coverage_is_valid(maps.kecamatan.geometries)
    assert shapely.get_num_interior_rings(maps.kabupaten.geometries[0]) == 0
    assert (shapely.get_type_id(maps.kecamatan.geometries) == shapely.GeometryType.POLYGON).all()


def test_levels_nest_exactly(maps: DemoMaps) -> None:
    assert list(fitting.nesting_findings(maps.desa, maps.kecamatan)) == []
    assert list(fitting.nesting_findings(maps.kecamatan, maps.kabupaten)) == []


def test_lies_in_the_published_box_with_the_published_area(maps: DemoMaps) -> None:
    west, south, east, north = shapely.total_bounds(maps.desa.geometries)
    area = shapely.area(change(maps.kabupaten.geometries, to=EQUAL_AREA, of="EPSG:4326"))[0]

    assert BOUNDS[0] <= west
    assert BOUNDS[1] <= south
    assert east <= BOUNDS[2]
    assert north <= BOUNDS[3]
    assert area == pytest.approx(demo.AREA_M2, rel=0.005)


def test_passes_every_check(maps: DemoMaps) -> None:
    for layer in (maps.desa, maps.kecamatan, maps.kabupaten):
        assert checks.check(layer, region="3304").findings == ()


def test_says_that_it_is_synthetic(maps: DemoMaps) -> None:
    assert set(table(maps.desa)["sumber"]) == {"SINTETIS (contoh Loket)"}
    assert set(table(maps.kabupaten)["sumber"]) == {"SINTETIS (contoh Loket)"}


def test_same_seed_same_borders_and_another_seed_others(maps: DemoMaps) -> None:
    again = demo.draw()
    other = demo.draw(seed="lain")

    assert _hash(again) == _hash(maps)
    assert _hash(other) != _hash(maps)
    assert shapely.coverage_is_valid(other.desa.geometries)


def _hash(maps: DemoMaps) -> str:
    rounded = np.round(shapely.get_coordinates(maps.desa.geometries), 7)
    return hashlib.sha256(rounded.tobytes()).hexdigest()
