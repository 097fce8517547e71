"""Files published in parts by range of provinces: one logical file, delivered whole or so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loket.microdata.definition.difference import diff
from loket.microdata.definition.model import (
    Condition,
    Definition,
    Wanted,
    canonical,
    definition_id,
    parse,
)
from loket.microdata.definition.normalising import normalise
from loket.microdata.edition import Edition
from loket.microdata.errors import InvalidSelection
from loket.microdata.estimate import estimate
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Marking, order_key
from loket.microdata.importing import import_study
from loket.microdata.package import assemble
from loket.microdata.sample import structure_sample, write_sample

FOOD = "kp_blok41"
RANGES = {"11_31": (11, 31), "32_36": (33, 36), "51_97": (51, 97)}
WANTED = (Wanted(FOOD, ("URUT", "KODE", "R101", "R102", "B41K10")),)
PARTS = Definition("", files=WANTED, format="parquet", division="parts")


def food(first: int, provinces: tuple[int, ...]) -> pa.Table:
    homes = [(first + n, province, 1 + n % 2) for n, province in enumerate(provinces)]
    rows = [(*home, code) for home in homes for code in (1, 2, 3)]
    return pa.table(
        {
            "URUT": pa.array([r[0] for r in rows], pa.int32()),
            "R101": pa.array([r[1] for r in rows], pa.int8()),
            "R102": pa.array([r[2] for r in rows], pa.int8()),
            "KODE": pa.array([r[3] for r in rows], pa.int16()),
            "B41K10": pa.array([r[0] * 100 + r[3] for r in rows], pa.int32()),
        }
    )


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    source = tmp_path / "susenas"
    source.mkdir()
    for number, (name, provinces) in enumerate(RANGES.items()):
        pq.write_table(food(10 * number, provinces), source / f"{FOOD}_{name}.parquet")
    homes = pa.table(
        {
            "URUT": pa.array([0, 1, 10, 11, 20, 21], pa.int32()),
            "R101": pa.array([11, 31, 33, 36, 51, 97], pa.int8()),
            "R102": pa.array([1, 2, 1, 2, 1, 2], pa.int8()),
            "R301": pa.array([4, 3, 2, 1, 5, 6], pa.int8()),
        }
    )
    pq.write_table(homes, source / "kp_rt.parquet")
    return import_study(sorted(source.iterdir()), tmp_path / "edition")


def delivered(edition: Edition, definition: Definition, folder: Path) -> dict[str, pa.Table]:
    folder.mkdir()
    return {w.path.stem: pq.read_table(w.path) for w in extract(edition, definition, folder)}


def test_become_one_file_with_a_key_and_a_link(edition: Edition) -> None:
    file = edition.codebook.file(FOOD)

    assert [(p.name, p.rows) for p in file.parts] == [(f"{FOOD}_{name}", 6) for name in RANGES]
    assert (file.rows, file.keys) == (18, ("URUT", "KODE"))
    assert [(link.file, link.variables) for link in file.links] == [("kp_rt", ("URUT",))]


def test_are_delivered_again_as_they_came(edition: Edition, tmp_path: Path) -> None:
    merged = Definition("", files=WANTED, format="parquet")

    (whole,) = delivered(edition, merged, tmp_path / "merged").values()
    parts = delivered(edition, PARTS, tmp_path / "parts")

    assert list(parts) == [f"{FOOD}_{name}" for name in RANGES]
    for number, (name, provinces) in enumerate(RANGES.items()):
        came = food(10 * number, provinces)
        gone = parts[f"{FOOD}_{name}"]
        for column in ("URUT", "KODE", "B41K10"):
            assert gone.column(column).to_pylist() == came.column(column).to_pylist()
    assert pa.concat_tables(parts.values()).equals(whole)


def test_leave_out_parts_without_an_ordered_region(edition: Edition, tmp_path: Path) -> None:
    some = Definition("", files=WANTED, format="parquet", division="parts", regions=("3301", "97"))

    parts = delivered(edition, some, tmp_path / "out")

    assert {name: t.num_rows for name, t in parts.items()} == {
        f"{FOOD}_32_36": 3,
        f"{FOOD}_51_97": 3,
    }


def test_lose_no_row_of_a_province_outside_every_range(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    pq.write_table(food(0, (11, 40)), source / f"{FOOD}_11_31.parquet")
    pq.write_table(food(10, (51, 12)), source / f"{FOOD}_51_97.parquet")
    edition = import_study(sorted(source.iterdir()), tmp_path / "edition")

    parts = delivered(edition, PARTS, tmp_path / "out")

    homes = [sorted(set(t.column("URUT").to_pylist())) for t in parts.values()]
    assert homes == [[0, 1, 11], [10]]


def test_without_region_codes_are_told_apart_by_their_place(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    pieces = [food(0, (51,)), food(10, (11, 12))]
    for name, piece in zip(("11_31", "32_97"), pieces, strict=True):
        pq.write_table(piece.drop_columns(["R101", "R102"]), source / f"{FOOD}_{name}.parquet")
    edition = import_study(sorted(source.iterdir()), tmp_path / "edition")
    wanted = (Wanted(FOOD, ("URUT", "KODE")),)

    parts = delivered(
        edition,
        Definition("", files=wanted, format="parquet", division="parts"),
        tmp_path / "out",
    )

    for piece, part in zip(pieces, parts.values(), strict=True):
        assert part.column("URUT").to_pylist() == piece.column("URUT").to_pylist()


def test_can_carry_the_households_variables(edition: Edition, tmp_path: Path) -> None:
    files = (*WANTED, Wanted("kp_rt", ("URUT", "R101", "R102", "R301")))
    joined = Definition(
        "",
        files=files,
        format="parquet",
        division="parts",
        structure="joined",
        conditions=(Condition("kp_rt", "R301", between=(2, 5)),),
    )

    parts = delivered(edition, joined, tmp_path / "out")

    assert {name[-5:]: t.column("R301").to_pylist() for name, t in parts.items()} == {
        "11_31": [4] * 3 + [3] * 3,
        "32_36": [2] * 3,
        "51_97": [5] * 3,
    }


@pytest.mark.parametrize("format_", ["sav", "dbf"])
def test_are_estimated_marked_and_verified_like_any_file(
    edition: Edition, tmp_path: Path, format_: str
) -> None:
    definition = normalise(
        Definition("", files=WANTED, format=format_, division="parts"), edition.codebook
    )

    size = estimate(edition, definition)
    package = assemble(
        edition,
        definition,
        tmp_path / "kirim",
        rewrite=Marking(edition, order_key(bytes(32), "A")) if format_ == "sav" else None,
    )

    assert package.twin.passed, package.twin
    assert [f.name for f in size.files] == [f"{FOOD}_{name}" for name in RANGES]
    if format_ == "dbf":
        assert size.is_exact
        assert size.high == package.data_bytes


def test_stand_in_the_definition_only_where_they_are_wanted(edition: Edition) -> None:
    merged = normalise(Definition("e", files=WANTED), edition.codebook)
    parts = normalise(Definition("e", files=WANTED, division="parts"), edition.codebook)
    pointless = Definition("e", files=(Wanted("kp_rt", ("URUT",)),), division="parts")

    assert b"division" not in canonical(merged)
    assert parse(canonical(parts)) == parts
    assert definition_id(parts) != definition_id(merged)
    assert normalise(pointless, edition.codebook).division == "merged"
    assert [change.subject for change in diff(merged, parts)] == ["division"]
    with pytest.raises(InvalidSelection, match="division"):
        parse(canonical(parts).replace(b'"parts"', b'"thirds"'))


def test_have_a_sample_of_the_same_files(edition: Edition, tmp_path: Path) -> None:
    definition = replace(PARTS, edition=edition.codebook.study.idno, regions=("33", "51"))

    sample = structure_sample(edition, definition)
    written = write_sample(sample, definition, tmp_path / "contoh")

    assert [w.path.stem for w in written] == [f"{FOOD}_32_36", f"{FOOD}_51_97"]
    provinces = [set(pq.read_table(w.path).column("R101").to_pylist()) for w in written]
    assert provinces == [{"33"}, {"51"}]
