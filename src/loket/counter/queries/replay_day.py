"""What really happened at the desks on one day, as far as another policy could not change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from loket.counter.line import CHOSEN_BY_POLICY
from loket.counter.models import Call, CallReason, Period, ServiceCounter, TicketState
from loket.counter.models.tickets import AT_A_DESK
from loket.counter.policy import Candidate
from loket.people.models import Office


@dataclass(slots=True)
class Stay:
    """One stay in the line; `leaves` is set for a stay that no call by the policy ended."""

    candidate: Candidate
    service: int
    reserved_for: int | None
    joins: datetime
    leaves: datetime | None


@dataclass(frozen=True, slots=True)
class Free:
    """A desk that called by the policy; `until` it was busy with that guest, None: never freed."""

    at: datetime
    services: frozenset[int]
    counter: int
    ticket: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A guest at a desk whom no call by the policy brought there."""

    service: int
    begin: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Day:
    """
    One day of an office.

    :param stays: in the line, in the order of joining
    :param frees: in the order of the calls
    :param others: guests at desks who were called out of order or taken up again
    :param other_calls: (service, instant) of the calls out of order
    """

    stays: tuple[Stay, ...]
    frees: tuple[Free, ...]
    others: tuple[AtDesk, ...]
    other_calls: tuple[tuple[int, datetime], ...]


def read_day(office: Office, day: date) -> Day:
    calls = list(
        Call.objects.filter(office=office, day=day, reason__in=CHOSEN_BY_POLICY).order_by("id")
    )
    visits = list(_at_desks(office, day))
    ends = {(ticket, begin): end for ticket, _service, begin, end in visits}
    by_policy = {(call.ticket_id, call.at) for call in calls}
    return Day(
        stays=tuple(_stays(office, day, calls)),
        frees=tuple(_frees(office, calls, ends)),
        others=tuple(
            AtDesk(service, begin, end)
            for ticket, service, begin, end in visits
            if (ticket, begin) not in by_policy
        ),
        other_calls=tuple(
            Call.objects.filter(office=office, day=day, reason=CallReason.OUT_OF_ORDER)
            .order_by("id")
            .values_list("service_id", "at")
        ),
    )


def _stays(office: Office, day: date, calls: list[Call]) -> Iterator[Stay]:
    by_policy = {(call.ticket_id, call.at) for call in calls}
    reserved = {call.ticket_id: call.counter_id for call in calls if call.reason == "reserved"}
    waits = Period.objects.filter(
        ticket__office=office, ticket__day=day, state=TicketState.WAITING
    ).select_related("ticket", "service")
    for wait in waits.order_by("ticket_id", "id"):
        yield Stay(
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


def _frees(
    office: Office, calls: list[Call], ends: dict[tuple[int, datetime], datetime | None]
) -> Iterator[Free]:
    offered = {
        counter.pk: frozenset(service.pk for service in counter.services.all())
        for counter in ServiceCounter.objects.filter(office=office).prefetch_related("services")
    }
    for call in calls:
        until = ends.get((call.ticket_id, call.at))
        yield Free(call.at, offered[call.counter_id], call.counter_id, call.ticket_id, until)


def _at_desks(office: Office, day: date) -> Iterator[tuple[int, int, datetime, datetime | None]]:
    """Yield ticket, service, begin and end of each time at a desk, called and served together."""
    periods = Period.objects.filter(
        ticket__office=office, ticket__day=day, state__in=AT_A_DESK
    ).order_by("ticket_id", "id")
    begun: tuple[int, datetime] | None = None
    for period in periods:
        if begun is None or begun[0] != period.ticket_id:
            begun = (period.ticket_id, period.started_at)
        if period.freed_desk or period.ended_at is None:
            yield period.ticket_id, period.service_id, begun[1], period.ended_at
            begun = None
