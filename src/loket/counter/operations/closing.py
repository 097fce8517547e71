"""The end of a day: what it left open is closed, by a person or by the clock at midnight."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from loket.counter import left_over, moving
from loket.counter.models import Period, ServiceCounter, Ticket, TicketState, Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office

DAY_ENDED = {"reason": "day_ended"}


@in_turn
def close_earlier_days(*, office: Office, by: By, at: datetime) -> int:
    """End what earlier days left open; return how many tickets.

    A guest still at a desk counts as served, everybody else as not come. These ends are not
    measured times.
    """
    moving.begin(office, by)
    closed = _close_tickets(left_over.tickets(office.time_zone, at), office, by=by, at=at)
    _close_visits(office, by=by, at=at)
    return closed


@in_turn
def close_night(*, office: Office, by: By, at: datetime) -> int:
    """End earlier days by the clock; return how many tickets.

    Nothing is taken out of anybody's hands: a guest who came to a desk in the last two hours
    stays there, and so does an officer who has called somebody today. Harmless when done
    twice.
    """
    moving.begin(office, by)
    closed = _close_tickets(left_over.unattended(office.time_zone, at), office, by=by, at=at)
    _close_visits(office, by=by, at=at)
    _empty_seats(office, by=by, at=at)
    return closed


def _close_tickets(left: QuerySet[Ticket], office: Office, *, by: By, at: datetime) -> int:
    tickets = list(left.filter(office=office).select_related("office", "service"))
    for ticket in tickets:
        served = ticket.state == TicketState.SERVING
        Period.objects.filter(ticket=ticket, ended_at=None).update(is_measured=False)
        moving.move(
            ticket,
            "close_day",
            by=by,
            at=at,
            sources=OPEN_STATES,
            to=TicketState.DONE if served else TicketState.NO_SHOW,
            payload=DAY_ENDED,
        )
    return len(tickets)


def _close_visits(office: Office, *, by: By, at: datetime) -> None:
    for visit in left_over.visits(office.time_zone, at).filter(office=office):
        Visit.objects.filter(pk=visit.pk, closed_at=None).update(closed_at=at)
        trail.record(
            "close_visit", subject=moving.subject_of(visit), by=by, at=at, payload=DAY_ENDED
        )


def _empty_seats(office: Office, *, by: By, at: datetime) -> None:
    for counter in left_over.seats(office.time_zone, at).filter(office=office):
        ServiceCounter.objects.filter(pk=counter.pk).update(officer=None, staffed_since=None)
        moving.show(office)
        trail.record(
            "leave_counter",
            subject=f"counter:{counter.pk}",
            by=by,
            at=at,
            payload={"number": counter.number, **DAY_ENDED},
        )
