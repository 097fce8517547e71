"""Promises and time limits: the ten minutes at the counter, working days, calendar windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loket.rules.wording import RuleError
from loket.rules.working_time import OfficeCalendar

SERVICE_PROMISE_MINUTES = 10  # published standard: after the previous guest is finished
RELINK_DAYS = 30  # published standard: after completion, by showing the kuitansi
BILLING_LIFETIME = timedelta(hours=7 * 24)  # default; what SIMPONI answers overrules it


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that includes its first instant and excludes `closes`."""

    opens: datetime
    closes: datetime

    def contains(self, at: datetime) -> bool:
        return self.opens <= at < self.closes


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stands still, waiting for the customer; None: still waiting."""

    begin: datetime
    end: datetime | None


def service_start(*, arrived: datetime, previous_finished: datetime | None) -> datetime:
    """Return when the wait under the promise begins: the later of arrival and previous end."""
    if previous_finished is None or previous_finished < arrived:
        return arrived
    return previous_finished


def service_deadline(
    calendar: OfficeCalendar,
    *,
    arrived: datetime,
    previous_finished: datetime | None,
    promise_minutes: int = SERVICE_PROMISE_MINUTES,
) -> datetime:
    """
    Return by when a waiting guest must be called (UTC).

    The promise runs from the end of the previous guest's service, or from the arrival when
    nobody is before; it stands still outside opening hours and in breaks.
    """
    begin = service_start(arrived=arrived, previous_finished=previous_finished)
    return calendar.add_working_minutes(begin, promise_minutes)


def working_day_deadline(
    calendar: OfficeCalendar,
    *,
    requested: datetime,
    days: int,
    request_day_counts: bool = True,
    pauses: Iterable[Pause] = (),
) -> datetime | None:
    """
    Return the closing time of the last working day allowed (UTC), or None while paused.

    A request after closing, or on a day off, counts as made on the next working day. Each
    working day begun during a pause is given back.

    :raises RuleError: fewer than one working day
    """
    if days < 1:
        raise RuleError(
            "Batas waktu paling sedikit satu hari kerja.",
            "A time limit is at least one working day.",
        )
    first = calendar.local_date(calendar.next_opening(requested))
    last = calendar.add_working_days(first, days - 1 if request_day_counts else days)
    for pause in _merged(pauses):
        if pause.end is None:
            return None
        given_back = calendar.working_days_between(
            calendar.local_date(pause.begin), calendar.local_date(pause.end)
        )
        last = calendar.add_working_days(last, given_back)
    return calendar.closing_time(last)


def calendar_day_window(calendar: OfficeCalendar, *, start: datetime, days: int) -> Window:
    """
    Return a window of whole calendar days: it ends with the last of `days` days after `start`.

    Completed on 1 November with 30 days: open through 1 December 23.59.59 office time.
    """
    last_day = calendar.local_date(start) + timedelta(days=days)
    midnight = datetime.combine(last_day + timedelta(days=1), time.min, ZoneInfo(calendar.zone))
    return Window(start.astimezone(UTC), midnight.astimezone(UTC))


def relink_window(calendar: OfficeCalendar, *, completed: datetime) -> Window:
    """Return when a buyer may ask for the download link again (step O11)."""
    return calendar_day_window(calendar, start=completed, days=RELINK_DAYS)


def billing_window(*, issued: datetime, lifetime: timedelta = BILLING_LIFETIME) -> Window:
    """Return when a billing code can be paid: exactly 7 × 24 hours; the last second is out."""
    return Window(issued.astimezone(UTC), issued.astimezone(UTC) + lifetime)


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Join overlapping pauses, so that no day is given back twice."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.begin):
        previous = merged[-1] if merged else None
        if previous is None or (previous.end is not None and previous.end < pause.begin):
            merged.append(pause)
        elif previous.end is not None:
            end = None if pause.end is None else max(previous.end, pause.end)
            merged[-1] = Pause(previous.begin, end)
    return merged
