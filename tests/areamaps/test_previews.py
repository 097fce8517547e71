from __future__ import annotations

import json

import pytest
import shapely
from defusedxml import ElementTree
from shapely.geometry import shape

from loket.areamaps import previews
from loket.areamaps.banjarnegara.demo import DemoMaps
from tests.areamaps.made import MakeLayer

SVG = "{http://www.w3.org/2000/svg}"


def test_svg_is_small_and_names_every_area(maps: DemoMaps) -> None:
    text = previews.svg(maps.desa, title="Peta & desa", description="278 desa <contoh>")

    root = ElementTree.fromstring(text)
    paths = root.findall(f".//{SVG}path")
    assert len(text.encode()) <= previews.SVG_BYTES
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Peta & desa"
    assert root.findtext(f"{SVG}title") == "Peta & desa"
    assert root.findtext(f"{SVG}desc") == "278 desa <contoh>"
    assert [path.get("data-code") for path in paths] == sorted(maps.desa.codes)
    assert all(path.findtext(f"{SVG}title") for path in paths)


def test_picker_is_small_and_keeps_borders_shared(maps: DemoMaps) -> None:
    text = previews.picker_geojson(maps.kecamatan)

    collection = json.loads(text)
    shapes = [shape(feature["geometry"]) for feature in collection["features"]]
    assert len(text.encode()) <= previews.GEOJSON_BYTES
    assert len(shapes) == 20
    assert collection["features"][0]["properties"] == {"code": "3304010", "name": "SUSUKAN"}
    union = shapely.union_all(shapes)
    original = maps.kabupaten.geometries[0]
    assert union.area == pytest.approx(original.area, rel=0.01)
    assert sum(each.area for each in shapes) == pytest.approx(union.area, rel=1e-6)


def test_a_smaller_budget_gives_a_coarser_picture(maps: DemoMaps) -> None:
    small = previews.picker_geojson(maps.kecamatan, most_bytes=15_000)

    assert len(small.encode()) <= 15_000
    assert len(json.loads(small)["features"]) == 20


def test_is_far_coarser_than_the_product(maps: DemoMaps) -> None:
    collection = json.loads(previews.picker_geojson(maps.desa))
    shapes = [shape(feature["geometry"]) for feature in collection["features"]]

    preview = shapely.get_num_coordinates(shapes).sum()
    assert preview < 0.5 * shapely.get_num_coordinates(maps.desa.geometries).sum()


def test_the_same_layer_gives_the_same_bytes(maps: DemoMaps) -> None:
    turned = maps.desa.take(list(reversed(range(len(maps.desa)))))

    for draw in (previews.picker_geojson, _svg):
        assert draw(maps.desa) == draw(turned)


def test_areas_without_shape_are_left_out(make_layer: MakeLayer) -> None:
    layer = make_layer(["3304010", "3304020"], [shapely.box(109, -8, 110, -7), None])

    assert 'data-code="3304010"' in _svg(layer)
    assert 'data-code="3304020"' not in _svg(layer)


def _svg(layer: object) -> str:
    return previews.svg(layer, title="t", description="d")  # type: ignore[arg-type]
