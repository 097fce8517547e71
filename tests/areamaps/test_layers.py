from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely

from loket.areamaps import layers
from loket.areamaps.codes import Level
from loket.areamaps.errors import AreaMapError

PARTS = [".shp", ".shx", ".dbf", ".prj"]


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson"])
def test_describes_each_format_alike(demo_folder: Path, suffix: str) -> None:
    description = layers.describe(demo_folder / f"desa_3304{suffix}")

    assert description.level is Level.DESA
    assert description.code_column == "iddesa"
    assert description.features == 278
    assert description.region == "3304"
    assert description.crs == "EPSG:4326"
    assert description.bbox == pytest.approx((109.337, -7.513, 109.747, -7.202), abs=0.001)
    assert [each.name for each in description.attributes][:4] == [
        "iddesa",
        "idkab",
        "idkec",
        "kdprov",
    ]
    assert {each.kind for each in description.attributes} == {"text"}


def test_size_counts_all_files_of_a_shapefile(demo_folder: Path) -> None:
    description = layers.describe(demo_folder / "desa_3304.shp")

    parts = demo_folder.glob("desa_3304.*")
    expected = sum(path.stat().st_size for path in parts if path.suffix in {*PARTS, ".cpg"})
    assert description.size_bytes == expected
    json.dumps(description.as_json())


@pytest.mark.parametrize(
    ("columns", "column", "level"),
    [
        ({"KODE_DESA": ["3304010001", "3304010002"]}, "KODE_DESA", Level.DESA),
        ({"IDKEC": np.array([3304010, 3304020])}, "IDKEC", Level.KECAMATAN),
        ({"iddesa": np.array([3304010001.0, 3304010002.0])}, "iddesa", Level.DESA),
        ({"iddesa": ["", ""], "idkec": ["3304010", "3304020"]}, "idkec", Level.KECAMATAN),
        ({"foo": ["x", "y"], "bar": ["3304010001", "3304010002"]}, "bar", Level.DESA),
        (
            {"kdprov": ["33", "33"], "kdkab": ["04", "04"], "kdkec": np.array([10, 61])},
            "kdprov+kdkab+kdkec",
            Level.KECAMATAN,
        ),
    ],
)
def test_finds_the_codes_whatever_the_column(
    tmp_path: Path, columns: dict[str, Any], column: str, level: Level
) -> None:
    layer = layers.read(_write(tmp_path / "peta.gpkg", columns))

    assert layer.code_column == column
    assert layer.level is level
    assert all(len(code) == level.digits for code in layer.codes)


def test_a_named_column_wins(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "peta.gpkg",
        {"iddesa": ["3304010001", "3304010002"], "lain": ["3304010", "3304020"]},
    )

    assert layers.read(path, code_column="LAIN").codes == ("3304010", "3304020")
    with pytest.raises(AreaMapError, match="Tidak ada kolom kode"):
        layers.read(path, code_column="hilang")


def test_reads_upper_case_columns_and_three_dimensions(tmp_path: Path) -> None:
    solid = shapely.force_3d(_squares(2), 100.0)
    path = _write(tmp_path / "p.gpkg", {"IDKEC": ["3304010", "3304020"]}, solid)

    layer = layers.read(path)

    assert not shapely.has_z(layer.geometries).any()
    assert layer.column("idkec") is not None


@pytest.mark.parametrize("missing", [".shx", ".dbf", ".prj"])
def test_an_incomplete_shapefile_is_refused(
    demo_folder: Path, tmp_path: Path, missing: str
) -> None:
    for part in PARTS:
        if part != missing:
            shutil.copy(demo_folder / f"desa_3304{part}", tmp_path / f"desa{part}")

    with pytest.raises(AreaMapError, match=f"desa{missing} tidak ada") as refusal:
        layers.read(tmp_path / "desa.shp")

    assert "incomplete" in refusal.value.en


def test_sidecars_in_upper_case_are_found(demo_folder: Path, tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copy(demo_folder / f"kecamatan_3304{part}", tmp_path / f"KEC{part.upper()}")

    assert len(layers.read(tmp_path / "KEC.SHP")) == 20


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"nama": ["a", "b"]}, "Tidak ada kolom kode wilayah BPS"),
        ({"iddesa": ["330401001", "330401002"]}, "2 × 9 angka"),
        ({"iddesa": ["3304010001", "33040100"]}, "1 × 8 angka, 1 × 10 angka"),
        ({"iddesa": ["3304010001", ""]}, "1 × bukan angka"),
        ({"iddesa": ["33.04.06.1001", "33.04.06.1002"]}, "Kemendagri"),
    ],
)
def test_unusable_codes_are_refused_with_the_reason(
    tmp_path: Path, columns: dict[str, Any], words: str
) -> None:
    path = _write(tmp_path / "peta.gpkg", columns)

    with pytest.raises(AreaMapError, match=words) as refusal:
        layers.read(path)

    assert refusal.value.en != refusal.value.id


def test_points_are_refused(tmp_path: Path) -> None:
    points = shapely.points([[109.4, -7.4], [109.5, -7.4]])
    path = _write(tmp_path / "p.gpkg", {"idkec": ["3304010", "3304020"]}, points)

    with pytest.raises(AreaMapError, match="2 objek yang bukan poligon"):
        layers.read(path)


def test_an_empty_layer_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.gpkg", {"idkec": np.array([], dtype=object)}, _squares(0))

    with pytest.raises(AreaMapError, match="tidak memuat satu wilayah"):
        layers.read(path)


def test_a_geopackage_with_two_layers_needs_a_name(tmp_path: Path) -> None:
    path = tmp_path / "dua.gpkg"
    _write(path, {"idkec": ["3304010", "3304020"]}, layer="kec")
    _write(path, {"idkab": ["3304"]}, _squares(1), layer="kab")

    with pytest.raises(AreaMapError, match="Sebutkan satu lapisan") as refusal:
        layers.read(path)

    assert "kec" in refusal.value.en
    assert "kab" in refusal.value.en
    assert layers.read(path, layer="kab").codes == ("3304",)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("peta.shp.txt", b"", "bukan peta yang dapat dibaca"),
        ("peta.dbf", b"", "bagian dari Shapefile"),
        ("peta.gpkg", b"PK\x03\x04", "bukan GeoPackage"),
        ("peta.geojson", b"<OGRVRTDataSource/>", "bukan GeoJSON"),
        ("peta.geojson", b'{"type": "FeatureCollection", "features": [', "rusak"),
        ("peta.gpkg", b"SQLite format 3\x00" + b"\x00" * 4000, "rusak"),
        ("hilang.gpkg", None, "tidak ditemukan"),
    ],
)
@pytest.mark.filterwarnings("ignore")  # GDAL complains on the way to refusing
def test_files_of_another_kind_are_refused(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(AreaMapError, match=words):
        layers.read(tmp_path / name)


def test_a_truncated_shapefile_is_refused(demo_folder: Path, tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copy(demo_folder / f"desa_3304{part}", tmp_path / f"desa{part}")
    whole = (tmp_path / "desa.shp").read_bytes()
    (tmp_path / "desa.shp").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(AreaMapError, match="terpotong"):
        layers.read(tmp_path / "desa.shp")


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_a_layer_without_coordinate_system_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "p.gpkg", {"idkec": ["3304010", "3304020"]}, crs=None)

    with pytest.raises(AreaMapError, match="sistem koordinat"):
        layers.read(path)


def test_a_projected_layer_has_its_box_in_degrees(tmp_path: Path) -> None:
    metres = shapely.box([350_000, 360_000], [9_180_000] * 2, [360_000, 370_000], [9_190_000] * 2)
    columns = {"idkec": ["3304010", "3304020"]}
    path = _write(tmp_path / "p.gpkg", columns, metres, crs="EPSG:32749")

    description = layers.describe(path)

    assert description.crs == "EPSG:32749"
    assert 109 < description.bbox[0] < description.bbox[2] < 110


@pytest.mark.parametrize(
    ("codes", "region"),
    [
        (["3304010001", "3304010002"], "3304010"),
        (["3304010001", "3304020001"], "3304"),
        (["3304010001", "3205010001"], ""),
        (["3304010001"], "3304010001"),
    ],
)
def test_the_shared_region(codes: list[str], region: str) -> None:
    assert layers.shared_region(codes) == region


def _squares(count: int) -> Any:
    west = np.arange(count) * 0.1 + 109.3
    return shapely.box(west, -7.5, west + 0.1, -7.4)


def _write(
    path: Path,
    columns: dict[str, Any],
    shapes: Any = None,
    *,
    crs: str | None = "EPSG:4326",
    layer: str = "peta",
) -> Path:
    arrays = [
        values if isinstance(values, np.ndarray) else np.asarray(values, dtype=object)
        for values in columns.values()
    ]
    pyogrio.raw.write(
        path,
        shapely.to_wkb(_squares(2) if shapes is None else shapes),
        arrays,
        np.asarray(list(columns), dtype=object),
        layer=layer,
        driver="GPKG",
        crs=crs,
        geometry_type="Unknown",
        append=path.exists(),
    )
    return path
