"""Guests who do not come, or come back."""

from __future__ import annotations

from datetime import datetime

from loket.counter import moving
from loket.counter.line import policy_at, rules_of
from loket.counter.models import Ticket, TicketState, Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.counter.refusals import AlreadyInLine, FromEarlierDay
from loket.counter.turn import in_turn
from loket.ledger.context import By
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
        queued_at=ticket.queued_at
        if keeps
        else moving.not_before(at, ticket.queued_at, ticket.ended_at),
    )
