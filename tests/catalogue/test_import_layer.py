"""Importing a layer …"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.catalogue.conftest import ADMIN, NOW, import_kecamatan

from loket.areamaps import attributes, formats, layers
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.catalogue import operations
from loket.catalogue.errors import AlreadyImported, CatalogueError
from loket.catalogue.models import AreaLayer, LayerArea
from loket.catalogue.queries import masters
from loket.ledger.models import Event
from loket.people.models import Office


def test_describes_the_layer_and_names_its_areas(office: Office, map_folder: Path) -> None:
    layer = import_kecamatan(map_folder)

    assert (layer.level, layer.area_code, layer.features) == ("kecamatan", "3304", 20)
    assert layer.crs == "EPSG:4326"
    assert layer.areas.count() == 20
    assert layer.areas.get(code="3304060").name == "Banjarnegara"
    assert "usable" in layer.quality


def test_keeps_a_copy_of_the_same_shapes(kecamatan_layer: AreaLayer, map_folder: Path) -> None:
    original = layers.read(map_folder / "kecamatan_3304.gpkg").sorted_by_code()

    kept = masters.layer(kecamatan_layer)

    assert kept.codes == original.codes
    assert all(a.equals(b) for a, b in zip(kept.geometries, original.geometries, strict=True))


def test_draws_a_small_picture(kecamatan_layer: AreaLayer) -> None:
    drawing = masters.preview(kecamatan_layer)

    assert drawing.count('class="area"') == 20
    assert "style" not in drawing
    assert len(drawing.encode()) < 100_000


def test_is_written_to_the_trail(kecamatan_layer: AreaLayer) -> None:
    event = Event.objects.get(action="area_layer_imported")

    assert event.subject == "area_layer:3304-kecamatan/1"
    assert kecamatan_layer.sha256 in event.payload


def test_is_refused_the_second_time(kecamatan_layer: AreaLayer, map_folder: Path) -> None:
    file = _file(map_folder / "kecamatan_3304.gpkg")

    with pytest.raises(AlreadyImported):
        operations.import_layer(file, code=kecamatan_layer.code, by=ADMIN, at=NOW)
    with pytest.raises(AlreadyImported, match="3304-kecamatan"):
        operations.import_layer(file, code=kecamatan_layer.code, by=ADMIN, at=NOW, release="2")


def test_without_codes_leaves_nothing(
    office: Office, map_folder: Path, tmp_path: Path, masters_folder: Path
) -> None:
    layer = layers.read(map_folder / "kecamatan_3304.gpkg")
    table = {"nama": [f"Wilayah {n}" for n in range(len(layer))]}
    formats.write(layer, table, format=MapFormat.GEOPACKAGE, folder=tmp_path, stem="tanpa_kode")

    with pytest.raises(AreaMapError) as refusal:
        operations.import_layer(
            _file(tmp_path / "tanpa_kode.gpkg"), code="tanpa-kode", by=ADMIN, at=NOW
        )

    assert refusal.value.id != refusal.value.en
    _nothing_is_left(masters_folder)


def test_with_errors_in_it_leaves_nothing_and_names_the_areas(
    office: Office, map_folder: Path, tmp_path: Path, masters_folder: Path
) -> None:
    layer = layers.read(map_folder / "kecamatan_3304.gpkg")
    twice = layer.take([0, *range(len(layer))])
    table = attributes.table(twice)
    formats.write(twice, table, format=MapFormat.GEOPACKAGE, folder=tmp_path, stem="ganda")

    with pytest.raises(CatalogueError, match=layer.codes[0]):
        operations.import_layer(_file(tmp_path / "ganda.gpkg"), code="ganda", by=ADMIN, at=NOW)

    _nothing_is_left(masters_folder)


def test_that_claims_another_region_is_refused(office: Office, map_folder: Path) -> None:
    file = replace(_file(map_folder / "kecamatan_3304.gpkg"), region="3302")

    with pytest.raises(CatalogueError, match="3302"):
        operations.import_layer(file, code="salah", by=ADMIN, at=NOW)


def test_of_a_text_file_called_a_map_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "peta.gpkg"
    path.write_text("bukan peta")

    with pytest.raises(AreaMapError, match=r"peta\.gpkg"):
        operations.import_layer(_file(path), code="salah", by=ADMIN, at=NOW)


def test_cannot_be_rewritten_in_the_database(kecamatan_layer: AreaLayer) -> None:
    with pytest.raises(IntegrityError, match="loket: refused"), transaction.atomic():
        AreaLayer.objects.filter(pk=kecamatan_layer.pk).update(sha256="0" * 64)


def _file(path: Path) -> operations.LayerFile:
    return operations.LayerFile(path=path, title_id="Peta", region="3304")


def _nothing_is_left(masters_folder: Path) -> None:
    assert not AreaLayer.objects.exists()
    assert not LayerArea.objects.exists()
    assert not Event.objects.exists()
    assert not [path for path in masters_folder.rglob("*") if path.name != ".incoming"]
