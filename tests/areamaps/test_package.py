from __future__ import annotations

import hashlib
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from loket.areamaps import fingerprint, layers, package
from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.areamaps.package import PackageRequest
from loket.areamaps.papers import Heading

REQUEST = PackageRequest(
    heading=Heading(
        title_id="Peta Digital Kecamatan Banjarnegara menurut Desa/Kelurahan",
        title_en="Digital map of Kecamatan Banjarnegara by desa/kelurahan",
        publisher="BPS Kabupaten Banjarnegara",
        reference="LKT-2026-0007",
        dated=date(2026, 11, 24),
        recipient="Universitas Contoh",
    ),
    regions=("3304060",),
    formats=(MapFormat.SHAPEFILE, MapFormat.GEOPACKAGE),
    key=b"k" * 32,
)


def test_holds_maps_and_papers_that_verify(maps: DemoMaps, tmp_path: Path) -> None:
    built = package.build(maps.desa, REQUEST, tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"desa_3304060{suffix}" for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg")),
        "README.txt",
        "PERIKSA.txt",
        "SHA256SUMS",
    }
    assert built.features == 13
    assert built.size_bytes == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert built.map_size_bytes < built.size_bytes
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True)
    listed = (tmp_path / "SHA256SUMS").read_bytes()
    assert built.sha256 == hashlib.sha256(listed).hexdigest()
    assert listed.count(b"\n") == len(list(tmp_path.iterdir())) - 1


def test_readme_says_what_it_is_and_what_it_is_not(maps: DemoMaps, tmp_path: Path) -> None:
    package.build(maps.desa, REQUEST, tmp_path)

    text = (tmp_path / "README.txt").read_text(encoding="utf-8")
    for words in (
        "BUKAN PETA BATAS ADMINISTRASI RESMI",
        "NOT A MAP OF OFFICIAL ADMINISTRATIVE BOUNDARIES",
        "BPS Kabupaten Banjarnegara (2026). Peta Digital Kecamatan Banjarnegara",
        "LKT-2026-0007",
        "Universitas Contoh",
        "ditandai khusus untuk penerimanya",
        "nmdesa     nama desa/kelurahan",
        "EPSG:4326",
    ):
        assert words in text
    assert text.index("BUKAN PETA") < text.index("NOT A MAP")


def test_an_unmarked_copy_does_not_claim_to_be_marked(maps: DemoMaps, tmp_path: Path) -> None:
    package.build(maps.desa, replace(REQUEST, key=None), tmp_path)

    assert "ditandai" not in (tmp_path / "README.txt").read_text(encoding="utf-8")


def test_the_check_result_names_every_file(maps: DemoMaps, tmp_path: Path) -> None:
    built = package.build(maps.desa, REQUEST, tmp_path)

    text = (tmp_path / "PERIKSA.txt").read_text(encoding="utf-8")
    assert text.count("SESUAI / AGREES") == 2
    assert "TIDAK" not in text
    assert all(comparison.agrees for comparison in built.comparisons)


def test_the_same_request_gives_the_same_bytes(maps: DemoMaps, tmp_path: Path) -> None:
    one, other = tmp_path / "satu", tmp_path / "dua"
    one.mkdir()
    other.mkdir()

    first = package.build(maps.desa, REQUEST, one)
    second = package.build(maps.desa, REQUEST, other)

    assert first.sha256 == second.sha256
    left = package.zipped(first, tmp_path / "peta.zip")
    (tmp_path / "lagi").mkdir()
    right = package.zipped(second, tmp_path / "lagi" / "peta.zip")
    assert left.read_bytes() == right.read_bytes()
    with zipfile.ZipFile(left) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"peta/{path.name}" for path in first.files]


def test_each_key_gives_another_copy_that_leads_back(maps: DemoMaps, tmp_path: Path) -> None:
    keys = {"LKT-2026-0007": b"k" * 32, "LKT-2026-0008": b"m" * 32}
    package.build(maps.desa, replace(REQUEST, regions=("3304",)), tmp_path)
    shapes, crs = layers.read_shapes(tmp_path / "desa_3304.shp")

    suspects = fingerprint.trace(shapes, crs, maps.desa, keys)

    assert suspects[0].reference == "LKT-2026-0007"
    assert suspects[0].conclusive
    assert not suspects[1].conclusive


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"regions": ("3305",)}, "tidak memuat wilayah"),
        ({"formats": ()}, "sekurang-kurangnya satu format"),
        ({"formats": (MapFormat.KML,), "crs": "EPSG:32749"}, "hanya boleh memakai"),
        ({"crs": "EPSG:9999"}, "tidak ditawarkan"),
    ],
)
def test_an_impossible_request_writes_nothing(
    maps: DemoMaps, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    with pytest.raises(AreaMapError, match=words):
        package.build(maps.desa, replace(REQUEST, **change), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_is_left_alone(maps: DemoMaps, tmp_path: Path) -> None:
    (tmp_path / "lain.txt").write_text("x")

    with pytest.raises(AreaMapError, match="tidak kosong"):
        package.build(maps.desa, REQUEST, tmp_path)


def test_a_file_that_differs_is_never_released(maps: DemoMaps, tmp_path: Path) -> None:
    too_long = replace(
        REQUEST, regions=("3304",), formats=(MapFormat.SHAPEFILE,), sumber="x" * 300
    )

    with (
        pytest.warns(RuntimeWarning, match="truncated"),
        pytest.raises(AreaMapError, match="Paket tidak diserahkan"),
    ):
        package.build(replace(maps.kabupaten, columns={}), too_long, tmp_path)

    assert not (tmp_path / "SHA256SUMS").exists()
