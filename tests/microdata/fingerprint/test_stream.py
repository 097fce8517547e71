"""Rows marked as they pass …"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loket.microdata.definition import Definition, Wanted
from loket.microdata.edition import Edition
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Channels, Marking, order_key, stream
from loket.microdata.importing import import_study

MASTER = bytes(range(32))


def written(
    edition: Edition, definition: Definition, folder: Path, channels: Channels
) -> list[pa.Table]:
    folder.mkdir()
    marking = Marking(edition, order_key(MASTER, "A"), channels)
    return [pq.read_table(w.path) for w in extract(edition, definition, folder, rewrite=marking)]


@pytest.mark.parametrize(
    ("channels", "cells"),
    [(Channels(), 1), (Channels(ids=False), 1 << 21), (Channels(order=False), 1)],
    ids=["ids and order", "order", "ids"],
)
def test_are_those_of_one_sort_of_the_whole(
    edition: Edition,
    order: Definition,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    channels: Channels,
    cells: int,
) -> None:
    whole = replace(order, regions=(), format="parquet")
    monkeypatch.setattr(stream, "CELLS", cells)
    monkeypatch.setattr(stream, "MANY_ROWS", 500)

    passing = written(edition, whole, tmp_path / "passing", channels)
    monkeypatch.setattr(Marking, "_is_streamable", lambda *_: False)
    sorted_ = written(edition, whole, tmp_path / "sorted", channels)

    assert [t.num_rows for t in passing] == [t.num_rows for t in sorted_]
    for one, other in zip(passing, sorted_, strict=True):
        assert one.equals(other)


@pytest.mark.parametrize("kind", ["texts", "numbers"])
def test_keep_rows_without_a_household_last_in_their_regency(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    homes = [None, 7, 3, 3, None, 9, 1, 7]
    keys = pa.array(homes, pa.int32())
    table = pa.table(
        {
            "URUT": keys.cast(pa.string()) if kind == "texts" else keys,
            "R101": pa.array([11, 11, 11, 11, 12, 12, 12, 12], pa.int8()),
            "X": pa.array(range(8), pa.int16()),
        }
    )
    pq.write_table(table, tmp_path / "rt.parquet")
    edition = import_study([tmp_path / "rt.parquet"], tmp_path / "edition")
    file = replace(edition.codebook.file("rt"), keys=("URUT",))
    keyed = replace(edition, codebook=replace(edition.codebook, files=(file,)))
    wanted = Definition("", files=(Wanted("rt", ("URUT", "R101", "X")),), format="parquet")

    (passing,) = written(keyed, wanted, tmp_path / "passing", Channels())
    monkeypatch.setattr(Marking, "_is_streamable", lambda *_: False)
    (sorted_,) = written(keyed, wanted, tmp_path / "sorted", Channels())

    assert passing.equals(sorted_)
    found = passing.column("X").to_pylist()
    assert (found[3], found[7]) == (0, 4)
    assert found.index(3) == found.index(2) + 1
    assert passing.column("URUT").null_count == 2
