"""Who waits for a desk, and whom the policy in force would call there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet, Subquery

from loket.counter.models import (
    Call,
    CallReason,
    OfferedService,
    PriorityPolicy,
    ServiceCounter,
    Ticket,
    TicketState,
)
from loket.counter.policy import Candidate, Rules, choose
from loket.people.models import Office
from loket.people.queries import local_day

CHOSEN_BY_POLICY = (
    CallReason.FIRST_COME,
    CallReason.WEIGHT,
    CallReason.PRIORITY,
    CallReason.RATIO,
    CallReason.CAP,
    CallReason.RESERVED,
)


@dataclass(frozen=True, slots=True)
class Next:
    ticket: Ticket
    reason: str  # a value of CallReason
    policy: PriorityPolicy | None
    waiting: QuerySet[Ticket]  # all whom the desk may call


def policy_at(office: Office, at: datetime) -> PriorityPolicy | None:
    in_force = PriorityPolicy.objects.filter(office=office, effective_from__lte=at)
    return in_force.order_by("-effective_from", "-id").first()


def rules_of(policy: PriorityPolicy | None) -> Rules:
    if policy is None:
        return Rules()
    return Rules(
        priority_run=policy.priority_run,
        ageing_minutes=policy.ageing_minutes,
        cap_minutes=policy.cap_minutes,
        transferred_keep_arrival=policy.transferred_keep_arrival,
        returned_keep_place=policy.returned_keep_place,
    )


def next_at(counter: ServiceCounter, at: datetime) -> Next | None:
    """Return whom the desk calls next, and by which policy; None if nobody waits for it."""
    day = local_day(counter.office, at)
    services = services_of(counter)
    policy = policy_at(counter.office, at)
    rules = rules_of(policy)
    first = {ticket.pk: ticket for ticket in heads(counter, services, day)}
    # How many with priority went before matters only while both kinds wait.
    both = len({ticket.has_priority for ticket in first.values()}) > 1
    choice = choose(
        [candidate(ticket) for ticket in first.values()],
        rules,
        run=run_of_priority(counter.office, services, day, longest=rules.priority_run)
        if both
        else 0,
        at=at,
    )
    if choice is None:
        return None
    ticket = first[choice.candidate.ticket]
    return Next(ticket, choice.reason, policy, waiting_for(counter, services, day))


def services_of(counter: ServiceCounter) -> list[OfferedService]:
    return list(counter.services.filter(is_active=True))


def waiting_for(
    counter: ServiceCounter, services: list[OfferedService], day: date
) -> QuerySet[Ticket]:
    """Return the guests whom this desk may call."""
    mine = Q(service__in=services, reserved_for=None) | Q(reserved_for=counter)
    return Ticket.objects.filter(mine, office=counter.office, day=day, state=TicketState.WAITING)


def heads(counter: ServiceCounter, services: list[OfferedService], day: date) -> list[Ticket]:
    """Return the longest waiting of each service with and without priority, and reserved ones."""
    line = waiting_for(counter, services, day)
    groups = line.order_by().values_list("service_id", "has_priority", "reserved_for_id")
    first = Q()
    # One question with a LIMIT 1 for each queue that has anybody, so that a long line is cheap.
    for service, has_priority, reserved in groups.distinct():
        queue = Ticket.objects.filter(
            service_id=service,
            day=day,
            has_priority=has_priority,
            reserved_for_id=reserved,
            state=TicketState.WAITING,
        )
        first |= Q(pk=Subquery(queue.order_by("queued_at", "id").values("pk")[:1]))
    if not first:
        return []
    return list(Ticket.objects.filter(first).select_related("service", "office", "visit"))


def candidate(ticket: Ticket) -> Candidate:
    return Candidate(
        ticket=ticket.pk,
        queued_at=ticket.queued_at,
        has_priority=ticket.has_priority,
        weight=ticket.service.weight,
        is_reserved=ticket.reserved_for_id is not None,
    )


def run_of_priority(
    office: Office, services: list[OfferedService], day: date, *, longest: int
) -> int:
    """Count the guests with priority called in a row just before, of these services."""
    latest = (
        Call.objects.filter(
            office=office, day=day, service__in=services, reason__in=CHOSEN_BY_POLICY
        )
        .order_by("-id")
        .values_list("ticket__has_priority", flat=True)[:longest]
    )
    run = 0
    for had_priority in latest:
        if not had_priority:
            break
        run += 1
    return run
