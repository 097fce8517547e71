from __future__ import annotations

import pytest
import shapely

from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.codes import Level
from loket.areamaps.cut import cut, dissolve
from loket.areamaps.errors import AreaMapError
from tests.areamaps.made import MakeLayer


def test_takes_exactly_the_areas_of_a_kecamatan(maps: DemoMaps) -> None:
    part = cut(maps.desa, "3304060")

    assert len(part) == 13
    assert all(code.startswith("3304060") for code in part.codes)
    for code, shape in zip(part.codes, part.geometries, strict=True):
        original = maps.desa.geometries[maps.desa.codes.index(code)]
        assert shapely.equals_exact(shape, original, 0.0)


def test_takes_several_regions_once_and_in_order(maps: DemoMaps) -> None:
    part = cut(maps.desa, ["3304020", "3304010", "3304010001"])

    assert len(part) == 23
    assert list(part.codes) == sorted(set(part.codes))


def test_the_whole_kabupaten_is_everything(maps: DemoMaps) -> None:
    assert len(cut(maps.desa, "3304")) == 278


@pytest.mark.parametrize(
    ("region", "words"),
    [("3305", "tidak memuat wilayah 3305"), ("330", "tidak dikenal")],
)
def test_refuses_a_region_it_does_not_hold(maps: DemoMaps, region: str, words: str) -> None:
    with pytest.raises(AreaMapError, match=words):
        cut(maps.desa, region)


def test_refuses_a_region_finer_than_the_map(maps: DemoMaps) -> None:
    with pytest.raises(AreaMapError, match="lebih kecil"):
        cut(maps.kecamatan, "3304060016")


def test_refuses_no_region_at_all(maps: DemoMaps) -> None:
    with pytest.raises(AreaMapError, match="sekurang-kurangnya"):
        cut(maps.desa, [])


def test_dissolving_keeps_the_area_and_drops_finer_columns(make_layer: MakeLayer) -> None:
    layer = make_layer(
        ["3304010001", "3304010002", "3304020001"],
        nmdesa=["a", "b", "c"],
        nmkec=["SUSUKAN", "SUSUKAN", "KLAMPOK"],
        sumber=["x", "x", "x"],
    )

    coarse = dissolve(layer, Level.KECAMATAN)

    assert coarse.codes == ("3304010", "3304020")
    assert set(coarse.columns) == {"nmkec", "sumber"}
    assert list(coarse.columns["nmkec"]) == ["SUSUKAN", "KLAMPOK"]
    assert shapely.area(coarse.geometries).tolist() == pytest.approx([0.02, 0.01])


def test_dissolving_joins_even_overlapping_shapes(make_layer: MakeLayer) -> None:
    left = shapely.box(109.3, -7.5, 109.45, -7.4)
    right = shapely.box(109.4, -7.5, 109.5, -7.4)

    coarse = dissolve(make_layer(["3304010001", "3304010002"], [left, right]), Level.KABUPATEN)

    assert shapely.area(coarse.geometries[0]) == pytest.approx(0.02)


def test_cannot_dissolve_into_something_finer(maps: DemoMaps) -> None:
    with pytest.raises(AreaMapError, match="tidak dapat dijadikan"):
        dissolve(maps.kecamatan, Level.DESA)
