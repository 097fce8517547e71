from __future__ import annotations

from pathlib import Path

import pytest

from loket.areamaps.banjarnegara import demo
from loket.areamaps.formats import MapFormat
from tests.areamaps.made import MakeLayer, layer_of


@pytest.fixture(scope="session")
def maps() -> demo.DemoMaps:
    return demo.draw()


@pytest.fixture(scope="session")
def demo_folder(maps: demo.DemoMaps, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.write(maps, folder, kinds=(MapFormat.GEOPACKAGE, MapFormat.SHAPEFILE, MapFormat.GEOJSON))
    return folder


@pytest.fixture
def make_layer() -> MakeLayer:
    return layer_of
