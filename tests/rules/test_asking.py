"""Asking whether a code was paid …"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loket.rules.asking import AFTER_EXPIRY, next_inquiry

ISSUED = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
EXPIRES = ISSUED + timedelta(days=7)


def turns(minutes: int = 15, days: int = 30) -> list[datetime]:
    """Return when a code that is never paid is asked about, in its first days."""
    asked: datetime | None = None
    found = []
    while True:
        asked = next_inquiry(issued_at=ISSUED, expires_at=EXPIRES, asked_at=asked, minutes=minutes)
        if asked > ISSUED + timedelta(days=days):
            return found
        found.append(asked)


def test_goes_on_every_quarter_of_an_hour_on_the_first_day() -> None:
    first = [turn for turn in turns() if turn < ISSUED + timedelta(days=1)]

    assert len(first) == 24 * 4
    assert {b - a for a, b in itertools.pairwise(first)} == {timedelta(minutes=15)}


def test_slows_down_and_ends_soon_after_expiry_with_one_more() -> None:
    found = turns()

    assert EXPIRES + AFTER_EXPIRY in found
    assert len(found) < 400  # every thirty seconds it was 86,400


@given(st.integers(-10, 10_000), st.integers(0, 40 * 24 * 60))
def test_never_stands_still_and_never_waits_more_than_a_day(minutes: int, after: int) -> None:
    asked = ISSUED + timedelta(minutes=after)

    turn = next_inquiry(issued_at=ISSUED, expires_at=EXPIRES, asked_at=asked, minutes=minutes)

    assert timedelta(0) < turn - asked <= timedelta(days=4)
    if asked >= EXPIRES + AFTER_EXPIRY:
        assert turn - asked <= timedelta(days=1)
