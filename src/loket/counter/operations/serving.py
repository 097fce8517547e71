"""Serving the guest at the desk: begin, hold, resume, pass on, finish."""

from __future__ import annotations

from datetime import datetime

from loket.counter import moving
from loket.counter.line import policy_at, rules_of
from loket.counter.models import CallReason, OfferedService, ServiceCounter, Ticket, TicketState
from loket.counter.models.tickets import AT_A_DESK
from loket.counter.operations.arriving import put_ticket
from loket.counter.operations.calling import announce
from loket.counter.operations.setting_up import take_seat
from loket.counter.refusals import DeskBusy, NotOffered
from loket.counter.turn import in_turn
from loket.ledger.context import By

CALLED, SERVING, ON_HOLD = TicketState.CALLED, TicketState.SERVING, TicketState.ON_HOLD
WAITING = TicketState.WAITING


@in_turn
def start_serving(*, ticket: Ticket, by: By, at: datetime) -> None:
    """The guest has come to the desk (W3).

    :raises NotInThisState: if the ticket is not being called
    """
    moving.begin(ticket.office, by)
    moving.move(ticket, "start_serving", by=by, at=at, sources=[CALLED], to=SERVING)


@in_turn
def finish_service(*, ticket: Ticket, by: By, at: datetime) -> None:
    """The service is done; the next guest's ten minutes begin (W13).

    :raises NotInThisState: if the ticket is not being served
    """
    moving.begin(ticket.office, by)
    moving.move(ticket, "finish_service", by=by, at=at, sources=[SERVING], to=TicketState.DONE)


@in_turn
def hold(*, ticket: Ticket, by: By, at: datetime, reason: str = "") -> None:
    """Set the guest aside, for instance to fill in a form; the desk is free for others.

    :param reason: a code, no free text (it goes into the trail)
    """
    moving.begin(ticket.office, by)
    moving.move(
        ticket, "hold", by=by, at=at, sources=AT_A_DESK, to=ON_HOLD, payload={"reason": reason}
    )


@in_turn
def resume(
    *, ticket: Ticket, counter: ServiceCounter, by: By, at: datetime, call: bool = False
) -> None:
    """Go on with a guest who was set aside, calling them by screen and voice if asked.

    :raises DeskBusy: if the desk has a guest
    """
    moving.begin(ticket.office, by)
    take_seat(counter, by=by, at=at)
    if Ticket.objects.filter(counter=counter, state__in=AT_A_DESK).exists():
        raise DeskBusy
    instant = moving.move(
        ticket,
        "resume",
        by=by,
        at=at,
        sources=[ON_HOLD],
        to=CALLED if call else SERVING,
        payload={"counter": counter.number},
        counter=counter,
        officer_id=by.person,
    )
    if call:
        announce(ticket, reason=CallReason.RESUMED, by=by, at=instant)


@in_turn
def transfer(
    *,
    ticket: Ticket,
    by: By,
    at: datetime,
    to_service: OfferedService | None = None,
    to_counter: ServiceCounter | None = None,
    reason: str = "",
) -> Ticket:
    """Pass the guest on: to another service (a new number) or to another desk (the same one).

    Consultation after an abstraksi that does not fit (W5b) is such a transfer.

    :param reason: a code, no free text (it goes into the trail)
    :raises NotOffered: if neither is given, or the other office's
    """
    moving.begin(ticket.office, by)
    sources = (*AT_A_DESK, ON_HOLD, WAITING)
    if to_service is not None and to_service.pk != ticket.service_id:
        return _to_service(ticket, to_service, to_counter, sources, reason, by=by, at=at)
    if to_counter is None or to_counter.office_id != ticket.office_id:
        raise NotOffered
    moving.move(
        ticket,
        "transfer",
        by=by,
        at=at,
        sources=sources,
        to=WAITING,
        payload={"to_counter": to_counter.number, "reason": reason},
        reserved_for=to_counter,
        counter=None,
    )
    return ticket


def _to_service(
    ticket: Ticket,
    service: OfferedService,
    counter: ServiceCounter | None,
    sources: tuple[TicketState, ...],
    reason: str,
    *,
    by: By,
    at: datetime,
) -> Ticket:
    if counter is not None and counter.office_id != ticket.office_id:
        raise NotOffered
    rules = rules_of(policy_at(ticket.office, at))
    instant = moving.move(
        ticket,
        "transfer",
        by=by,
        at=at,
        sources=sources,
        to=TicketState.TRANSFERRED,
        payload={"to_service": service.code, "reason": reason},
    )
    return put_ticket(
        ticket.visit,
        service,
        by=by,
        at=instant,
        queued_at=ticket.queued_at if rules.transferred_keep_arrival else instant,
        follows=ticket,
        reserved_for=counter.pk if counter else None,
    )
