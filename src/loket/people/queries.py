"""What others ask about offices, people and roles."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from loket.people.models import Assignment, Office, OpeningHours, Role, User
from loket.rules.dates import in_zone
from loket.rules.working_time import DayOverride, OfficeCalendar, Span


def calendar_of(office: Office) -> OfficeCalendar:
    """Return the office's opening hours, holidays and exceptions as a pure calendar."""
    week = {hours.weekday: _spans(hours) for hours in office.opening_hours.all()}
    overrides = {
        special.day: DayOverride(
            special.reason, week.get(special.day.weekday(), ()) if special.is_open else ()
        )
        for special in office.special_days.all()
    }
    if not week:
        return OfficeCalendar(zone=office.time_zone, overrides=overrides)
    return OfficeCalendar(zone=office.time_zone, week=week, overrides=overrides)


def local_day(office: Office, at: datetime) -> date:
    return in_zone(at, office.time_zone).date()


def local_year(office: Office, at: datetime) -> int:
    return local_day(office, at).year


def zone_of(office: Office) -> ZoneInfo:
    return ZoneInfo(office.time_zone)


def office_by_code(code: str) -> Office | None:
    return Office.objects.filter(code=code, is_active=True).first()


def selling_offices() -> list[Office]:
    return list(Office.objects.filter(is_active=True))


def assignments_of(user: User) -> list[Assignment]:
    """Return the roles the person holds now, with their offices."""
    held = Assignment.objects.filter(user=user, ended_at=None).select_related("office")
    return list(held.order_by("office__code", "role"))


def staff_of(office: Office, role: Role) -> list[User]:
    return list(
        User.objects.filter(
            is_active=True,
            assignments__office=office,
            assignments__role=role,
            assignments__ended_at=None,
        ).order_by("name")
    )


def assignment_of(office: Office, role: Role, user: User) -> bool:
    return Assignment.objects.filter(user=user, office=office, role=role, ended_at=None).exists()


def guest_by_contact(contact: str) -> User | None:
    """Find a returning guest by the e-mail address or telephone number they typed."""
    typed = contact.strip()
    if "@" in typed:
        return User.objects.filter(email=typed.lower(), is_active=True).first()
    found = User.objects.filter(phone=typed, is_active=True)[:2]
    return found[0] if len(found) == 1 else None


def _spans(hours: OpeningHours) -> tuple[Span, ...]:
    edges = [hours.opens]
    if hours.break_starts and hours.break_ends:
        edges += [hours.break_starts, hours.break_ends]
    edges.append(hours.closes)
    return tuple(Span(a, b) for a, b in list(pairwise(edges))[::2])
