"""When an office is open, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loket.people.models import Office
from loket.people.queries import calendar_of
from loket.rules.dates import ZONES, in_zone
from loket.rules.wording import Text
from loket.rules.working_time import OfficeCalendar, Span
from loket.web.templatetags.loket import language

A_MONDAY = date(2024, 1, 1)
DAYS_AHEAD = 45


@dataclass(frozen=True, slots=True)
class Closure:
    day: date
    reason: Text


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """
    An office with its week.

    :param week: (days, hours) in words, days with equal hours joined
    :param closures: holidays and exceptions of the coming weeks
    """

    office: Office
    week: tuple[tuple[str, str], ...]
    is_open: bool
    closures: tuple[Closure, ...]


def hours_of(office: Office, at: datetime) -> OfficeHours:
    calendar = calendar_of(office)
    return OfficeHours(
        office, tuple(_week(calendar)), calendar.is_open(at), tuple(_closures(calendar, at))
    )


def _week(calendar: OfficeCalendar) -> list[tuple[str, str]]:
    lines = []
    for spans, days in groupby(range(7), key=lambda day: calendar.week.get(day, ())):
        lines.append((_days(list(days)), _hours(spans, ZONES[calendar.zone])))
    return lines


def _days(days: list[int]) -> str:
    first, last = (date_format(A_MONDAY + timedelta(days=d), "l") for d in (days[0], days[-1]))
    return first if len(days) == 1 else f"{first}–{last}"


def _hours(spans: tuple[Span, ...], zone: str) -> str:
    if not spans:
        return _("tutup")
    form = "%H:%M" if language() == "en" else "%H.%M"
    spoken = [f"{span.opens.strftime(form)}–{span.closes.strftime(form)}" for span in spans]
    joined = _(" dan ").join(spoken)
    return f"{joined} {zone}"


def _closures(calendar: OfficeCalendar, at: datetime) -> list[Closure]:
    today = in_zone(at, calendar.zone).date()
    coming = (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    return [
        Closure(day, reason)
        for day in coming
        if calendar.week.get(day.weekday()) and (reason := calendar.closure(day))
    ]
