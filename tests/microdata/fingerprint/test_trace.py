"""Tracing a leaked file …"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from loket.microdata.edition import Edition
from loket.microdata.errors import InvalidSelection, UnreadableFile
from loket.microdata.fingerprint import Channels, OrderKey, Suspect, Trace, WeightPairs, trace
from loket.microdata.fingerprint.tracing import _coins, _rare, _together

RT, IND1 = "ssn202403_kor_rt", "ssn202403_kor_ind1"
PAIRS = WeightPairs(RT, ("STRATA", "R301"), per_million=1_000)
ORDERS = [f"A-{number}" for number in range(1, 41)]
GUILTY = "A-7"


class CopiesFixture(Protocol):
    def key(self, reference: str) -> OrderKey: ...

    def of(self, reference: str, *, weights: bool = False) -> dict[str, pa.Table]: ...

    def masters(self) -> dict[str, pa.Table]: ...


def found(
    leaked: pa.Table | Path, edition: Edition, copies: CopiesFixture, *, weights: bool = False
) -> Trace:
    channels = Channels(weights=PAIRS if weights else None)
    suspects = [Suspect(copies.key(order), channels) for order in ORDERS]
    return trace(leaked, [edition], suspects)


def names(answer: Trace) -> list[str]:
    return [ranked.reference for ranked in answer.sources]


def some(table: pa.Table, rows: int, *, seed: int = 1) -> pa.Table:
    picked = np.sort(np.random.default_rng(seed).choice(table.num_rows, rows, replace=False))
    return table.take(pa.array(picked))


def test_finds_the_order_of_a_whole_copy(edition: Edition, copies: CopiesFixture) -> None:
    answer = found(copies.of(GUILTY)[IND1], edition, copies)

    assert names(answer) == [GUILTY]
    assert answer.ranking[0].p < 1e-100
    assert answer.ranking[1].p > 0.01
    assert answer.file == IND1


def test_finds_it_from_a_single_row(edition: Edition, copies: CopiesFixture) -> None:
    one = copies.of(GUILTY)[RT].slice(123, 1)

    assert names(found(one, edition, copies)) == [GUILTY]


def test_finds_it_after_sorting_by_the_ids_and_dropping_columns(
    edition: Edition, copies: CopiesFixture
) -> None:
    leaked = copies.of(GUILTY)[IND1].sort_by("URUT").select(["URUT", "R405", "R407"])

    assert names(found(leaked, edition, copies)) == [GUILTY]


def test_finds_it_by_the_order_of_rows_alone(edition: Edition, copies: CopiesFixture) -> None:
    leaked = some(copies.of(GUILTY)[RT].drop_columns(["URUT", "FWT"]), 200)

    answer = found(leaked, edition, copies)

    assert names(answer) == [GUILTY]
    (order,) = [e for e in answer.ranking[0].evidence if e.channel == "order"]
    assert order.agreeing == order.of > 80


def test_finds_it_by_order_after_renumbering_and_a_coarse_sort(
    edition: Edition, copies: CopiesFixture
) -> None:
    copy = copies.of(GUILTY)[RT].drop_columns(["URUT"])
    numbered = copy.append_column("URUT", pa.array(range(1, copy.num_rows + 1)))
    indices = np.argsort(numbered.column("R301").to_numpy(), kind="stable")

    assert names(found(numbered.take(pa.array(indices)), edition, copies)) == [GUILTY]


def test_finds_it_by_weights_when_ids_and_order_are_gone(
    edition: Edition, copies: CopiesFixture
) -> None:
    copy = copies.of(GUILTY, weights=True)[RT].drop_columns(["URUT"])
    leaked = copy.sort_by([(name, "ascending") for name in ("PSU", "SSU")])

    answer = found(leaked, edition, copies, weights=True)

    assert names(answer) == [GUILTY]
    assert names(found(some(leaked, 400), edition, copies, weights=True)) == [GUILTY]


def test_finds_it_by_rounded_weights(edition: Edition, copies: CopiesFixture) -> None:
    copy = copies.of(GUILTY, weights=True)[RT].drop_columns(["URUT"]).sort_by("PSU")
    rounded = pc.round(copy.column("FWT"), 1)
    leaked = copy.set_column(copy.column_names.index("FWT"), "FWT", rounded)

    assert names(found(leaked, edition, copies, weights=True)) == [GUILTY]


def test_finds_every_one_of_three_who_mix_their_rows(
    edition: Edition, copies: CopiesFixture
) -> None:
    parts = [
        copies.of(order)[IND1].slice(start, 400)
        for order, start in (("A-3", 0), ("A-7", 700), ("A-9", 1500))
    ]

    assert sorted(names(found(pa.concat_tables(parts), edition, copies))) == ["A-3", "A-7", "A-9"]


def test_finds_three_who_average_their_weights(edition: Edition, copies: CopiesFixture) -> None:
    def by_place(order: str) -> pa.Table:
        return copies.of(order, weights=True)[RT].sort_by(
            [("PSU", "ascending"), ("SSU", "ascending")]
        )

    tables = [by_place(order) for order in ("A-3", "A-7", "A-9")]
    mean = np.mean([table.column("FWT").to_numpy() for table in tables], axis=0)
    base = tables[0].drop_columns(["URUT"])
    leaked = base.set_column(base.column_names.index("FWT"), "FWT", pa.array(mean))

    answer = found(leaked, edition, copies, weights=True)

    assert {r.reference for r in answer.ranking[:3]} == {"A-3", "A-7", "A-9"}
    assert len(answer.sources) == 3


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_reads_leaks_from_files(
    edition: Edition, copies: CopiesFixture, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"bocor.{suffix}"
    leaked = copies.of(GUILTY)[IND1].slice(0, 300)
    if suffix == "csv":
        renamed = leaked.rename_columns([name.lower() for name in leaked.column_names])
        pa_csv.write_csv(renamed, path)
    else:
        pq.write_table(leaked, path)

    assert names(found(path, edition, copies)) == [GUILTY]


def test_accuses_nobody_for_the_master_itself(edition: Edition, copies: CopiesFixture) -> None:
    master = pq.read_table(edition.master(edition.codebook.file(IND1)))

    assert names(found(master, edition, copies)) == []


def test_accuses_nobody_for_the_copy_of_an_unknown_order(
    edition: Edition, copies: CopiesFixture
) -> None:
    answer = found(copies.of("Z-1", weights=True)[RT], edition, copies, weights=True)

    assert names(answer) == []
    assert answer.recognised > 700


def test_accuses_nobody_when_every_mark_was_removed(
    edition: Edition, copies: CopiesFixture
) -> None:
    copy = copies.of(GUILTY)[RT].drop_columns(["URUT", "FWT"])
    leaked = copy.sort_by([(name, "ascending") for name in copy.column_names])

    assert names(found(leaked, edition, copies)) == []


def test_gives_innocent_orders_fair_p_values(edition: Edition, copies: CopiesFixture) -> None:
    suspects = [Suspect(copies.key(f"innocent-{n}"), Channels(weights=PAIRS)) for n in range(120)]

    answer = trace(copies.of(GUILTY, weights=True)[RT], [edition], suspects)

    alone = sorted(10**ranked.log10_p for ranked in answer.ranking)
    for share in (0.01, 0.05, 0.2):
        assert sum(p <= share for p in alone) <= 120 * share * 2 + 3


def test_answers_for_no_rows(edition: Edition, copies: CopiesFixture) -> None:
    answer = found(copies.of(GUILTY)[RT].slice(0, 0), edition, copies)

    assert answer.rows == 0
    assert names(answer) == []


def test_refuses_a_file_of_another_kind(
    edition: Edition, copies: CopiesFixture, tmp_path: Path
) -> None:
    with pytest.raises(InvalidSelection):
        found(pa.table({"x": [1], "y": [2]}), edition, copies)
    (tmp_path / "a.csv").write_bytes(b"")
    with pytest.raises(UnreadableFile):
        found(tmp_path / "a.csv", edition, copies)


def test_bounds_coins_and_rare_events() -> None:
    exact = sum(math.comb(20, k) for k in range(16, 21)) / 2**20

    assert exact <= math.exp(_coins(16, 20)) < 10 * exact
    assert math.exp(_coins(10, 10)) == pytest.approx(2**-10)
    assert _coins(5, 10) == 0.0
    assert _rare(0, 0.1) == 0.0
    assert math.exp(_together([math.log(0.05), math.log(0.05)])) == pytest.approx(
        0.01748, rel=1e-3
    )
    assert _together([math.log(0.3)]) == pytest.approx(math.log(0.3))
    assert _together([]) == 0.0
    assert math.exp(_rare(2, 0.01)) == pytest.approx(0.01**2 / 2)
