from __future__ import annotations

import json
from pathlib import Path

import pytest

from loket.areamaps import fingerprint, layers
from loket.areamaps.__main__ import main
from loket.areamaps.attributes import table
from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.formats import MapFormat, write

Captured = pytest.CaptureFixture[str]


def test_describe_prints_json(demo_folder: Path, capsys: Captured) -> None:
    assert main(["describe", str(demo_folder / "desa_3304.gpkg")]) == 0

    described = json.loads(capsys.readouterr().out)
    assert (described["level"], described["features"]) == ("desa", 278)


def test_check_says_yes_and_no(demo_folder: Path, capsys: Captured) -> None:
    path = str(demo_folder / "kecamatan_3304.shp")

    assert main(["check", path, "--region", "3304"]) == 0
    assert "Tidak ada temuan" in capsys.readouterr().out
    assert main(["check", path, "--region", "3305"]) == 1
    assert "SALAH / ERROR" in capsys.readouterr().out
    assert main(["check", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["usable"] is True


def test_cut_writes_the_formats_asked_for(
    demo_folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    status = main(
        [
            *("cut", str(demo_folder / "desa_3304.gpkg"), "3304060"),
            *("--folder", str(tmp_path / "baru"), "--format", "shapefile", "--format", "kml"),
        ]
    )

    assert status == 0
    assert "13 wilayah" in capsys.readouterr().out
    assert len(layers.read(tmp_path / "baru" / "desa_3304060.shp")) == 13
    assert (tmp_path / "baru" / "desa_3304060.kml").exists()


def test_a_refusal_is_bilingual_and_status_one(demo_folder: Path, capsys: Captured) -> None:
    assert main(["describe", str(demo_folder / "hilang.gpkg")]) == 1

    errors = capsys.readouterr().err
    assert "tidak ditemukan" in errors
    assert "was not found" in errors


def test_preview_prints_a_picture(demo_folder: Path, capsys: Captured) -> None:
    path = str(demo_folder / "kecamatan_3304.gpkg")

    assert main(["preview", path]) == 0
    assert capsys.readouterr().out.startswith("<svg")
    assert main(["preview", path, "--geojson"]) == 0
    assert len(json.loads(capsys.readouterr().out)["features"]) == 20


def test_trace_names_the_order(
    maps: DemoMaps, demo_folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    keys = {"LKT-1": "aa" * 16, "LKT-2": "bb" * 16}
    (tmp_path / "kunci.json").write_text(json.dumps(keys))
    marked = fingerprint.mark(maps.desa, bytes.fromhex(keys["LKT-2"]))
    write(marked, table(marked), format=MapFormat.GEOJSON, folder=tmp_path, stem="bocor")
    master = ["--master", str(demo_folder / "desa_3304.gpkg")]

    status = main(
        ["trace", str(tmp_path / "bocor.geojson"), *master, "--keys", str(tmp_path / "kunci.json")]
    )

    assert status == 0
    assert capsys.readouterr().out.startswith("! LKT-2  278/278")


def test_demo_writes_the_maps(tmp_path: Path, capsys: Captured) -> None:
    assert main(["demo", str(tmp_path / "demo")]) == 0

    assert len(capsys.readouterr().out.splitlines()) == 6
    assert layers.describe(tmp_path / "demo" / "desa_3304.shp").features == 278
