"""The one way in which a ticket goes from one state to another."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Max

from loket.counter.models import Board, Period, Ticket, TicketState, Visit
from loket.counter.models.tickets import AT_A_DESK, ENDED
from loket.counter.refusals import ChangedMeanwhile, NotInThisState, WrongOffice
from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office

CLOCK_TOLERANCE_SECONDS = 2
FIRST_VERSIONS = 2**40


def subject_of(thing: Ticket | Visit) -> str:
    kind = "ticket" if isinstance(thing, Ticket) else "visit"
    return f"{kind}:{thing.public_id}"


def begin(office: Office, by: By) -> None:
    """Enter the office's queue of changes: what is read from here on stays true.

    :raises WrongOffice: if the person acts for another office
    """
    if by.office != office.code:
        raise WrongOffice
    trail.stand_in_line(office.code)


def person_of(by: By) -> int:
    """
    :raises RuntimeError: if a device or the system does what only a person may do
    """
    if by.person is None:
        raise RuntimeError("only a person does this")
    return by.person


def show(office: Office) -> None:
    """Tell the office's screens that there is something new."""
    if not Board.objects.filter(office=office).update(version=F("version") + 1):
        # A random beginning, so that no other database's answers look like this one's.
        Board.objects.create(office=office, version=1 + secrets.randbelow(FIRST_VERSIONS))


def move(
    ticket: Ticket,
    action: str,
    *,
    at: datetime,
    by: By,
    sources: Collection[str],
    to: str,
    payload: Mapping[str, Any] | None = None,
    current: Period | None = None,
    **columns: Any,
) -> datetime:
    """
    Move the ticket, close its period and begin the next; return the instant that counts.

    An instant before the ticket's last one (a clock set back) counts as that, and the event
    says so.

    :param current: the ticket's open period, if it has been read in this transaction
    :param columns: further columns of the ticket to set
    :raises NotInThisState: if the ticket is in none of the sources
    :raises ChangedMeanwhile: if another desk was quicker
    """
    if ticket.state not in sources:
        raise NotInThisState
    current = current or open_period(ticket)
    instant = not_before(at, current.started_at if current else ticket.ended_at, _called(ticket))
    columns |= {"state": to, "ended_at": instant if to in ENDED else None}
    _compare_and_set(ticket, columns)
    if current:
        frees = current.state in AT_A_DESK and to not in AT_A_DESK
        Period.objects.filter(pk=current.pk).update(ended_at=instant, freed_desk=frees)
    if to not in ENDED:
        begin_period(ticket, instant)
    write(ticket, action, by=by, at=at, payload={**(payload or {}), **behind(at, instant)})
    return instant


def touch(
    ticket: Ticket,
    action: str,
    *,
    by: By,
    at: datetime,
    sources: Collection[str],
    payload: Mapping[str, Any] | None = None,
) -> datetime:
    """Record that something happened to the ticket that did not move it; return when.

    :raises NotInThisState: if the ticket is in none of the sources
    :raises ChangedMeanwhile: if another desk was quicker
    """
    if ticket.state not in sources:
        raise NotInThisState
    current = open_period(ticket)
    instant = not_before(at, current.started_at if current else None, _called(ticket))
    _compare_and_set(ticket, {})
    write(ticket, action, by=by, at=at, payload={**(payload or {}), **behind(at, instant)})
    return instant


def not_before(at: datetime, *earlier: datetime | None) -> datetime:
    """Return the instant that counts: what happens later is never earlier."""
    return max([at, *(instant for instant in earlier if instant)])


def behind(at: datetime, instant: datetime) -> dict[str, int]:
    """Return what an event says of a clock that stands behind the instant that counts."""
    seconds = (instant - at).total_seconds()
    return {"clock_behind_seconds": round(seconds)} if seconds > CLOCK_TOLERANCE_SECONDS else {}


def last_instant(visit: Visit) -> datetime:
    """Return when something last happened in the visit."""
    last = Period.objects.filter(ticket__visit=visit).aggregate(
        begun=Max("started_at"), over=Max("ended_at")
    )
    return not_before(visit.opened_at, last["begun"], last["over"])


def open_period(ticket: Ticket) -> Period | None:
    return ticket.periods.filter(ended_at=None).first()


def begin_period(ticket: Ticket, at: datetime) -> None:
    at_a_desk = ticket.state in AT_A_DESK
    Period.objects.create(
        ticket=ticket,
        service_id=ticket.service_id,
        state=ticket.state,
        started_at=at,
        counter_id=ticket.counter_id if at_a_desk else None,
        officer_id=ticket.officer_id if at_a_desk else None,
    )


def write(
    ticket: Ticket, action: str, *, by: By, at: datetime, payload: Mapping[str, Any]
) -> None:
    show(ticket.office)
    trail.record(
        action,
        subject=subject_of(ticket),
        by=by,
        at=at,
        revision=ticket.revision,
        payload={"state": ticket.state, **payload},
    )


def _called(ticket: Ticket) -> datetime | None:
    """Return when a guest who is being called was called last, perhaps again."""
    if ticket.state != TicketState.CALLED:
        return None
    return ticket.calls.order_by("-id").values_list("at", flat=True).first()


def _compare_and_set(ticket: Ticket, columns: dict[str, Any]) -> None:
    columns = {**columns, "revision": ticket.revision + 1}
    changed = Ticket.objects.filter(
        pk=ticket.pk, revision=ticket.revision, state=ticket.state
    ).update(**columns)
    if not changed:
        raise ChangedMeanwhile
    for name, value in columns.items():
        setattr(ticket, name, value)


def is_open(ticket: Ticket) -> bool:
    return TicketState(ticket.state) not in ENDED
