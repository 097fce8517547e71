"""A past day called again …"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from tests.counter.counters import Counter

from loket.counter import operations, queries
from loket.counter.line import CHOSEN_BY_POLICY
from loket.counter.models import Call
from loket.counter.policy import Rules

MINUTE = timedelta(minutes=1)


def a_day(counter: Counter, begin: datetime, seed: int) -> None:
    """Guests come at random to two desks, some with priority, some do not come or are moved."""
    chance = random.Random(seed)
    free_at = {1: begin, 2: begin}
    at = begin
    for _ in range(40):
        at += timedelta(seconds=chance.randrange(20, 240))
        counter.ticket(at, chance.choice("PPPK"), priority=chance.choice(["", "", "", "elderly"]))
        for desk, free in free_at.items():
            if free > at or (ticket := counter.call(at, desk)) is None:
                continue
            ending = chance.random()
            if ending < 0.1:
                operations.no_show(ticket=ticket, by=counter.by(desk), at=at + MINUTE)
                free_at[desk] = at + MINUTE
            elif ending < 0.2:
                to_service = counter.service("K" if ticket.service.code == "P" else "P")
                operations.transfer(
                    ticket=ticket, to_service=to_service, by=counter.by(desk), at=at + MINUTE
                )
                free_at[desk] = at + MINUTE
            else:
                counter.start(ticket, at, desk)
                free_at[desk] = at + timedelta(seconds=chance.choice([90, 300, 1500]))
                counter.finish(ticket, free_at[desk], desk)


@pytest.mark.parametrize("seed", range(4))
def test_under_its_own_policy_is_the_same_day(counter: Counter, nine: datetime, seed: int) -> None:
    a_day(counter, nine, seed)

    again = queries.replay(counter.office, nine.date(), Rules())

    assert len(again.recorded.order) > 8
    assert again.replayed == again.recorded
    assert (again.changed_calls, again.never_called, again.moved) == (0, 0, ())
    chosen = Call.objects.filter(reason__in=CHOSEN_BY_POLICY)
    assert again.recorded.everybody.late == chosen.filter(promise_kept=False).count()


def test_counts_who_is_late_after_the_guest_before_has_gone(
    counter: Counter, nine: datetime
) -> None:
    for n in range(3):
        counter.ticket(nine + n * MINUTE / 60)
    counter.serve(nine + MINUTE, nine + 5 * MINUTE)
    counter.serve(nine + 16 * MINUTE, nine + 20 * MINUTE)  # eleven minutes after the one before
    counter.serve(nine + 29 * MINUTE, nine + 35 * MINUTE)  # nine

    recorded = queries.replay(counter.office, nine.date(), Rules()).recorded

    assert recorded.everybody.late == 1
    assert recorded.services[0][1] == recorded.everybody


def test_under_another_policy_differs_for_those_with_priority(
    counter: Counter, nine: datetime
) -> None:
    for n in range(6):
        counter.ticket(nine + n * MINUTE / 60)
    for n in range(4):
        counter.ticket(nine + MINUTE + n * MINUTE / 60, priority="disability")
    for n in range(10):
        counter.serve(nine + (2 + n) * MINUTE, nine + (3 + n) * MINUTE)

    strict = queries.replay(counter.office, nine.date(), Rules(priority_run=1))

    assert strict.changed_calls > 0
    assert strict.recorded.with_priority.mean is not None
    assert strict.replayed.with_priority.mean is not None
    assert strict.replayed.with_priority.mean > strict.recorded.with_priority.mean
    assert strict.never_called == 0
    assert {moved.has_priority for moved in strict.moved} == {True, False}
    assert all((moved.later_by > timedelta()) is moved.has_priority for moved in strict.moved)
    assert sorted(strict.replayed.order) == sorted(strict.recorded.order)


def test_of_a_quiet_day_is_empty(counter: Counter, nine: datetime) -> None:
    quiet = queries.replay(counter.office, nine.date(), Rules())

    assert quiet.recorded.order == ()
    assert quiet.recorded.others.mean is None
