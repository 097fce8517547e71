"""Step W3: calling the next guest, again, or out of order."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from loket.counter import moving, promise
from loket.counter.line import next_at, policy_at, services_of, waiting_for
from loket.counter.models import (
    Call,
    CallReason,
    Period,
    PriorityPolicy,
    ServiceCounter,
    Ticket,
    TicketState,
)
from loket.counter.models.tickets import AT_A_DESK
from loket.counter.operations.setting_up import take_seat
from loket.counter.refusals import DeskBusy, FromEarlierDay, ReasonMissing
from loket.counter.turn import in_turn
from loket.ledger.context import By
from loket.people.queries import calendar_of, local_day


@in_turn
def call_next(*, counter: ServiceCounter, by: By, at: datetime) -> Ticket | None:
    """Call the guest whose turn it is at this desk, or nobody if nobody waits.

    The officer takes the desk if it is empty.

    :raises DeskBusy: if the desk has a guest
    :raises OtherOfficerHere: if somebody else sits there
    """
    office = counter.office
    moving.begin(office, by)
    take_seat(counter, by=by, at=at)
    _require_free(counter)
    found = next_at(counter, at)
    if found is None:
        return None
    _call(
        found.ticket,
        counter,
        "call_next",
        line=found.waiting,
        reason=found.reason,
        policy=found.policy,
        by=by,
        at=at,
    )
    return found.ticket


@in_turn
def call_out_of_order(
    *, ticket: Ticket, counter: ServiceCounter, note: str, by: By, at: datetime
) -> None:
    """Call a waiting guest before their turn; the reason stays with the call.

    :raises ReasonMissing: if no reason is given
    :raises DeskBusy: if the desk has a guest
    :raises FromEarlierDay: if the number is not from today
    """
    moving.begin(ticket.office, by)
    if not note.strip():
        raise ReasonMissing
    if ticket.day != local_day(ticket.office, at):
        raise FromEarlierDay
    take_seat(counter, by=by, at=at)
    _require_free(counter)
    reason = CallReason.OUT_OF_ORDER
    policy = policy_at(ticket.office, at)
    _call(
        ticket,
        counter,
        "call_out_of_order",
        line=waiting_for(counter, services_of(counter), ticket.day),
        reason=reason,
        policy=policy,
        note=note,
        by=by,
        at=at,
    )


@in_turn
def recall(*, ticket: Ticket, by: By, at: datetime) -> None:
    """Call a called guest once more.

    :raises NotInThisState: if the ticket is not being called
    """
    moving.begin(ticket.office, by)
    instant = moving.touch(ticket, "recall", by=by, at=at, sources=[TicketState.CALLED])
    announce(ticket, reason=CallReason.RECALL, by=by, at=instant)


def announce(ticket: Ticket, *, reason: str, by: By, at: datetime) -> None:
    """Put the ticket on the wall and into the loudspeaker."""
    if ticket.counter is None:
        raise RuntimeError("a ticket is announced at a desk")
    Call.objects.create(
        office=ticket.office,
        ticket=ticket,
        service_id=ticket.service_id,
        counter=ticket.counter,
        officer_id=by.person,
        at=at,
        day=local_day(ticket.office, at),
        reason=reason,
    )


def _call(
    ticket: Ticket,
    counter: ServiceCounter,
    action: str,
    *,
    line: QuerySet[Ticket],
    reason: str,
    policy: PriorityPolicy | None,
    by: By,
    at: datetime,
    note: str = "",
) -> None:
    before = Q(queued_at__lt=ticket.queued_at) & ~Q(pk=ticket.pk)
    counts = line.aggregate(waiting=Count("pk"), passed_over=Count("pk", filter=before))
    period = moving.open_period(ticket)
    clock = _clock(ticket, period)
    instant = moving.move(
        ticket,
        action,
        by=by,
        at=at,
        sources=[TicketState.WAITING],
        to=TicketState.CALLED,
        payload={
            "counter": counter.number,
            "reason": reason,
            "passed_over": counts["passed_over"],
        },
        current=period,
        counter=counter,
        officer_id=by.person,
        reserved_for=None,
    )
    Call.objects.create(
        office=ticket.office,
        ticket=ticket,
        service_id=ticket.service_id,
        counter=counter,
        officer_id=by.person,
        at=instant,
        day=ticket.day,
        reason=reason,
        note=note.strip()[:200],
        policy=policy,
        **counts,
        promise_from=clock.running_from,
        promise_until=clock.until,
        promise_kept=clock.is_kept(instant),
    )


def _clock(ticket: Ticket, period: Period | None) -> promise.Clock:
    arrived = period.started_at if period else ticket.queued_at
    calendar = calendar_of(ticket.office)
    return promise.clock_of_next(ticket.service, arrived=arrived, calendar=calendar)


def _require_free(counter: ServiceCounter) -> None:
    if Ticket.objects.filter(counter=counter, state__in=AT_A_DESK).exists():
        raise DeskBusy
