"""A pre-printed number …"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.counter.counters import Counter

from loket.counter import operations, queries, refusals
from loket.counter.guestbook import Entry
from loket.counter.models import PreprintedSlip, Ticket
from loket.counter.operations import ByHand
from loket.ledger.models import Event

MINUTE = timedelta(minutes=1)
GUEST = Entry(name="Budi Santoso")


def record(
    counter: Counter,
    arrived: datetime,
    at: datetime,
    *,
    printed: str = "C-017",
    served: ByHand | None = None,
    reason: str = "Listrik padam",
) -> Ticket:
    return operations.record_slip(
        office=counter.office,
        printed=printed,
        service=counter.service(),
        entry=GUEST,
        arrived_at=arrived,
        reason=reason,
        by=counter.by(),
        at=at,
        served=served,
    )


def test_keeps_both_times_and_the_place_in_line(counter: Counter, nine: datetime) -> None:
    later = counter.ticket(nine + 20 * MINUTE)
    ticket = record(counter, nine, nine + 30 * MINUTE)

    slip = PreprintedSlip.objects.get()
    assert (slip.arrived_at, slip.entered_at) == (nine, nine + 30 * MINUTE)
    assert ticket.label == "P002"  # the office's series stays without gap
    assert Event.objects.filter(at=nine + 30 * MINUTE, action="take_ticket").exists()
    assert counter.called(nine + 31 * MINUTE, 1).pk == ticket.pk
    assert counter.called(nine + 31 * MINUTE, 2).pk == later.pk


def test_of_a_served_guest_is_not_counted_in_the_durations(
    counter: Counter, nine: datetime
) -> None:
    served = ByHand(nine + MINUTE, nine + 2 * MINUTE, nine + 9 * MINUTE, counter.desk())
    ticket = record(counter, nine, nine + 60 * MINUTE, served=served)

    assert Ticket.objects.get(pk=ticket.pk).state == "done"
    figures = queries.service_record(counter.office, ticket.day, ticket.day)
    assert (figures.total.served, figures.by_hand) == (1, 1)
    assert figures.total.median_service is None
    assert figures.total.median_wait is None


def test_may_be_from_yesterday_only_if_served(counter: Counter, nine: datetime) -> None:
    before = nine - timedelta(days=1)
    with pytest.raises(refusals.SlipRefused):
        record(counter, before, nine)

    served = ByHand(before, before, before + MINUTE, counter.desk())
    ticket = record(counter, before, nine, served=served)

    assert ticket.day.day == 23


@pytest.mark.parametrize("minutes", [(0, -1, 2, 3), (0, 3, 2, 5), (0, 1, 5, 4), (0, 1, 2, 600)])
def test_with_impossible_times_is_refused(
    counter: Counter, nine: datetime, minutes: tuple[int, int, int, int]
) -> None:
    arrived, called, started, finished = (nine + n * MINUTE for n in minutes)

    with pytest.raises(refusals.SlipRefused):
        record(
            counter,
            arrived,
            nine + 60 * MINUTE,
            served=ByHand(called, started, finished, counter.desk()),
        )

    assert not Ticket.objects.exists()


def test_from_the_future_or_entered_twice_is_refused(counter: Counter, nine: datetime) -> None:
    with pytest.raises(refusals.SlipRefused):
        record(counter, nine + MINUTE, nine)
    record(counter, nine, nine)
    with pytest.raises(refusals.SlipRefused):
        record(counter, nine, nine, printed=" c-017 ")
    with pytest.raises(refusals.ReasonMissing):
        record(counter, nine, nine, printed="C-018", reason=" ")

    assert Ticket.objects.count() == 1
