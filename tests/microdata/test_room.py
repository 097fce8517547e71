"""A disk that is too small: said before anything is written, and nothing half-done stays."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata import extract as extracting
from loket.microdata.codebook import DataFile
from loket.microdata.definition.model import Definition
from loket.microdata.extract import extract
from loket.microdata.formats.sink import Rows
from loket.microdata.importing import import_study
from loket.microdata.package import assemble
from loket.microdata.room import NoRoom, writing

Pair = tuple[DataFile, pa.Table]
ALL = Definition("", fullset=True, format="dbf")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10))


@pytest.mark.usefixtures("full_disk")
def test_is_asked_for_before_an_import(tmp_path: Path, households: Pair) -> None:
    source = tmp_path / "rt.parquet"
    pq.write_table(households[1], source)

    with pytest.raises(NoRoom, match=r"rt-2024: perlu sedikitnya .* MB"):
        import_study([source], tmp_path / "rt-2024")

    assert [p.name for p in tmp_path.iterdir()] == ["rt.parquet"]


def test_is_asked_for_before_an_extraction(
    make_edition: MakeEdition,
    households: Pair,
    persons: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = make_edition(households, persons)
    free = iter([10**9, 10])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=next(free)))

    with pytest.raises(NoRoom, match="rt: perlu"):
        assemble(edition, ALL, tmp_path / "kirim")

    assert not [p for p in tmp_path.iterdir() if "kirim" in p.name]


def test_running_out_while_reading_leaves_no_edition(
    tmp_path: Path, households: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "rt.parquet"
    pq.write_table(households[1], source)

    def fail(*_: object, **__: object) -> None:
        raise duckdb.IOException("Could not write file: No space left on device")

    monkeypatch.setattr("loket.microdata.importing.write_master", fail)

    with pytest.raises(NoRoom, match="disk penuh"):
        import_study([source], tmp_path / "rt-2024")
    assert [p.name for p in tmp_path.iterdir()] == ["rt.parquet"]


def test_running_out_while_writing_leaves_no_file(
    make_edition: MakeEdition,
    households: Pair,
    persons: Pair,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = make_edition(households, persons)
    out = tmp_path / "out"
    out.mkdir()
    calls = iter([False, True])

    def opened(*given: object, **named: object) -> Rows:
        rows = real(*given, **named)  # type: ignore[arg-type]
        return replace(rows, batches=breaking(rows.batches))

    def breaking(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if next(calls):
            raise OSError(errno.ENOSPC, "No space left on device")
        yield from batches

    real = extracting.opened
    monkeypatch.setattr(extracting, "opened", opened)

    with pytest.raises(NoRoom, match="rt: disk penuh"):
        extract(edition, ALL, out)
    assert not list(out.iterdir())


def test_other_failures_keep_their_name() -> None:
    with pytest.raises(FileNotFoundError), writing("x"):
        raise FileNotFoundError(errno.ENOENT, "gone")
