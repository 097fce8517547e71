"""Whether the office is open now, and what its day looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loket.people.models import Office
from loket.people.queries import calendar_of
from loket.rules.wording import RuleError, Text
from loket.rules.working_time import Span


@dataclass(frozen=True, slots=True)
class Opening:
    """
    The office's day.

    :param closed_because: why it is closed all day; None on a working day
    :param opens_at: the next opening (UTC) while closed, or None
    """

    is_open: bool
    spans: tuple[Span, ...]
    closed_because: Text | None
    opens_at: datetime | None


def opening(office: Office, at: datetime) -> Opening:
    calendar = calendar_of(office)
    day = calendar.local_date(at)
    try:
        next_opening = calendar.next_opening(at)
    except RuleError:  # no opening hours entered at all
        return Opening(False, (), calendar.closure(day), None)
    is_open = next_opening == at
    return Opening(
        is_open=is_open,
        spans=calendar.hours_on(day),
        closed_because=calendar.closure(day),
        opens_at=None if is_open else next_opening,
    )
