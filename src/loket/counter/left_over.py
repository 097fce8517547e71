"""What earlier days of the office's clock left open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from loket.counter.models import Call, Period, ServiceCounter, Ticket, Visit
from loket.counter.models.tickets import AT_A_DESK, OPEN_STATES
from loket.people.models import Office
from loket.rules.dates import in_zone

STILL_AT_WORK = timedelta(hours=2)  # whoever came to a desk later than that may still be there


def start_of_day(zone: str, at: datetime) -> datetime:
    """Return the instant at which the local day began."""
    return datetime.combine(in_zone(at, zone).date(), time(), ZoneInfo(zone))


def tickets(zone: str, at: datetime) -> QuerySet[Ticket]:
    """Return the numbers of earlier days that are still open, in the offices of the zone."""
    today = in_zone(at, zone).date()
    return Ticket.objects.filter(office__time_zone=zone, day__lt=today, state__in=OPEN_STATES)


def unattended(zone: str, at: datetime) -> QuerySet[Ticket]:
    """Return those of them that nobody can be busy with any more."""
    lately = Period.objects.filter(
        ticket=OuterRef("pk"), ended_at=None, started_at__gt=at - STILL_AT_WORK
    )
    return tickets(zone, at).exclude(Q(state__in=AT_A_DESK) & Exists(lately))


def visits(zone: str, at: datetime) -> QuerySet[Visit]:
    """Return the visits of earlier days whose numbers are all over and whose guest is not gone."""
    running = Ticket.objects.filter(visit=OuterRef("pk"), state__in=OPEN_STATES)
    return Visit.objects.filter(
        ~Exists(running),
        office__time_zone=zone,
        closed_at=None,
        opened_at__lt=start_of_day(zone, at),
    )


def seats(zone: str, at: datetime) -> QuerySet[ServiceCounter]:
    """Return the desks whose officer went home without leaving them."""
    today = in_zone(at, zone).date()
    called = Call.objects.filter(counter=OuterRef("pk"), day=today)
    has_guest = Ticket.objects.filter(counter=OuterRef("pk"), state__in=AT_A_DESK)
    return ServiceCounter.objects.filter(
        ~Exists(called),
        ~Exists(has_guest),
        office__time_zone=zone,
        officer__isnull=False,
        staffed_since__lt=start_of_day(zone, at),
    )


def offices(at: datetime) -> Iterator[Office]:
    """Yield the offices in which an earlier day is to be closed."""
    zones = Office.objects.order_by().values_list("time_zone", flat=True).distinct()
    for zone in list(zones):
        left = [found(zone, at).order_by() for found in (unattended, visits, seats)]
        codes = {pk for rows in left for pk in rows.values_list("office_id", flat=True).distinct()}
        yield from Office.objects.filter(pk__in=codes)
