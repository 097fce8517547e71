"""A guest's own place in line, for their phone."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from loket.counter.models import OfferedService, Period, ServiceCounter, Ticket, TicketState
from loket.counter.models.tickets import AT_A_DESK
from loket.people.queries import local_day
from loket.rules.wording import Text

LEARN_FROM = 30  # latest services of the queue
USUAL_SERVICE = timedelta(minutes=10)  # before the queue has any history
FEW = 3
NEAR = 2


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a ticket stands.

    :param ahead: guests who came before and still wait; None unless waiting
    :param expected: expected wait from now on; None unless waiting, or without any open desk
    :param follower: public id of the ticket the guest was passed on with
    """

    label: str
    service: Text
    office: str
    state: str
    counter: int | None
    ahead: int | None
    expected: timedelta | None
    is_today: bool
    follower: str

    @property
    def is_near(self) -> bool:
        """Whether the guest may be called any moment."""
        return self.state == TicketState.WAITING and self.ahead is not None and self.ahead <= NEAR

    @property
    def expected_minutes(self) -> int | None:
        if self.expected is None:
            return None
        return round(self.expected.total_seconds() / 60)


def place_of(ticket: Ticket, at: datetime) -> Place:
    waiting = ticket.state == TicketState.WAITING
    ahead = _ahead(ticket) if waiting else None
    follower = Ticket.objects.filter(follows=ticket).values_list("public_id", flat=True).first()
    return Place(
        label=ticket.label,
        service=Text(ticket.service.name_id, ticket.service.name_en),
        office=ticket.office.name,
        state=ticket.state,
        counter=ticket.counter.number if ticket.counter else None,
        ahead=ahead,
        expected=None if ahead is None else expected_wait(ticket.service, ahead, ticket.day),
        is_today=ticket.day == local_day(ticket.office, at),
        follower=str(follower or ""),
    )


def expected_wait(service: OfferedService, ahead: int, day: date) -> timedelta | None:
    """Expect the usual time of a service for every round of guests before; None: no open desk."""
    desks = ServiceCounter.objects.filter(
        services=service, officer__isnull=False, is_active=True
    ).count()
    if not desks:
        return None
    busy = Ticket.objects.filter(service=service, day=day, state__in=AT_A_DESK).count()
    rounds = (ahead + min(busy, desks)) / desks
    return usual_service(service) * rounds


def usual_service(service: OfferedService) -> timedelta:
    """Return the median duration of the latest services in this queue."""
    latest = Period.objects.filter(
        service=service, state=TicketState.SERVING, ended_at__isnull=False, is_measured=True
    ).order_by("-id")
    seconds = [
        (end - start).total_seconds()
        for start, end in latest.values_list("started_at", "ended_at")[:LEARN_FROM]
        if end is not None
    ]
    if len(seconds) < FEW:
        return USUAL_SERVICE
    return timedelta(seconds=statistics.median(seconds))


def _ahead(ticket: Ticket) -> int:
    line = Ticket.objects.filter(
        service_id=ticket.service_id, day=ticket.day, state=TicketState.WAITING
    )
    earlier = Q(queued_at__lt=ticket.queued_at) | Q(queued_at=ticket.queued_at, pk__lt=ticket.pk)
    if ticket.has_priority:
        return line.filter(earlier, has_priority=True).count()
    # Guests with priority who came later can still go first; the policy bounds how many.
    return line.filter(earlier).count()
