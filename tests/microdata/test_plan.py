from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import DataFile
from loket.microdata.definition.model import Condition, Definition, Wanted
from loket.microdata.engines import engine_named
from loket.microdata.errors import (
    InvalidSelection,
    MicrodataError,
    UnknownRegion,
    UnknownVariable,
)
from loket.microdata.extract import whole_bounds
from loket.microdata.plan import plan

Pair = tuple[DataFile, pa.Table]
BOTH = (Wanted("rt", ("URUT", "R105")), Wanted("ind", ("URUT", "R401", "R407")))


def rows(
    make_edition: MakeEdition, pairs: tuple[Pair, ...], definition: Definition
) -> list[object]:
    edition = make_edition(*pairs)
    return [duckdb.sql(query.sql).fetchall() for query in plan(edition, definition)]


def test_takes_regions_of_any_level_without_repeating(
    make_edition: MakeEdition, households: Pair
) -> None:
    definition = Definition(
        "", files=(Wanted("rt", ("URUT", "R102")),), regions=("3304", "33", "05")
    )

    assert rows(make_edition, (households,), definition) == [
        [(2, "01"), (3, "04"), (1, "04"), (4, "04"), (5, "74")]
    ]


def test_reaches_persons_through_their_household(
    make_edition: MakeEdition, households: Pair, persons: Pair
) -> None:
    definition = Definition("", files=BOTH, regions=("3304",))

    assert rows(make_edition, (households, persons), definition) == [
        [(3, 1), (1, 2), (4, 2)],
        [(1, 1, 40), (1, 2, 12), (3, 1, 70), (4, 1, 18)],
    ]


def test_keeps_individuals_or_whole_households(
    make_edition: MakeEdition, households: Pair, persons: Pair
) -> None:
    old = (Condition("ind", "R407", between=(35, 120)),)

    individuals = Definition("", files=BOTH[1:], conditions=old)
    whole = Definition("", files=BOTH[1:], conditions=old, cases="households")
    edition = make_edition(households, persons)

    found = [duckdb.sql(plan(edition, d)[0].sql).fetchall() for d in (individuals, whole)]
    assert found == [[(1, 1, 40), (3, 1, 70)], [(1, 1, 40), (1, 2, 12), (3, 1, 70)]]


def test_joins_household_variables_to_each_person(
    make_edition: MakeEdition, households: Pair, persons: Pair
) -> None:
    definition = Definition("", files=BOTH, structure="joined", regions=("05",))

    assert rows(make_edition, (households, persons), definition) == [[(2, 1, 33, 9)]]


def test_reads_a_star_as_any_ending(make_edition: MakeEdition, households: Pair) -> None:
    condition = Condition("rt", "R102", values=("0*", "74"))
    definition = Definition("", files=(Wanted("rt", ("URUT",)),), conditions=(condition,))

    assert rows(make_edition, (households,), definition) == [[(2,), (3,), (1,), (4,), (5,)]]


@pytest.mark.parametrize("region", ["3", "330", "xx", "33041", "3304010"])
def test_names_a_code_of_no_level(
    make_edition: MakeEdition, households: Pair, region: str
) -> None:
    with pytest.raises(UnknownRegion, match=region):
        plan(make_edition(households), Definition("", regions=(region,)))


def test_names_what_it_does_not_know(
    make_edition: MakeEdition, households: Pair, persons: Pair
) -> None:
    edition = make_edition(households)

    with pytest.raises(UnknownVariable, match="NIHIL"):
        plan(edition, Definition("", files=(Wanted("rt", ("NIHIL",)),)))
    with pytest.raises(UnknownVariable, match="hilang"):
        plan(edition, Definition("", files=(Wanted("hilang", ("URUT",)),)))
    with pytest.raises(InvalidSelection):
        plan(edition, Definition("", files=(Wanted("rt", ()),)))
    with pytest.raises(UnknownRegion, match="kosongkan"):
        plan(make_edition(persons, name="lain"), Definition("", regions=("33",)))


def test_is_carried_out_by_a_known_engine_only(tmp_path: Path) -> None:
    assert engine_named("duckdb", tmp_path) is None
    with pytest.raises(MicrodataError, match="spark://host:7077"):
        engine_named("hadoop://x", tmp_path)


@pytest.mark.parametrize("value", ["nan", "inf", "dua"])
def test_names_a_value_that_is_no_number(
    make_edition: MakeEdition, households: Pair, value: str
) -> None:
    condition = Condition("rt", "R105", values=(value,))

    with pytest.raises(UnknownVariable, match=value):
        plan(make_edition(households), Definition("", conditions=(condition,)))


def test_takes_the_narrowest_bounds_that_hold_joined_columns(
    make_edition: MakeEdition, households: Pair, persons: Pair
) -> None:
    edition = make_edition(households, persons)
    (query,) = plan(edition, Definition("", files=BOTH, structure="joined"))

    assert whole_bounds(edition, query)["R105"] == (1, 9)
    assert whole_bounds(edition, query)["R407"] == (12, 70)
