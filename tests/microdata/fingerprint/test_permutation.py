"""A keyed permutation …"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.microdata.fingerprint.permutation import FIRST, SIZE, Permutation

GOLDEN = [328869810383, 772428485731, 808643139029, 774813103988]
ONE = Permutation(b"one" * 11)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=50))
def test_is_undone_by_its_reverse(numbers: list[int]) -> None:
    plain = np.array(numbers, dtype=np.int64)

    hidden = ONE.forward(plain)

    assert (ONE.backward(hidden) == plain).all()
    assert (hidden >= FIRST).all()
    assert (hidden < 10**12).all()


def test_never_gives_two_numbers_the_same() -> None:
    assert len(np.unique(ONE.forward(np.arange(300_000)))) == 300_000


def test_is_the_same_whatever_else_was_asked_before() -> None:
    fresh = Permutation(b"one" * 11)

    assert fresh.forward(np.array([7, 8]))[1] == ONE.forward(np.array([8]))[0]


def test_stays_as_it_was_in_version_1() -> None:
    numbers = np.array([0, 1, 345_000, SIZE - 1])

    assert Permutation(b"\x00" * 32).forward(numbers).tolist() == GOLDEN


def test_spreads_evenly_and_depends_on_the_key() -> None:
    hidden = ONE.forward(np.arange(90_000))
    other = Permutation(b"two" * 11).forward(np.arange(90_000))

    tenths = np.bincount((hidden - FIRST) // (SIZE // 10), minlength=10)
    assert (np.abs(tenths - 9_000) < 500).all()
    assert not (hidden == other).any()
    assert abs(np.corrcoef(np.arange(90_000), hidden)[0, 1]) < 0.02


def test_refuses_what_has_no_room() -> None:
    with pytest.raises(ValueError, match="from 0"):
        ONE.forward(np.array([-1]))
    with pytest.raises(ValueError, match="from 0"):
        ONE.forward(np.array([SIZE]))


def test_leads_nowhere_from_other_numbers() -> None:
    assert ONE.backward(np.array([5, -1, 10**12, FIRST - 1])).tolist() == [-1] * 4
