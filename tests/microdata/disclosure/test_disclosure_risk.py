"""The risk of re-identification …"""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from loket.microdata.disclosure import Risk, file_risk, measure
from loket.microdata.errors import InvalidSelection, UnknownVariable
from loket.microdata.synthetic import banjarnegara, synthetic_edition


def risk_of(columns: dict[str, list[object]], *keys: str, **options: object) -> Risk:
    with duckdb.connect() as connection:
        connection.register("people", pa.table(columns))
        return measure(connection, "people", keys, **options)  # type: ignore[arg-type]


def negative_binomial(f: int, p: float) -> float:
    """E(1/F | f): F is the number of trials until the f-th success (Benedetti-Franconi)."""
    total, term = 0.0, p**f
    for trials in range(f, 200_000):
        total += term / trials
        term *= (1 - p) * trials / (trials - f + 1)
    return total


@pytest.mark.parametrize("population", [1.5, 10, 400])
def test_of_a_unique_row_is_that_of_benedetti_and_franconi(population: float) -> None:
    found = risk_of({"a": [1], "w": [population]}, "a", weight="w")

    assert found.highest == pytest.approx(negative_binomial(1, 1 / population), rel=1e-6)


@pytest.mark.parametrize("population", [5, 60, 800])
def test_of_a_pair_is_that_of_benedetti_and_franconi(population: int) -> None:
    found = risk_of({"a": [1, 1], "w": [population / 2] * 2}, "a", weight="w")

    assert found.highest == pytest.approx(negative_binomial(2, 2 / population), rel=1e-6)


@pytest.mark.parametrize("rows", [3, 5, 20])
def test_of_more_rows_is_near_it(rows: int) -> None:
    found = risk_of({"a": [1] * rows, "w": [50.0] * rows}, "a", weight="w")

    assert found.highest == pytest.approx(negative_binomial(rows, 1 / 50), rel=0.02)


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_of_a_whole_population_is_one_in_so_many(rows: int) -> None:
    weighed = risk_of({"a": [1] * rows, "w": [1.0] * rows}, "a", weight="w")
    counted = risk_of({"a": [1] * rows}, "a")

    assert weighed.highest == pytest.approx(1 / rows)
    assert counted.highest == pytest.approx(1 / rows)


def test_has_no_jump_where_the_sample_nears_the_population() -> None:
    near = risk_of({"a": [1, 1], "w": [1.00001] * 2}, "a", weight="w")

    assert near.highest == pytest.approx(0.5, abs=1e-3)


def test_counts_rows_below_each_k() -> None:
    people = {"a": [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, None], "w": [9.0] * 11}

    found = risk_of(people, "a", weight="w")

    assert (found.rows, found.cells, found.smallest) == (11, 5, 1)
    assert found.below == {2: 2, 3: 4, 5: 11}


def test_adds_up_over_the_file_and_the_threshold() -> None:
    found = risk_of({"a": [1, 2, 2], "w": [1.0, 100.0, 100.0]}, "a", weight="w", threshold=0.5)

    pair = 0.01 / 0.99 - (0.01 / 0.99) ** 2 * math.log(100)
    assert found.expected == pytest.approx(1 + 2 * pair)
    assert found.above == 1


def test_of_a_household_is_that_of_any_member() -> None:
    people = {"home": [1, 1, 2], "a": [1, 2, 3], "w": [2.0, 2.0, 2.0]}

    found = risk_of(people, "a", weight="w", household=("home",))

    one = math.log(2)
    assert found.household_highest == pytest.approx(1 - (1 - one) ** 2)
    assert found.households_expected == pytest.approx(1 - (1 - one) ** 2 + one)


def test_tells_cells_in_which_everybody_answers_alike() -> None:
    people = {"a": [1, 1, 2, 2, 3, 3], "ill": [5, 5, 1, 5, None, 5]}

    found = risk_of(people, "a", sensitive=("ill",))

    assert found.diversity["ill"].fewest == 1
    assert found.diversity["ill"].rows_alike == 2


def test_of_no_rows_is_nothing() -> None:
    found = risk_of({"a": [], "w": []}, "a", weight="w")

    assert (found.rows, found.expected, found.highest) == (0, 0.0, 0.0)


def test_needs_a_key() -> None:
    with pytest.raises(InvalidSelection):
        risk_of({"a": [1]})


def test_of_a_file_grows_with_the_keys(tmp_path: Path) -> None:
    edition = synthetic_edition(banjarnegara(150), tmp_path / "edition")
    file = edition.codebook.file("ssn202403_kor_ind1")

    few = file_risk(edition, file, ("R405", "R404"), household=("URUT",))
    many = file_risk(edition, file, ("R405", "R404", "R407", "R403"), sensitive=("R1002",))

    assert few.below[3] < many.below[3]
    assert few.expected < many.expected
    assert many.as_json()["rows"] == file.rows
    with pytest.raises(UnknownVariable):
        file_risk(edition, file, ("NAMA",))
