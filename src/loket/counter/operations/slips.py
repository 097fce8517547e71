"""Numbers from the emergency block, given while the system was away and entered later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loket.counter import moving
from loket.counter.guestbook import Entry
from loket.counter.models import (
    OfferedService,
    Period,
    PreprintedSlip,
    ServiceCounter,
    Ticket,
    TicketState,
)
from loket.counter.operations.arriving import put_ticket, put_visit
from loket.counter.refusals import ReasonMissing, SlipRefused
from loket.counter.turn import in_turn
from loket.ledger.context import By
from loket.people.models import Office
from loket.people.queries import local_day


@dataclass(frozen=True, slots=True)
class ByHand:
    """The times an officer wrote down for a guest who has been served already (UTC)."""

    called_at: datetime
    started_at: datetime
    finished_at: datetime
    counter: ServiceCounter


@in_turn
def record_slip(
    *,
    office: Office,
    printed: str,
    service: OfferedService,
    entry: Entry,
    arrived_at: datetime,
    reason: str,
    by: By,
    at: datetime,
    served: ByHand | None = None,
) -> Ticket:
    """Enter a pre-printed number with its true times; the time of entry is kept beside them.

    A guest who still waits keeps the place in line that the true arrival gives.

    :param printed: the number as on the slip
    :raises SlipRefused: if the times are out of order or in the future, the number was entered
        before, or a guest of an earlier day would still be waiting
    :raises ReasonMissing: if it is not said why the slip was used
    """
    moving.begin(office, by)
    number = printed.strip().upper()[:12]
    day = local_day(office, arrived_at)
    if not reason.strip():
        raise ReasonMissing
    if not number or not _in_order(arrived_at, served, at):
        raise SlipRefused
    if served is None and day != local_day(office, at):
        raise SlipRefused
    if PreprintedSlip.objects.filter(office=office, day=day, printed=number).exists():
        raise SlipRefused
    visit = put_visit(office, entry, origin="slip", opened_at=arrived_at, by=by, at=at)
    ticket = put_ticket(visit, service, by=by, at=at, taken_at=arrived_at)
    PreprintedSlip.objects.create(
        office=office,
        day=day,
        printed=number,
        ticket=ticket,
        arrived_at=arrived_at,
        entered_at=at,
        entered_by_id=moving.person_of(by),
        reason=reason.strip()[:120],
    )
    Period.objects.filter(ticket=ticket).update(is_measured=False)
    if served is not None:
        _put_served(ticket, served, by=by, at=at)
    return ticket


def _in_order(arrived: datetime, served: ByHand | None, now: datetime) -> bool:
    times = [arrived]
    if served is not None:
        times += [served.called_at, served.started_at, served.finished_at]
    return times == sorted(times) and times[-1] <= now


def _put_served(ticket: Ticket, served: ByHand, *, by: By, at: datetime) -> None:
    where = {"counter": served.counter, "officer_id": by.person}
    Ticket.objects.filter(pk=ticket.pk).update(
        state=TicketState.DONE,
        ended_at=served.finished_at,
        revision=ticket.revision + 1,
        **where,
    )
    ticket.state, ticket.revision = TicketState.DONE, ticket.revision + 1
    ticket.ended_at = served.finished_at
    Period.objects.filter(ticket=ticket).update(ended_at=served.called_at)
    for state, start, end in (
        (TicketState.CALLED, served.called_at, served.started_at),
        (TicketState.SERVING, served.started_at, served.finished_at),
    ):
        Period.objects.create(
            ticket=ticket,
            service_id=ticket.service_id,
            state=state,
            started_at=start,
            ended_at=end,
            freed_desk=state == TicketState.SERVING,
            is_measured=False,
            **where,
        )
    moving.write(ticket, "record_slip", by=by, at=at, payload={"counter": served.counter.number})
