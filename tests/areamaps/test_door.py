from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

import pytest
import shapely

from loket.areamaps import attributes, door, formats, layers
from loket.areamaps.codes import Level
from loket.areamaps.door import Limits
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from tests.areamaps.made import layer_of

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def test_describes_and_checks_a_good_layer(demo_folder: Path) -> None:
    admission = door.inspect(demo_folder / "desa_3304.shp", region="3304")

    assert admission.description == layers.describe(demo_folder / "desa_3304.shp")
    assert admission.report.usable
    assert admission.report.features == 278


def test_admits_a_zip_and_writes_our_own_copy(demo_folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "unggahan.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for part in PARTS:
            opened.write(demo_folder / f"kecamatan_3304{part}", f"Peta Baru/KEC{part.upper()}")
        opened.writestr("__MACOSX/._KEC.SHP", b"x")
        opened.writestr("../../keluar.txt", b"x")

    admission = door.admit(archive, tmp_path / "induk.gpkg", region="3304")

    master = layers.read(tmp_path / "induk.gpkg")
    assert admission.description.level is Level.KECAMATAN
    assert list(master.codes) == sorted(master.codes)
    assert len(master) == 20
    assert not (tmp_path.parent / "keluar.txt").exists()


def test_a_layer_with_errors_is_reported_but_not_copied(demo_folder: Path, tmp_path: Path) -> None:
    master = tmp_path / "induk.gpkg"

    admission = door.admit(demo_folder / "desa_3304.gpkg", master, region="3305")

    assert not admission.report.usable
    assert not master.exists()


def test_an_existing_master_is_not_overwritten(demo_folder: Path, tmp_path: Path) -> None:
    master = tmp_path / "induk.gpkg"
    master.write_bytes(b"lama")

    with pytest.raises(AreaMapError, match="sudah ada"):
        door.admit(demo_folder / "desa_3304.gpkg", master)

    assert master.read_bytes() == b"lama"


def test_reads_the_shapes_of_a_layer_without_codes(demo_folder: Path) -> None:
    shapes, crs = door.read_shapes(demo_folder / "kecamatan_3304.geojson")

    expected, _ = layers.read_shapes(demo_folder / "kecamatan_3304.geojson")
    assert crs == "EPSG:4326"
    assert shapely.equals_exact(shapes, expected, 0.0).all()


def test_a_refusal_in_the_child_arrives_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "peta.geojson"
    path.write_text('{"type":"FeatureCollection","features":[]}')

    with pytest.raises(AreaMapError) as refusal:
        door.inspect(path)

    assert "tidak memuat satu wilayah" in refusal.value.id
    assert "no area" in refusal.value.en


@pytest.mark.parametrize(
    "limits",
    [Limits(seconds=0.05), Limits(file_bytes=0)],
    ids=["time", "file size"],
)
def test_a_file_beyond_the_limits_is_refused(
    demo_folder: Path, tmp_path: Path, limits: Limits
) -> None:
    with pytest.raises(AreaMapError):
        door.admit(demo_folder / "desa_3304.gpkg", tmp_path / "induk.gpkg", limits=limits)

    assert list(tmp_path.iterdir()) == []


def test_a_shape_too_large_for_memory_is_refused(tmp_path: Path) -> None:
    circle = shapely.Point(109.5, -7.4).buffer(0.1, quad_segs=200_000)
    layer = layer_of(["3304"], [circle])
    kind = MapFormat.GEOPACKAGE
    formats.write(layer, attributes.table(layer), format=kind, folder=tmp_path, stem="kab")

    with pytest.raises(AreaMapError):
        door.inspect(tmp_path / "kab.gpkg", limits=Limits(memory_bytes=64 << 20))


def test_other_drivers_of_gdal_cannot_be_reached(demo_folder: Path, tmp_path: Path) -> None:
    secret = demo_folder / "desa_3304.gpkg"
    trick = tmp_path / "peta.geojson"
    trick.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{secret}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )

    with pytest.raises(AreaMapError, match="bukan GeoJSON"):
        door.inspect(trick)


@pytest.mark.parametrize("cut", [100, 5_000, 200_000])
def test_damaged_files_are_refused_in_words(demo_folder: Path, tmp_path: Path, cut: int) -> None:
    for part in PARTS:
        shutil.copy(demo_folder / f"desa_3304{part}", tmp_path / f"desa{part}")
    shp = tmp_path / "desa.shp"
    shp.write_bytes(shp.read_bytes()[:cut])

    with pytest.raises(AreaMapError):
        door.inspect(shp)


def test_leaves_nothing_behind(
    demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    door.inspect(demo_folder / "kabupaten_3304.gpkg")

    assert list(tmp_path.iterdir()) == []
