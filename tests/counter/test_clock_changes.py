"""A clock that is set while guests are served …"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from tests.counter.counters import Counter, MakeCounter

from loket.counter import operations
from loket.counter.models import Call, Period, Ticket, Visit
from loket.ledger.models import Event

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


def clock(start: datetime, set_before: int, by: timedelta) -> Iterator[datetime]:
    """Yield an instant a minute after the one before; before one of them the clock is set."""
    for number in range(1, 20):
        yield start + number * MINUTE + (by if number >= set_before else timedelta(0))


def whole_visit(counter: Counter, now: Iterator[datetime]) -> Visit:
    counter.ticket(next(now))
    ticket = counter.called(next(now))
    operations.recall(ticket=ticket, by=counter.by(), at=next(now))
    operations.no_show(ticket=ticket, by=counter.by(), at=next(now))
    operations.return_to_queue(ticket=ticket, by=counter.by(), at=next(now))
    ticket = counter.called(next(now))
    counter.start(ticket, next(now))
    second = operations.transfer(
        ticket=ticket, by=counter.by(), at=next(now), to_service=counter.service("K")
    )
    called = counter.called(next(now))
    assert called == second
    counter.start(called, next(now))
    counter.finish(called, next(now))
    operations.close_visit(visit=called.visit, by=counter.by(), at=next(now))
    return called.visit


def history_of(visit: Visit) -> list[datetime]:
    """Every instant of the visit, in the order in which things happened."""
    instants = [visit.opened_at]
    for period in Period.objects.filter(ticket__visit=visit).order_by("id"):
        assert period.ended_at is not None
        instants += [period.started_at, period.ended_at]
    visit.refresh_from_db()
    assert visit.closed_at is not None
    return [*instants, visit.closed_at]


@pytest.mark.parametrize(
    ("zone", "by"),
    [
        ("Asia/Jakarta", -HOUR),
        ("Asia/Makassar", -3 * MINUTE),
        ("Asia/Jayapura", HOUR),
    ],
)
def test_never_lets_a_visit_run_backwards(
    make_counter: MakeCounter, nine: datetime, zone: str, by: timedelta
) -> None:
    counter = make_counter(zone=zone)
    for set_before in range(2, 14, 2):
        now = clock(nine + set_before * 55 * MINUTE, set_before, by)

        visit = whole_visit(counter, now)

        instants = history_of(visit)
        assert instants == sorted(instants)
        calls = list(Call.objects.filter(ticket__visit=visit).order_by("id"))
        assert [call.at for call in calls] == sorted(call.at for call in calls)


def test_is_told_in_the_trail_with_the_difference(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    called = counter.called(nine + MINUTE)

    counter.start(called, nine - HOUR)

    event = Event.objects.get(action="start_serving")
    assert event.at == nine - HOUR  # what the clock said
    assert json.loads(event.payload)["clock_behind_seconds"] == 3660
    assert Period.objects.get(state="serving").started_at == nine + MINUTE


def test_is_not_told_for_the_second_that_two_machines_differ(
    counter: Counter, nine: datetime
) -> None:
    counter.ticket(nine)
    called = counter.called(nine + MINUTE)

    counter.start(called, nine + MINUTE - SECOND)

    assert "clock" not in Event.objects.get(action="start_serving").payload


def test_over_midnight_makes_the_number_wait_for_its_day(counter: Counter, nine: datetime) -> None:
    """Set back a day, nobody of today is called, nothing is lost; set right, all goes on."""
    ticket = counter.ticket(nine)

    assert counter.call(nine - 24 * HOUR) is None
    assert counter.called(nine + MINUTE) == ticket

    assert Ticket.objects.count() == 1
