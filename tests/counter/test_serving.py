"""Serving a guest …"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.counter.counters import Counter

from loket.counter import operations, refusals
from loket.counter.models import Call, Period, Ticket, TicketState, Visit
from loket.ledger import trail
from loket.ledger.models import Event

MINUTE = timedelta(minutes=1)


def states_of(ticket: Ticket) -> list[str]:
    return list(ticket.periods.order_by("id").values_list("state", flat=True))


def test_leaves_a_period_for_each_state(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)
    called = counter.called(nine + 3 * MINUTE)
    counter.start(called, nine + 4 * MINUTE)
    counter.finish(called, nine + 9 * MINUTE)

    periods = list(ticket.periods.order_by("id"))
    assert [(p.state, (p.ended_at or nine) - p.started_at) for p in periods] == [
        ("waiting", 3 * MINUTE),
        ("called", MINUTE),
        ("serving", 5 * MINUTE),
    ]
    assert [p.freed_desk for p in periods] == [False, False, True]
    assert [event.action for event in trail.history(f"ticket:{ticket.public_id}")] == [
        "take_ticket",
        "call_next",
        "start_serving",
        "finish_service",
    ]
    assert [event.revision for event in trail.history(f"ticket:{ticket.public_id}")] == [
        0,
        1,
        2,
        3,
    ]


def test_cannot_finish_before_it_began(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)

    with pytest.raises(refusals.NotInThisState):
        counter.finish(ticket, nine)
    called = counter.called(nine)
    with pytest.raises(refusals.NotInThisState):
        counter.finish(called, nine)


def test_pressed_twice_has_one_effect(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    called = counter.called(nine)
    twin = Ticket.objects.get(pk=called.pk)
    counter.start(called, nine + MINUTE)

    with pytest.raises(refusals.ChangedMeanwhile):
        counter.start(twin, nine + MINUTE)

    assert Period.objects.filter(ticket=called, state=TicketState.SERVING).count() == 1


def test_can_be_held_and_resumed_at_another_desk(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    ticket = counter.called(nine)
    counter.start(ticket, nine)
    operations.hold(ticket=ticket, by=counter.by(), at=nine + MINUTE, reason="form")
    assert counter.call(nine + MINUTE) is None

    operations.resume(
        ticket=ticket, counter=counter.desk(2), by=counter.by(2), at=nine + 5 * MINUTE, call=True
    )
    counter.start(ticket, nine + 6 * MINUTE, 2)
    counter.finish(ticket, nine + 7 * MINUTE, 2)

    assert states_of(ticket) == ["waiting", "called", "serving", "on_hold", "called", "serving"]
    assert Call.objects.latest("id").counter.number == 2
    assert Call.objects.latest("id").reason == "resumed"


def test_is_passed_on_to_consultation_with_a_new_number(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    ticket = counter.called(nine)
    counter.start(ticket, nine)

    new = operations.transfer(
        ticket=ticket,
        to_service=counter.service("K"),
        by=counter.by(),
        at=nine + 5 * MINUTE,
        reason="abstraksi",
    )

    assert (ticket.state, new.label, new.state) == ("transferred", "K001", "waiting")
    assert new.visit_id == ticket.visit_id
    assert new.follows_id == ticket.pk
    assert new.queued_at == nine  # the first policy lets them keep their arrival
    assert counter.called(nine + 6 * MINUTE).pk == new.pk


def test_is_passed_to_another_desk_with_the_same_number(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)
    counter.ticket(nine)
    called = counter.called(nine)
    operations.transfer(
        ticket=called, to_counter=counter.desk(2), by=counter.by(), at=nine + MINUTE
    )

    here, there = counter.called(nine + MINUTE, 1), counter.called(nine + MINUTE, 2)

    assert here.number == 2
    assert there.pk == ticket.pk
    assert Call.objects.latest("id").reason == "reserved"


def test_is_not_passed_on_to_nowhere(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    ticket = counter.called(nine)

    with pytest.raises(refusals.NotOffered):
        operations.transfer(ticket=ticket, by=counter.by(), at=nine)


def test_in_several_services_is_one_visit(counter: Counter, nine: datetime) -> None:
    first = counter.ticket(nine)
    second = operations.take_ticket(
        visit=first.visit, service=counter.service("B"), by=counter.kiosk, at=nine
    )
    counter.serve(nine, nine + MINUTE)

    with pytest.raises(refusals.VisitNotOver):
        operations.close_visit(visit=first.visit, by=counter.by(), at=nine + MINUTE)
    counter.serve(nine + MINUTE, nine + 2 * MINUTE)
    operations.close_visit(visit=first.visit, by=counter.by(), at=nine + 3 * MINUTE)

    assert Visit.objects.get(pk=second.visit_id).closed_at == nine + 3 * MINUTE


def test_survives_a_clock_set_back(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    ticket = counter.called(nine)
    counter.start(ticket, nine)
    counter.finish(ticket, nine - timedelta(hours=1))

    last = ticket.periods.latest("id")
    assert last.ended_at == last.started_at
    assert '"clock_behind_seconds":3600' in Event.objects.latest("id").payload


def test_who_does_not_come_may_come_back(counter: Counter, nine: datetime) -> None:
    ticket = counter.ticket(nine)
    counter.ticket(nine + MINUTE)
    called = counter.called(nine + MINUTE)
    operations.no_show(ticket=called, by=counter.by(), at=nine + 2 * MINUTE)
    operations.return_to_queue(ticket=called, by=counter.by(), at=nine + 3 * MINUTE)

    assert called.queued_at == nine + 3 * MINUTE
    assert counter.called(nine + 4 * MINUTE, 1).number == 2
    assert counter.called(nine + 4 * MINUTE, 2).pk == ticket.pk
    assert states_of(ticket) == ["waiting", "called", "waiting", "called"]


def test_who_was_called_by_mistake_keeps_the_place(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine), counter.ticket(nine + MINUTE)
    called = counter.called(nine + MINUTE)
    operations.return_to_queue(ticket=called, by=counter.by(), at=nine + 2 * MINUTE)

    assert called.queued_at == nine
    assert counter.called(nine + 3 * MINUTE).pk == called.pk


def test_of_yesterday_is_closed_and_said_to_be_unmeasured(
    counter: Counter, nine: datetime
) -> None:
    yesterday = nine - timedelta(days=1)
    counter.ticket(yesterday), counter.ticket(yesterday)
    serving = counter.called(yesterday)
    counter.start(serving, yesterday)

    closed = operations.close_earlier_days(office=counter.office, by=counter.kiosk, at=nine)

    assert closed == 2
    assert set(Ticket.objects.values_list("number", "state")) == {(1, "done"), (2, "no_show")}
    assert not Period.objects.filter(ended_at=nine, is_measured=True).exists()
    assert not Visit.objects.filter(closed_at=None).exists()


def test_begun_before_midnight_ends_after_it(counter: Counter, nine: datetime) -> None:
    late = nine + timedelta(hours=14, minutes=59)  # 23.59 WIB
    counter.ticket(late)
    ticket = counter.called(late)
    counter.start(ticket, late)

    counter.finish(ticket, late + 2 * MINUTE)

    assert ticket.state == TicketState.DONE
    assert ticket.day.day == 24
