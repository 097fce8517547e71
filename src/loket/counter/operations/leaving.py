"""Guests who do not come, come back, or are left over from an earlier day."""

from __future__ import annotations

from datetime import datetime

from loket.counter import moving
from loket.counter.line import policy_at, rules_of
from loket.counter.models import Period, Ticket, TicketState, Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.counter.refusals import AlreadyInLine, FromEarlierDay
from loket.counter.turn import in_turn
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office
from loket.people.queries import local_day

NOT_SERVED = (TicketState.CALLED, TicketState.WAITING, TicketState.ON_HOLD)


@in_turn
def no_show(*, ticket: Ticket, by: By, at: datetime, reason: str = "did_not_come") -> None:
    """The guest did not come to the desk, or left.

    :param reason: a code, no free text (it goes into the trail)
    :raises NotInThisState: if the guest is being served or the ticket is over
    """
    moving.begin(ticket.office, by)
    moving.move(
        ticket,
        "no_show",
        by=by,
        at=at,
        sources=NOT_SERVED,
        to=TicketState.NO_SHOW,
        payload={"reason": reason},
    )


@in_turn
def return_to_queue(*, ticket: Ticket, by: By, at: datetime) -> None:
    """Put back who came after all, or who was called by mistake.

    The policy says whether they keep their place or go to the end.

    :raises FromEarlierDay: if the number is not from today
    :raises AlreadyInLine: if the visit has another number running for this service
    """
    moving.begin(ticket.office, by)
    if ticket.day != local_day(ticket.office, at):
        raise FromEarlierDay
    others = Ticket.objects.filter(
        visit_id=ticket.visit_id, service_id=ticket.service_id, state__in=OPEN_STATES
    )
    if others.exclude(pk=ticket.pk).exists():
        raise AlreadyInLine
    came_late = ticket.state == TicketState.NO_SHOW
    if came_late:
        Visit.objects.filter(pk=ticket.visit_id).update(closed_at=None)
    keeps = not came_late or rules_of(policy_at(ticket.office, at)).returned_keep_place
    moving.move(
        ticket,
        "return_to_queue",
        by=by,
        at=at,
        sources=[TicketState.NO_SHOW, TicketState.CALLED, TicketState.ON_HOLD],
        to=TicketState.WAITING,
        counter=None,
        queued_at=ticket.queued_at if keeps else max(at, ticket.queued_at),
    )


@in_turn
def close_earlier_days(*, office: Office, by: By, at: datetime) -> int:
    """End what earlier days left open; return how many tickets.

    A guest still at a desk counts as served, everybody else as not come. These ends are not
    measured times.
    """
    moving.begin(office, by)
    today = local_day(office, at)
    left = Ticket.objects.filter(office=office, day__lt=today, state__in=OPEN_STATES)
    tickets = list(left.select_related("office", "service"))
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
            payload={"reason": "day_ended"},
        )
    _close_visits(office, today_starts=at, by=by)
    return len(tickets)


def _close_visits(office: Office, *, today_starts: datetime, by: By) -> None:
    today = local_day(office, today_starts)
    visits = Visit.objects.filter(office=office, closed_at=None).exclude(
        tickets__state__in=OPEN_STATES
    )
    for visit in visits.filter(opened_at__lt=today_starts):
        if local_day(office, visit.opened_at) >= today:
            continue
        Visit.objects.filter(pk=visit.pk, closed_at=None).update(closed_at=today_starts)
        trail.record(
            "close_visit",
            subject=moving.subject_of(visit),
            by=by,
            at=today_starts,
            payload={"reason": "day_ended"},
        )
