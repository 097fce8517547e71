from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from loket.areamaps.archives import unpack
from loket.areamaps.errors import AreaMapError

BOUND = 10_000


def test_takes_only_map_files_under_their_bare_names(tmp_path: Path) -> None:
    archive = _zip(tmp_path, {"a/b/Peta.SHP": b"1", "a/b/Peta.dbf": b"2", "baca.txt": b"3"})
    folder = _folder(tmp_path)

    main = unpack(archive, folder, most_bytes=BOUND)

    assert main == folder / "Peta.shp"
    assert {path.name for path in folder.iterdir()} == {"Peta.shp", "Peta.dbf"}


def test_no_entry_leaves_the_folder(tmp_path: Path) -> None:
    archive = _zip(tmp_path, {"../../jahat.gpkg": b"1"})

    main = unpack(archive, _folder(tmp_path), most_bytes=BOUND)

    assert main.parent == tmp_path / "isi"
    assert not (tmp_path.parent / "jahat.gpkg").exists()


def test_a_bomb_is_stopped_while_unpacking(tmp_path: Path) -> None:
    archive = _zip(tmp_path, {"peta.gpkg": b"\x00" * 5_000_000})
    folder = _folder(tmp_path)

    with pytest.raises(AreaMapError, match="terlalu besar"):
        unpack(archive, folder, most_bytes=BOUND)

    assert (folder / "peta.gpkg").stat().st_size <= BOUND


@pytest.mark.parametrize(
    "entries",
    [
        {},
        {"baca.txt": b"x"},
        {"a.gpkg": b"1", "b.gpkg": b"2"},
        {f"{number}.txt": b"" for number in range(300)} | {"a.gpkg": b"1"},
    ],
    ids=["empty", "no map", "two maps", "too many entries"],
)
def test_anything_but_one_map_is_refused(tmp_path: Path, entries: dict[str, bytes]) -> None:
    with pytest.raises(AreaMapError, match="tepat satu peta"):
        unpack(_zip(tmp_path, entries), _folder(tmp_path), most_bytes=BOUND)


def test_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"bukan zip")

    with pytest.raises(AreaMapError, match="rusak"):
        unpack(path, _folder(tmp_path), most_bytes=BOUND)


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    archive = _zip(tmp_path, {"peta.gpkg": bytes(range(256)) * 20})
    data = bytearray(archive.read_bytes())
    data[60] ^= 0xFF
    archive.write_bytes(data)

    with pytest.raises(AreaMapError, match="rusak"):
        unpack(archive, _folder(tmp_path), most_bytes=BOUND)


def _zip(folder: Path, entries: dict[str, bytes]) -> Path:
    path = folder / "unggahan.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def _folder(parent: Path) -> Path:
    folder = parent / "isi"
    folder.mkdir()
    return folder
