"""Characters of numbers are those that Python's own formatting gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.microdata.formats.digits import WholeTable, fixed_point, whole

WIDTH = 20
VALID = st.lists(st.booleans(), min_size=1, max_size=8)


def said(cells: np.ndarray) -> list[str]:
    return [bytes(row).decode() for row in cells]


@given(st.lists(st.integers(-(10**17), 10**17), min_size=1, max_size=8), VALID)
def test_whole_numbers(numbers: list[int], valid: list[bool]) -> None:
    bits = np.resize(np.array(valid, np.uint8), len(numbers))

    cells = said(whole(np.array(numbers, np.int64), bits, WIDTH))

    assert cells == [
        f"{n:>{WIDTH}}" if ok else " " * WIDTH for n, ok in zip(numbers, bits, strict=True)
    ]


@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=8), st.integers(1, 6))
def test_fractions_of_so_many_decimals(units: list[int], decimals: int) -> None:
    numbers = np.array([unit / 10**decimals for unit in units])

    cells = fixed_point(numbers, None, WIDTH, decimals)

    assert cells is not None
    wanted = [f"{number:>{WIDTH}.{decimals}f}" for number in numbers + 0.0]
    assert said(cells) == wanted


@pytest.mark.parametrize("number", [0.125, 1e300, float("inf"), float("nan")])
def test_are_left_to_others_where_they_would_be_rounded(number: float) -> None:
    assert fixed_point(np.array([1.5, number]), None, WIDTH, 2) is None


def test_ignore_what_lies_where_nothing_is_valid() -> None:
    numbers = np.array([1.5, float("nan")])

    cells = fixed_point(numbers, np.array([1, 0], np.uint8), 6, 2)

    assert cells is not None
    assert said(cells) == ["  1.50", "      "]


def test_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="3 digits"):
        whole(np.array([-999]), None, 3)
    assert fixed_point(np.array([-10.25]), None, 5, 2) is None


@given(st.integers(-300, 300), st.integers(0, 400), st.data())
def test_come_from_a_table_where_bounds_are_known(
    low: int, range_: int, data: st.DataObject
) -> None:
    table = WholeTable.within((low, low + range_), 4)
    assert table is not None
    numbers = data.draw(st.lists(st.integers(low, low + range_), min_size=1, max_size=8))

    cells = table.cells(np.array([*numbers, 7_777], np.int16), np.array([1] * len(numbers) + [0]))

    assert [bytes(c).decode() for c in cells] == [*(f"{n:>4}" for n in numbers), "    "]


@pytest.mark.parametrize("outside", [-1, 11])
def test_outside_their_bounds_are_never_written_as_others(outside: int) -> None:
    table = WholeTable.within((0, 10), 2)
    assert table is not None

    with pytest.raises(IndexError):
        table.cells(np.array([outside]), None)
