"""A past day called again under another policy.

The desks become free at the same instants and call for the same services; only who is
called differs. Guests called out of order, passed on or put back keep the instants at
which they really joined and left the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loket.counter.line import CHOSEN_BY_POLICY
from loket.counter.models import Call, Period, ServiceCounter, TicketState
from loket.counter.policy import Candidate, Rules, choose
from loket.counter.queries.record import percentile
from loket.people.models import Office


@dataclass(frozen=True, slots=True)
class Outcome:
    """Waiting times until the call, of one group of guests."""

    guests: int
    mean: timedelta | None
    p95: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True)
class Side:
    with_priority: Outcome
    others: Outcome
    order: tuple[int, ...]  # tickets in the order of their calls


@dataclass(frozen=True, slots=True)
class Replay:
    day: date
    recorded: Side
    replayed: Side
    changed_calls: int
    never_called: int  # guests whom the other policy had not called by the last recorded call


@dataclass(slots=True)
class _Stay:
    """One stay in the line; `leaves` is set for a stay that no call by the policy ended."""

    candidate: Candidate
    service: int
    reserved_for: int | None
    joins: datetime
    leaves: datetime | None


@dataclass(frozen=True, slots=True)
class _Free:
    """A desk that called by the policy."""

    at: datetime
    services: frozenset[int]
    counter: int
    ticket: int


def replay(office: Office, day: date, rules: Rules) -> Replay:
    """Return how the day went, and how it had gone under the given rules."""
    stays = _stays(office, day)
    frees = _frees(office, day)
    recorded = [(free.ticket, free.at) for free in frees]
    replayed = _simulate(stays, frees, rules)
    return Replay(
        day=day,
        recorded=_side(recorded, stays),
        replayed=_side(replayed, stays),
        changed_calls=sum(
            theirs[0] != ours[0] for theirs, ours in zip(recorded, replayed, strict=False)
        )
        + abs(len(recorded) - len(replayed)),
        never_called=len({ticket for ticket, _ in recorded} - {ticket for ticket, _ in replayed}),
    )


def _simulate(
    stays: Sequence[_Stay], frees: Sequence[_Free], rules: Rules
) -> list[tuple[int, datetime]]:
    called: list[tuple[int, datetime]] = []
    gone: set[int] = set()
    run: list[tuple[int, bool]] = []  # service and priority of each call so far
    for free in frees:
        line = [
            stay
            for number, stay in enumerate(stays)
            if number not in gone and _may_call(free, stay)
        ]
        length = _run_length(run, free.services)
        choice = choose([stay.candidate for stay in line], rules, run=length, at=free.at)
        if choice is None:
            continue
        stay = next(stay for stay in line if stay.candidate == choice.candidate)
        gone.add(next(number for number, other in enumerate(stays) if other is stay))
        run.append((stay.service, stay.candidate.has_priority))
        called.append((stay.candidate.ticket, free.at))
    return called


def _may_call(free: _Free, stay: _Stay) -> bool:
    if stay.joins > free.at or (stay.leaves is not None and stay.leaves <= free.at):
        return False
    if stay.reserved_for is not None:
        return stay.reserved_for == free.counter
    return stay.service in free.services


def _run_length(run: Sequence[tuple[int, bool]], services: frozenset[int]) -> int:
    length = 0
    for service, had_priority in reversed(run):
        if service not in services:
            continue
        if not had_priority:
            break
        length += 1
    return length


def _stays(office: Office, day: date) -> list[_Stay]:
    by_policy = {
        (ticket, at)
        for ticket, at in Call.objects.filter(
            office=office, day=day, reason__in=CHOSEN_BY_POLICY
        ).values_list("ticket_id", "at")
    }
    reserved = dict(
        Call.objects.filter(office=office, day=day, reason="reserved").values_list(
            "ticket_id", "counter_id"
        )
    )
    waits = Period.objects.filter(
        ticket__office=office, ticket__day=day, state=TicketState.WAITING
    ).select_related("ticket", "service")
    return [
        _Stay(
            candidate=Candidate(
                ticket=wait.ticket_id,
                queued_at=wait.ticket.queued_at,
                has_priority=wait.ticket.has_priority,
                weight=wait.service.weight,
                is_reserved=wait.ticket_id in reserved,
            ),
            service=wait.service_id,
            reserved_for=reserved.get(wait.ticket_id),
            joins=wait.started_at,
            leaves=None if (wait.ticket_id, wait.ended_at) in by_policy else wait.ended_at,
        )
        for wait in waits.order_by("ticket_id", "id")
    ]


def _frees(office: Office, day: date) -> list[_Free]:
    offered = {
        counter.pk: frozenset(service.pk for service in counter.services.all())
        for counter in ServiceCounter.objects.filter(office=office).prefetch_related("services")
    }
    calls = Call.objects.filter(office=office, day=day, reason__in=CHOSEN_BY_POLICY)
    return [
        _Free(call.at, offered[call.counter_id], call.counter_id, call.ticket_id)
        for call in calls.order_by("id")
    ]


def _side(calls: Sequence[tuple[int, datetime]], stays: Sequence[_Stay]) -> Side:
    joined: dict[int, list[_Stay]] = {}
    for stay in stays:
        joined.setdefault(stay.candidate.ticket, []).append(stay)
    waits: list[tuple[bool, timedelta]] = []
    for ticket, at in calls:
        before = [stay for stay in joined.get(ticket, []) if stay.joins <= at]
        if before:
            waits.append((before[-1].candidate.has_priority, at - before[-1].joins))
    return Side(
        with_priority=_outcome(wait for priority, wait in waits if priority),
        others=_outcome(wait for priority, wait in waits if not priority),
        order=tuple(ticket for ticket, _ in calls),
    )


def _outcome(waits: Iterable[timedelta]) -> Outcome:
    every = list(waits)
    if not every:
        return Outcome(0, None, None, None)
    return Outcome(
        guests=len(every),
        mean=sum(every, timedelta()) / len(every),
        p95=percentile(every, 95),
        longest=max(every),
    )
