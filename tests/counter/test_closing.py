"""The end of a day …"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.counter.counters import Counter, MakeCounter

from loket.counter import operations
from loket.counter.models import Period, ServiceCounter, Ticket, Visit
from loket.jobs import nights
from loket.ledger.models import Event

MINUTE = timedelta(minutes=1)
MIDNIGHTS = {
    "Asia/Jakarta": datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
    "Asia/Makassar": datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
    "Asia/Jayapura": datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
}


@pytest.fixture(params=MIDNIGHTS)
def midnight(request: pytest.FixtureRequest) -> datetime:
    return MIDNIGHTS[request.param]


@pytest.fixture
def there(make_counter: MakeCounter, midnight: datetime) -> Counter:
    zone = next(zone for zone, instant in MIDNIGHTS.items() if instant == midnight)
    return make_counter(zone=zone)


def test_comes_at_the_offices_own_midnight(there: Counter, midnight: datetime) -> None:
    ticket = there.ticket(midnight - MINUTE)

    assert nights.close(midnight - MINUTE / 60) == 0
    assert nights.close(midnight) == 1

    ticket.refresh_from_db()
    assert ticket.state == "no_show"
    assert ticket.visit.tickets.get().day.day == 24
    assert Visit.objects.get().closed_at == midnight
    assert not Period.objects.filter(ended_at=midnight, is_measured=True).exists()


def test_leaves_the_new_day_alone(there: Counter, midnight: datetime) -> None:
    there.ticket(midnight - MINUTE)
    today = there.ticket(midnight)

    nights.close(midnight + MINUTE)

    today.refresh_from_db()
    assert today.state == "waiting"
    assert (today.number, today.day.day) == (1, 25)
    assert today.visit.closed_at is None


def test_is_recorded_and_harmless_when_it_comes_again(there: Counter, midnight: datetime) -> None:
    there.ticket(midnight - MINUTE)
    nights.close(midnight)
    events = list(Event.objects.order_by("id").values_list("action", "role", "payload"))

    assert nights.close(midnight + MINUTE) == 0

    assert Event.objects.count() == len(events)
    assert [event[:2] for event in events[-2:]] == [
        ("close_day", "system"),
        ("close_visit", "system"),
    ]
    assert all("day_ended" in event[2] for event in events[-2:])


def test_waits_for_a_guest_who_is_still_at_a_desk(there: Counter, midnight: datetime) -> None:
    there.ticket(midnight - 2 * MINUTE)
    ticket = there.called(midnight - MINUTE)
    there.start(ticket, midnight - MINUTE)

    assert nights.close(midnight) == 0
    there.finish(ticket, midnight + MINUTE)
    nights.close(midnight + 2 * MINUTE)

    assert ticket.state == "done"
    assert Period.objects.get(state="serving").is_measured
    assert Visit.objects.get().closed_at == midnight + 2 * MINUTE


def test_finishes_a_service_whose_browser_was_closed(there: Counter, midnight: datetime) -> None:
    """The officer went home in the middle: the guest counts as served, the desk is free."""
    evening = midnight - timedelta(hours=5)
    there.ticket(evening)
    there.start(there.called(evening), evening)

    nights.close(midnight)

    assert Ticket.objects.get().state == "done"
    assert not Period.objects.get(state="serving").is_measured
    assert not ServiceCounter.objects.filter(officer__isnull=False).exists()
    nine = midnight + timedelta(hours=9)
    there.ticket(nine)
    operations.sit_down(counter=there.desk(1), by=there.by(2), at=nine)


def test_leaves_an_officer_who_already_works_today_at_the_desk(
    there: Counter, midnight: datetime
) -> None:
    """The worker was off at midnight and comes up in the morning."""
    operations.sit_down(counter=there.desk(1), by=there.by(1), at=midnight - timedelta(hours=9))
    nine = midnight + timedelta(hours=9)
    there.ticket(nine)
    there.serve(nine, nine + MINUTE)

    nights.close(nine + 2 * MINUTE)

    assert there.desk(1).officer == there.officers[0]
