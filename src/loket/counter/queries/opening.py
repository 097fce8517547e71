"""Whether the office is open now, and what its day looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from loket.people.models import Office
from loket.people.queries import calendar_of
from loket.rules.wording import RuleError, Text
from loket.rules.working_time import OfficeCalendar, Span

EARLY = timedelta(minutes=30)  # guests who come before the door opens may take a number


@dataclass(frozen=True, slots=True)
class Opening:
    """
    The office's day.

    :param takes_numbers: from half an hour before opening until closing, breaks included
    :param closed_because: why it is closed all day; None on a working day
    :param opens_at: the next opening (UTC) while closed, or None
    """

    is_open: bool
    takes_numbers: bool
    spans: tuple[Span, ...]
    closed_because: Text | None
    opens_at: datetime | None


def opening(office: Office, at: datetime) -> Opening:
    calendar = calendar_of(office)
    day = calendar.local_date(at)
    try:
        opens_at = calendar.next_opening(at)
    except RuleError:  # no opening hours entered at all
        return Opening(False, False, (), calendar.closure(day), None)
    is_open = opens_at == at
    in_a_break = calendar.local_date(opens_at) == day and _has_begun(calendar, at)
    return Opening(
        is_open=is_open,
        takes_numbers=is_open or in_a_break or opens_at - at <= EARLY,
        spans=calendar.hours_on(day),
        closed_because=calendar.closure(day),
        opens_at=None if is_open else opens_at,
    )


def _has_begun(calendar: OfficeCalendar, at: datetime) -> bool:
    first, _ = next(calendar.openings(at))
    return first <= at
