"""A marked copy …"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from loket.microdata.definition import Definition
from loket.microdata.edition import Edition
from loket.microdata.extract import extract
from loket.microdata.fingerprint import (
    Channels,
    Licence,
    Marking,
    OrderKey,
    WeightPairs,
    licensed,
    order_key,
)
from loket.microdata.importing import Hints, import_study
from loket.microdata.package import assemble

MASTER = bytes(range(32))


RT, IND1, FOOD = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kp_blok41"
PAIRS = WeightPairs(RT, ("STRATA", "R301"), per_million=1_000)


class CopiesFixture(Protocol):
    def key(self, reference: str) -> OrderKey: ...

    def of(self, reference: str, *, weights: bool = False) -> dict[str, pa.Table]: ...

    def masters(self) -> dict[str, pa.Table]: ...


def rows(table: pa.Table, *without: str) -> list[tuple[object, ...]]:
    names = [n for n in table.column_names if n not in without and not n.startswith("@")]
    return sorted((tuple(row.values()) for row in table.select(names).to_pylist()), key=repr)


def test_has_every_value_but_the_household_number(copies: CopiesFixture) -> None:
    masters, copy = copies.masters(), copies.of("A-1")

    for name, table in copy.items():
        assert rows(table, "URUT") == rows(masters[name], "URUT")


def test_has_twelve_digit_numbers_that_join_over_its_files(copies: CopiesFixture) -> None:
    copy, masters = copies.of("A-1"), copies.masters()

    homes = copy[RT].column("URUT").to_pylist()
    assert all(10**11 <= number < 10**12 for number in homes)
    assert len(set(homes)) == masters[RT].num_rows
    for name in (IND1, FOOD):
        assert set(copy[name].column("URUT").to_pylist()) <= set(homes)
    sizes = dict(zip(homes, copy[RT].column("R301").to_pylist(), strict=True))
    members = copy[IND1].group_by("URUT").aggregate([("R401", "count")]).to_pylist()
    assert {row["URUT"]: row["R401_count"] for row in members} == sizes


def test_keeps_members_together_and_regencies_in_order(copies: CopiesFixture) -> None:
    people = copies.of("A-1")[IND1]

    numbers = people.column("URUT").to_numpy()
    changes = np.flatnonzero(np.diff(numbers)).size + 1
    assert changes == len(set(numbers.tolist()))
    assert people.column("R102").to_pylist() == sorted(people.column("R102").to_pylist())
    first = np.r_[True, np.diff(numbers) != 0]
    assert set(people.column("R401").to_numpy()[first].tolist()) == {1}


def test_has_another_order_and_other_numbers_for_another_buyer(copies: CopiesFixture) -> None:
    one, two = copies.of("A-1")[RT], copies.of("A-2")[RT]

    assert not set(one.column("URUT").to_pylist()) & set(two.column("URUT").to_pylist())
    assert one.column("R1804") != two.column("R1804")
    assert rows(one, "URUT") == rows(two, "URUT")


@pytest.mark.parametrize("format_", ["dbf", "parquet", "csv", "sav", "zsav", "dta", "xpt", "xlsx"])
def test_is_the_same_to_the_byte_when_made_again(
    edition: Edition, order: Definition, copies: CopiesFixture, tmp_path: Path, format_: str
) -> None:
    sums = []
    # Workbooks are written cell by cell: one file of them says as much as all.
    files = order.files[:1] if format_ == "xlsx" else order.files
    wanted = replace(order, format=format_, files=files)
    for attempt in ("first", "second"):
        (tmp_path / attempt).mkdir()
        marking = Marking(edition, copies.key("A-1"))
        written = extract(edition, wanted, tmp_path / attempt, rewrite=marking)
        sums.append([hashlib.sha256(each.path.read_bytes()).hexdigest() for each in written])

    assert sums[0] == sums[1]


def test_keeps_real_numbers_when_ids_are_off(
    edition: Edition, order: Definition, copies: CopiesFixture, tmp_path: Path
) -> None:
    marking = Marking(edition, copies.key("A-1"), Channels(ids=False))
    extract(edition, order, tmp_path, rewrite=marking)

    table = pq.read_table(tmp_path / f"{RT}.parquet")
    master = copies.masters()[RT]
    assert rows(table) == rows(master)
    assert table.column("URUT") != master.column("URUT")


def test_keeps_the_sums_of_weights_exactly(copies: CopiesFixture) -> None:
    masters, copy = copies.masters(), copies.of("A-1", weights=True)

    def sums(table: pa.Table, *by: str) -> dict[tuple[object, ...], int]:
        found: dict[tuple[object, ...], int] = {}
        for row in table.to_pylist():
            cell = tuple(row[name] for name in by)
            found[cell] = found.get(cell, 0) + round(row["FWT"] * 10_000) * row["R301"]
        return found

    by = ("R101", "R102", "STRATA", "R301")
    assert sums(copy[RT], *by) == sums(masters[RT], *by)
    assert copy[RT].column("FWT").to_pylist() != masters[RT].column("FWT").to_pylist()
    total = sum(round(w * 10_000) for w in copy["ssn202403_kp_blok43"].column("WEIND").to_pylist())
    true = sum(
        round(w * 10_000) for w in masters["ssn202403_kp_blok43"].column("WEIND").to_pylist()
    )
    assert total == true


def test_moves_no_weight_by_more_than_the_bound(copies: CopiesFixture) -> None:
    masters, copy = copies.masters(), copies.of("A-1", weights=True)

    def by_place(table: pa.Table, name: str) -> dict[tuple[object, ...], float]:
        return {(r["PSU"], r["SSU"], r.get("R401")): r[name] for r in table.to_pylist()}

    for file, name in ((RT, "FWT"), (IND1, "WI1"), (IND1, "FWT")):
        true, marked = by_place(masters[file], name), by_place(copy[file], name)
        moved = [abs(marked[place] / true[place] - 1) for place in true]
        assert max(moved) <= 1.01e-3
        assert sum(m > 1e-4 for m in moved) > len(moved) * 0.8


def test_changes_all_weights_of_a_household_alike(copies: CopiesFixture) -> None:
    copy = copies.of("A-1", weights=True)
    homes = dict(
        zip(copy[RT].column("URUT").to_pylist(), copy[RT].column("FWT").to_pylist(), strict=True)
    )

    for row in copy[IND1].select(["URUT", "FWT"]).to_pylist():
        assert row["FWT"] == homes[row["URUT"]]


def test_joins_two_orders_of_one_buyer_when_so_scoped(edition: Edition) -> None:
    one = order_key(MASTER, "A-1", scope="buyer-7|susenas")
    two = order_key(MASTER, "A-2", scope="buyer-7|susenas")
    other = order_key(MASTER, "A-1")

    assert one.secret == two.secret
    assert one.secret != other.secret


def test_has_a_commitment_that_does_not_give_the_key_away() -> None:
    key = order_key(MASTER, "A-1")

    assert key.commitment == hashlib.sha256(key.secret).hexdigest()
    assert key.secret.hex() not in repr(key)
    assert "secret" not in repr(key)


def test_needs_a_long_master_secret() -> None:
    with pytest.raises(ValueError, match="32"):
        order_key(b"short", "A-1")


def test_renumbers_keys_that_are_texts(tmp_path: Path) -> None:
    table = pa.table({"RENUM": ["a", "b", "c", None], "X": [1, 2, 3, 4]})
    pq.write_table(table, tmp_path / "rumah.parquet")
    hints = Hints(keys={"rumah": ("RENUM",)})
    edition = import_study([tmp_path / "rumah.parquet"], tmp_path / "edition", hints=hints)
    order = Definition(edition.codebook.study.idno, format="parquet")

    extract(edition, order, tmp_path, rewrite=Marking(edition, order_key(MASTER, "A")))

    found = {
        row["X"]: row["RENUM"] for row in pq.read_table(tmp_path / "rumah.parquet").to_pylist()
    }
    assert len({found[1], found[2], found[3]}) == 3
    assert all(len(str(found[x])) == 12 for x in (1, 2, 3))
    assert not found[4]


def test_leaves_files_without_keys_as_they_are(tmp_path: Path) -> None:
    pq.write_table(pa.table({"X": [3, 1, 2]}), tmp_path / "lepas.parquet")
    edition = import_study([tmp_path / "lepas.parquet"], tmp_path / "edition")
    (tmp_path / "out").mkdir()
    order = Definition(edition.codebook.study.idno, format="parquet")

    extract(edition, order, tmp_path / "out", rewrite=Marking(edition, order_key(MASTER, "A")))

    assert pq.read_table(tmp_path / "out" / "lepas.parquet").column("X").to_pylist() == [3, 1, 2]


def test_says_whose_copy_it_is(edition: Edition, copies: CopiesFixture) -> None:
    licence = Licence("SPPD-17/2026", "A-1", "2026-03-02", copies.key("A-1").commitment)

    book = licensed(edition.codebook, licence)

    assert all(file.label.id.startswith("SPPD SPPD-17/2026 / A-1") for file in book.files)
    assert all(licence.commitment in file.notes for file in book.files)
    assert "A-1" in book.study.notes
    assert "individually marked" in book.study.conditions


@pytest.mark.parametrize("format_", ["sav", "dta", "dbf", "csv"])
def test_passes_the_acceptance_twin_in_a_package(
    edition: Edition, order: Definition, copies: CopiesFixture, tmp_path: Path, format_: str
) -> None:
    key = copies.key("A-1")
    licence = Licence("17/2026", "A-1", "2026-03-02", key.commitment)
    marking = Marking(edition, key, Channels(weights=PAIRS), licence)
    wanted = replace(order, format=format_, regions=("3304",))

    package = assemble(edition, wanted, tmp_path / "kirim", marks=licence.marks, rewrite=marking)

    assert package.twin.passed
    assert key.commitment in (tmp_path / "kirim" / "README.txt").read_text("utf-8")
    if format_ == "sav":
        _, meta = pyreadstat.read_sav(tmp_path / "kirim" / f"{RT}.sav", metadataonly=True)
        assert meta.file_label.startswith("SPPD 17/2026 / A-1")


def test_numbers_negative_ids_by_their_place(tmp_path: Path) -> None:
    table = pa.table({"RENUM": [-5, 3, 10**15 + 1], "X": [1, 2, 3]})
    pq.write_table(table, tmp_path / "rumah.parquet")
    hints = Hints(keys={"rumah": ("RENUM",)})
    edition = import_study([tmp_path / "rumah.parquet"], tmp_path / "edition", hints=hints)
    order = Definition(edition.codebook.study.idno, format="parquet")

    extract(edition, order, tmp_path, rewrite=Marking(edition, order_key(MASTER, "A")))

    found = pq.read_table(tmp_path / "rumah.parquet").column("RENUM").to_pylist()
    assert len(set(found)) == 3
    assert all(10**11 <= int(number) < 10**12 for number in found)
