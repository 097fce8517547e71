"""The database itself refuses …"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.counter.counters import Counter

from loket.counter.models import Call, Period, Ticket, TicketState, Visit

REFUSED = "refused by the database"


@pytest.fixture
def called(counter: Counter, nine: datetime) -> Ticket:
    counter.ticket(nine)
    return counter.called(nine)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE counter_ticket SET number = 7",
        "UPDATE counter_ticket SET day = '2026-11-25'",
        "UPDATE counter_ticket SET state = 'done', ended_at = taken_at",
        "DELETE FROM counter_ticket",
        "UPDATE counter_period SET started_at = '2020-01-01'",
        "DELETE FROM counter_period",
        "UPDATE counter_call SET reason = 'cap'",
        "DELETE FROM counter_call",
        "UPDATE counter_prioritypolicy SET priority_run = 9",
        "DELETE FROM counter_visit",
    ],
)
def test_to_rewrite_what_happened(called: Ticket, statement: str) -> None:
    with (
        pytest.raises(IntegrityError, match=REFUSED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_two_guests_at_one_desk(counter: Counter, called: Ticket, nine: datetime) -> None:
    other = counter.ticket(nine)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=other.pk).update(
            state=TicketState.CALLED, counter=called.counter, revision=1
        )


def test_a_number_twice(called: Ticket) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.create(
            visit=called.visit,
            office=called.office,
            service=called.service,
            day=called.day,
            number=called.number,
            taken_at=called.taken_at,
            queued_at=called.taken_at,
        )


def test_two_open_periods_of_a_ticket(called: Ticket, nine: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(
            ticket=called, service=called.service, state="serving", started_at=nine
        )


def test_times_that_run_backwards(called: Ticket, nine: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.filter(ended_at=None).update(ended_at=nine - timedelta(minutes=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(closed_at=nine - timedelta(minutes=1))


def test_a_call_out_of_order_without_a_reason(called: Ticket, nine: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(
            office=called.office,
            ticket=called,
            service=called.service,
            counter=called.counter,
            at=nine,
            day=called.day,
            reason="out_of_order",
        )
