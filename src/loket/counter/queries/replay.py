"""A past day called again under another policy.

The desks become free at the same instants and call for the same services; only who is
called differs. Guests called out of order, passed on or put back keep the instants at
which they really joined and left the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loket.counter.models import OfferedService, Ticket
from loket.counter.policy import Rules, choose
from loket.counter.queries.record import percentile
from loket.counter.queries.replay_day import Day, Free, Stay, read_day
from loket.counter.queries.replay_promise import Told, late_calls_of
from loket.people.models import Office
from loket.people.queries import calendar_of
from loket.rules.numbering import ticket_label
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """Waiting times until the call, of one group of guests; `late` calls broke the promise."""

    guests: int
    mean: timedelta | None
    p95: timedelta | None
    longest: timedelta | None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """
    One telling of the day.

    :param services: (service, outcome) in the office's order, of those that had guests
    :param order: tickets in the order of their calls
    """

    everybody: Outcome
    with_priority: Outcome
    others: Outcome
    services: tuple[tuple[Text, Outcome], ...]
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A guest whom the other policy had called at another time; None: not by the last call."""

    label: str
    has_priority: bool
    recorded_at: datetime
    replayed_at: datetime | None
    recorded_place: int
    replayed_place: int | None

    @property
    def later_by(self) -> timedelta:
        """Negative if the guest had been called earlier."""
        if self.replayed_at is None:
            return timedelta.max
        return self.replayed_at - self.recorded_at

    @property
    def difference(self) -> timedelta:
        return abs(self.later_by)

    @property
    def is_later(self) -> bool:
        return self.later_by > timedelta()


@dataclass(frozen=True, slots=True)
class Replay:
    """
    A day as it went and as it had gone.

    :param moved: those called at another time, the greatest difference first
    """

    day: date
    recorded: Side
    replayed: Side
    moved: tuple[Moved, ...]
    changed_calls: int
    never_called: int  # guests whom the other policy had not called by the last recorded call


def replay(office: Office, day: date, rules: Rules) -> Replay:
    """Return how the day went, and how it had gone under the given rules."""
    happened = read_day(office, day)
    recorded = list(_as_it_was(happened))
    replayed = list(_simulate(happened, rules))
    services = list(OfferedService.objects.filter(office=office))
    sides = [_side(calls, happened, office, services) for calls in (recorded, replayed)]
    return Replay(
        day=day,
        recorded=sides[0],
        replayed=sides[1],
        moved=tuple(_moved(recorded, replayed)),
        changed_calls=sum(
            theirs.ticket != ours.ticket for theirs, ours in zip(recorded, replayed, strict=False)
        )
        + abs(len(recorded) - len(replayed)),
        never_called=len({c.ticket for c in recorded} - {c.ticket for c in replayed}),
    )


def _as_it_was(day: Day) -> Iterator[Told]:
    for free in day.frees:
        joined = [s for s in day.stays if s.candidate.ticket == free.ticket and s.joins <= free.at]
        if joined:
            yield _told(free, joined[-1])


def _simulate(day: Day, rules: Rules) -> Iterator[Told]:
    gone: set[int] = set()
    run: list[tuple[int, bool]] = []  # service and priority of each call so far
    for free in day.frees:
        line = {
            stay.candidate: number
            for number, stay in enumerate(day.stays)
            if number not in gone and _may_call(free, stay)
        }
        length = _run_length(run, free.services)
        choice = choose(list(line), rules, run=length, at=free.at)
        if choice is None:
            continue
        gone.add(line[choice.candidate])
        stay = day.stays[line[choice.candidate]]
        run.append((stay.service, stay.candidate.has_priority))
        yield _told(free, stay)


def _told(free: Free, stay: Stay) -> Told:
    return Told(
        ticket=stay.candidate.ticket,
        service=stay.service,
        has_priority=stay.candidate.has_priority,
        joined=stay.joins,
        at=free.at,
        until=free.until,
    )


def _may_call(free: Free, stay: Stay) -> bool:
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


def _side(
    calls: Sequence[Told], day: Day, office: Office, services: Sequence[OfferedService]
) -> Side:
    minutes = {service.pk: service.promise_minutes for service in services}
    late = late_calls_of(calls, day, calendar_of(office), minutes)
    both = list(zip(calls, late, strict=True))
    return Side(
        everybody=_outcome(both),
        with_priority=_outcome(pair for pair in both if pair[0].has_priority),
        others=_outcome(pair for pair in both if not pair[0].has_priority),
        services=tuple(
            (
                Text(service.name_id, service.name_en),
                _outcome(pair for pair in both if pair[0].service == service.pk),
            )
            for service in services
            if any(call.service == service.pk for call in calls)
        ),
        order=tuple(call.ticket for call in calls),
    )


def _outcome(calls: Iterable[tuple[Told, bool]]) -> Outcome:
    every = list(calls)
    waits = [call.at - call.joined for call, _late in every]
    if not waits:
        return Outcome(0, None, None, None)
    return Outcome(
        guests=len(waits),
        mean=sum(waits, timedelta()) / len(waits),
        p95=percentile(waits, 95),
        longest=max(waits),
        late=sum(late for _call, late in every),
    )


def _moved(recorded: Sequence[Told], replayed: Sequence[Told]) -> list[Moved]:
    """Compare the first call of each guest."""
    ours: dict[int, tuple[int, Told]] = {}
    for place, call in enumerate(replayed, 1):
        ours.setdefault(call.ticket, (place, call))
    theirs: dict[int, tuple[int, Told]] = {}
    for place, call in enumerate(recorded, 1):
        theirs.setdefault(call.ticket, (place, call))
    labels = {
        ticket.pk: ticket_label(ticket.service.code, ticket.number)
        for ticket in Ticket.objects.filter(pk__in=theirs).select_related("service")
    }
    found = []
    for ticket, (place, call) in theirs.items():
        again = ours.get(ticket)
        if again and again[1].at == call.at:
            continue
        found.append(
            Moved(
                label=labels[ticket],
                has_priority=call.has_priority,
                recorded_at=call.at,
                replayed_at=again[1].at if again else None,
                recorded_place=place,
                replayed_place=again[0] if again else None,
            )
        )
    return sorted(found, key=lambda moved: (-abs(moved.later_by), moved.recorded_place))
