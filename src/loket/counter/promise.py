"""The promise: served at most ten minutes after the previous guest of the queue is finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from loket.counter.models import Call, CallReason, OfferedService, Period, Ticket
from loket.counter.models.tickets import AT_A_DESK
from loket.rules.deadlines import service_deadline
from loket.rules.working_time import OfficeCalendar

REPEATS = (CallReason.RECALL, CallReason.RESUMED)


@dataclass(frozen=True, slots=True)
class Clock:
    """When the promise began to run for a guest, and until when it binds (UTC).

    Both are None while the guest before is still being served.
    """

    running_from: datetime | None
    until: datetime | None

    def is_kept(self, called: datetime) -> bool:
        return self.until is None or called <= self.until


NOT_RUNNING = Clock(None, None)


def clock_of_next(
    service: OfferedService, *, arrived: datetime, calendar: OfficeCalendar
) -> Clock:
    """
    Return the clock of the guest who is next in the service's queue.

    It runs from the first moment a desk became free since the guest came to stand in front:
    after arriving, and after the last call of somebody before. With nobody at a desk it
    runs from then at once.
    """
    in_front = _in_front_since(service, arrived)
    freed = (
        Period.objects.filter(service=service, freed_desk=True, ended_at__gt=in_front)
        .order_by("ended_at")
        .values_list("ended_at", flat=True)
        .first()
    )
    if freed is None and _somebody_at_a_desk(service, calendar.local_date(arrived)):
        return NOT_RUNNING
    return Clock(
        freed or in_front,
        service_deadline(
            calendar,
            arrived=arrived,
            previous_finished=freed or in_front,
            promise_minutes=service.promise_minutes,
        ),
    )


def _in_front_since(service: OfferedService, arrived: datetime) -> datetime:
    called = (
        Call.objects.filter(service=service)
        .exclude(reason__in=REPEATS)
        .order_by("-id")
        .values_list("at", flat=True)
        .first()
    )
    return max(arrived, called) if called else arrived


def _somebody_at_a_desk(service: OfferedService, day: date) -> bool:
    return Ticket.objects.filter(service=service, day=day, state__in=AT_A_DESK).exists()
