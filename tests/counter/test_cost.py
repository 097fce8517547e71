"""What an operation at the counter may ask of the database, so that desks wait little."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.counter.counters import Counter

from loket.counter import queries


@pytest.fixture
def questions_of() -> Callable[[Callable[[], object]], int]:
    def count(operation: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            operation()
        return len(captured)

    return count


@pytest.mark.django_db(transaction=True)
def test_stays_small(
    counter: Counter, nine: datetime, questions_of: Callable[[Callable[[], object]], int]
) -> None:
    for _ in range(3):
        counter.ticket(nine)
    counter.serve(nine, nine)
    entry = counter.service()
    asked = {
        "ticket": questions_of(lambda: counter.ticket(nine)) - 1,  # the service
        "call": questions_of(lambda: counter.called(nine)) - 1,  # the desk
    }
    ticket = entry.tickets.get(state="called")
    asked["start"] = questions_of(lambda: counter.start(ticket, nine))
    asked["finish"] = questions_of(lambda: counter.finish(ticket, nine))

    # With BEGIN and COMMIT; on PostgreSQL everybody also stands in line at the office's chain.
    in_line = 1 if connection.vendor == "postgresql" else 0
    assert asked["ticket"] <= 15 + in_line
    assert asked["call"] <= 23 + in_line
    assert asked["start"] <= 12 + in_line  # one for when the guest was called last
    assert asked["finish"] <= 9 + in_line


@pytest.mark.django_db(transaction=True)
def test_does_not_grow_with_the_line(
    counter: Counter, nine: datetime, questions_of: Callable[[Callable[[], object]], int]
) -> None:
    for code in "PKP":
        counter.ticket(nine, code)
    short = questions_of(lambda: counter.serve(nine, nine))
    for code in "PK" * 15:
        counter.ticket(nine, code)

    assert questions_of(lambda: counter.serve(nine, nine)) <= short


@pytest.mark.django_db(transaction=True)
def test_of_a_desks_screen_does_not_grow_with_the_line(
    counter: Counter, nine: datetime, questions_of: Callable[[Callable[[], object]], int]
) -> None:
    for _ in range(2):
        counter.ticket(nine)
    counter.called(nine)
    desk = counter.desk()
    short = questions_of(lambda: queries.desk(counter.office, desk, nine))
    for _ in range(20):
        counter.ticket(nine)

    assert questions_of(lambda: queries.desk(counter.office, desk, nine)) == short
