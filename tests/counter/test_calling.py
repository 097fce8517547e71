"""Calling the next guest …"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.counter.counters import Counter

from loket.counter import operations, refusals
from loket.counter.models import Call, Period, Ticket, TicketState
from loket.counter.policy import Rules
from loket.ledger.models import Event

MINUTE = timedelta(minutes=1)


def test_calls_who_came_first(counter: Counter, nine: datetime) -> None:
    first, _ = counter.ticket(nine), counter.ticket(nine + MINUTE)

    called = counter.called(nine + 2 * MINUTE)

    assert called.pk == first.pk
    assert called.state == TicketState.CALLED
    call = Call.objects.get()
    assert (call.reason, call.waiting, call.passed_over) == ("first_come", 2, 0)


def test_calls_nobody_when_nobody_waits(counter: Counter, nine: datetime) -> None:
    assert counter.call(nine) is None
    assert not Call.objects.exists()


def test_is_refused_while_the_desk_has_a_guest(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine), counter.ticket(nine)
    counter.call(nine)

    with pytest.raises(refusals.DeskBusy):
        counter.call(nine)

    assert Ticket.objects.filter(state=TicketState.WAITING).count() == 1


def test_gives_each_of_two_desks_its_own_guest(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine), counter.ticket(nine)

    assert counter.called(nine, 1).number == 1
    assert counter.called(nine, 2).number == 2


def test_is_refused_where_another_officer_sits(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    operations.sit_down(counter=counter.desk(1), by=counter.by(1), at=nine)

    with pytest.raises(refusals.OtherOfficerHere):
        operations.call_next(counter=counter.desk(1), by=counter.by(2), at=nine)


def test_leaves_guests_of_an_earlier_day_alone(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine - timedelta(days=1))

    assert counter.call(nine) is None


def test_lets_guests_with_priority_go_first_but_not_always(
    counter: Counter, nine: datetime
) -> None:
    for _ in range(2):
        counter.ticket(nine)
    for _ in range(4):
        counter.ticket(nine + MINUTE, priority="elderly")
    called = [counter.serve(nine + n * MINUTE, nine + n * MINUTE) for n in range(2, 8)]

    assert [ticket.number for ticket in called] == [3, 4, 1, 5, 6, 2]
    assert list(Call.objects.order_by("id").values_list("reason", flat=True)) == [
        "priority",
        "priority",
        "first_come",
        "priority",
        "priority",
        "first_come",
    ]


def test_calls_who_waited_past_the_cap_whoever_else_waits(
    counter: Counter, nine: datetime
) -> None:
    ordinary = counter.ticket(nine)
    counter.ticket(nine + 40 * MINUTE, priority="pregnant")

    called = counter.called(nine + 46 * MINUTE)

    assert called.pk == ordinary.pk
    assert Call.objects.get().reason == "cap"


def test_follows_a_newly_adopted_policy(counter: Counter, nine: datetime) -> None:
    operations.adopt_policy(
        office=counter.office,
        name="Bergantian",
        rules=Rules(priority_run=1),
        by=counter.by(),
        at=nine,
    )
    for priority in ("", "", "infant", "infant"):
        counter.ticket(nine, priority=priority)

    called = [counter.serve(nine + n * MINUTE, nine + n * MINUTE) for n in range(1, 5)]

    assert [ticket.number for ticket in called] == [3, 1, 4, 2]


def test_out_of_order_needs_a_reason_and_keeps_it(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    second = counter.ticket(nine + MINUTE)

    with pytest.raises(refusals.ReasonMissing):
        operations.call_out_of_order(
            ticket=second, counter=counter.desk(), note="  ", by=counter.by(), at=nine + MINUTE
        )
    operations.call_out_of_order(
        ticket=second, counter=counter.desk(), note="Sakit", by=counter.by(), at=nine + MINUTE
    )

    call = Call.objects.get()
    assert (call.reason, call.note, call.passed_over) == ("out_of_order", "Sakit", 1)
    assert not Event.objects.filter(payload__contains="Sakit").exists()


def test_again_is_a_second_call_of_the_same_guest(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)
    called = counter.called(nine + MINUTE)

    operations.recall(ticket=called, by=counter.by(), at=nine + 2 * MINUTE)

    assert list(ticket.calls.order_by("id").values_list("reason", flat=True)) == [
        "first_come",
        "recall",
    ]
    assert Period.objects.filter(ticket=ticket, state=TicketState.CALLED).count() == 1


def test_again_with_a_stale_screen_is_refused(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    called = counter.called(nine)
    stale = Ticket.objects.get(pk=called.pk)
    operations.recall(ticket=called, by=counter.by(), at=nine + MINUTE)

    with pytest.raises(refusals.ChangedMeanwhile):
        operations.recall(ticket=stale, by=counter.by(), at=nine + MINUTE)
