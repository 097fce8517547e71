"""The month asked for, and the chart of its days: for the public page and for the staff's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from loket.counter.queries import DayFigures, service_record
from loket.people.models import Office

BAR_STEP = 20
FULL_HEIGHT = 100  # of the chart, at 100 per cent
LOW_PERCENT = 90
OLDEST_YEAR = 2020
FIRST_OF_NEXT = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart, in the units of its drawing."""

    x: int
    y: int
    height: int
    is_low: bool
    day: date
    percent: Decimal


def month_record(office: Office, typed: str, today: date) -> dict[str, Any]:
    """Return what both pages show of a month: record, days, bars, the months beside it."""
    first, last = month_of(typed, today)
    record = service_record(office, first, last)
    return {
        "office": office,
        "record": record,
        "days": [(date.fromisoformat(figures.key), figures) for figures in record.days],
        "bars": bars_of(record.days),
        "earlier": first - timedelta(days=1),
        "later": first + FIRST_OF_NEXT if last < today else None,
    }


def month_of(typed: str, today: date) -> tuple[date, date]:
    """Return the first and last day of the month written YYYY-MM; this month by default."""
    first = today.replace(day=1)
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", typed) and int(typed[:4]) >= OLDEST_YEAR:
        first = min(first, datetime.strptime(f"{typed}-01", "%Y-%m-%d").date())  # noqa: DTZ007
    last = (first + FIRST_OF_NEXT).replace(day=1) - timedelta(days=1)
    return first, min(last, today)


def bars_of(days: Sequence[DayFigures]) -> list[Bar]:
    """Return a bar for each day on which the promise was measured."""
    measured = [(d.key, d.kept_percent) for d in days if d.kept_percent is not None]
    return [
        Bar(
            x=number * BAR_STEP + 2,
            y=FULL_HEIGHT - round(percent),
            height=round(percent),
            is_low=percent < LOW_PERCENT,
            day=date.fromisoformat(key),
            percent=percent,
        )
        for number, (key, percent) in enumerate(measured)
    ]
