"""When an order's stage must have ended, by the process and the office's opening hours."""

from __future__ import annotations

from datetime import datetime

from loket.orders.models import Order
from loket.people.queries import calendar_of
from loket.process import process_of
from loket.process.vocabulary import State, Unit
from loket.rules import deadlines


def due_at(order: Order, state: State, since: datetime) -> datetime | None:
    """Return the instant by which the promise of the stage is due, or None without one."""
    promise = process_of(order.channel, order.process_version).promise_at(state)
    if promise is None:
        return None
    calendar = calendar_of(order.office)
    if promise.unit is Unit.MINUTES:
        return calendar.add_working_minutes(since, promise.amount)
    if promise.unit is Unit.WORKING_DAYS:
        return deadlines.working_day_deadline(calendar, requested=since, days=promise.amount)
    return deadlines.calendar_day_window(calendar, start=since, days=promise.amount).closes
