"""The ten-minute promise …"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.counter.counters import Counter

from loket.counter import operations, queries, refusals
from loket.counter.models import Call, CauseCode

MINUTE = timedelta(minutes=1)


def deadlines(counter: Counter, at: datetime) -> list[datetime | None]:
    return [line.deadline for line in queries.desk(counter.office, None, at).waiting]


def test_runs_from_the_arrival_when_nobody_is_before(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)

    assert deadlines(counter, nine) == [nine + 10 * MINUTE]


def test_does_not_run_while_the_guest_before_is_served(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine), counter.ticket(nine + MINUTE), counter.ticket(nine + MINUTE)
    served = counter.called(nine)

    assert deadlines(counter, nine + MINUTE) == [None, None]

    counter.start(served, nine + MINUTE)
    counter.finish(served, nine + 20 * MINUTE)
    assert deadlines(counter, nine + 21 * MINUTE) == [nine + 30 * MINUTE, None]


def test_runs_from_the_first_desk_that_becomes_free(counter: Counter, nine: datetime) -> None:
    for _ in range(3):
        counter.ticket(nine)
    one, two = counter.called(nine, 1), counter.called(nine, 2)
    counter.start(one, nine, 1), counter.start(two, nine, 2)
    counter.finish(one, nine + 5 * MINUTE, 1)
    counter.finish(two, nine + 9 * MINUTE, 2)

    assert deadlines(counter, nine + 9 * MINUTE) == [nine + 15 * MINUTE]


def test_runs_from_the_end_of_a_guest_who_did_not_come(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine), counter.ticket(nine)
    called = counter.called(nine + MINUTE)
    operations.no_show(ticket=called, by=counter.by(), at=nine + 4 * MINUTE)

    assert deadlines(counter, nine + 5 * MINUTE) == [nine + 14 * MINUTE]


def test_stands_still_in_the_lunch_break(counter: Counter) -> None:
    before_lunch = datetime(2026, 11, 24, 4, 55, tzinfo=UTC)  # 11.55 WIB; open again at 13.00
    counter.ticket(before_lunch)

    assert deadlines(counter, before_lunch) == [datetime(2026, 11, 24, 6, 5, tzinfo=UTC)]


def test_stands_still_over_a_holiday(counter: Counter) -> None:
    christmas_eve = datetime(2026, 12, 24, 8, 25, tzinfo=UTC)  # 15.25 WIB, joint leave
    counter.ticket(christmas_eve)

    (deadline,) = deadlines(counter, christmas_eve)

    assert deadline == datetime(2026, 12, 28, 1, 10, tzinfo=UTC)  # Monday 08.10 WIB


def test_is_kept_or_broken_by_the_call(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine), counter.ticket(nine)
    counter.serve(nine + 10 * MINUTE, nine + 12 * MINUTE)
    counter.serve(nine + 23 * MINUTE, nine + 24 * MINUTE)

    assert [
        (call.promise_from, call.promise_until, call.promise_kept)
        for call in Call.objects.order_by("id")
    ] == [
        (nine, nine + 10 * MINUTE, True),
        (nine + 12 * MINUTE, nine + 22 * MINUTE, False),
    ]


def test_broken_gets_a_cause(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    counter.call(nine + 11 * MINUTE)
    call, cause = Call.objects.get(), CauseCode.objects.get(code="system")
    assert len(queries.desk(counter.office, None, nine).late) == 1

    operations.set_cause(call=call, code=cause, note="", by=counter.by(), at=nine + 12 * MINUTE)

    view = queries.desk(counter.office, None, nine)
    assert view.late == ()
    record = queries.service_record(counter.office, call.day, call.day)
    assert [(text.id, count) for text, count in record.causes] == [(cause.label_id, 1)]


def test_kept_takes_no_cause(counter: Counter, nine: datetime) -> None:
    counter.ticket(nine)
    counter.call(nine + MINUTE)

    with pytest.raises(refusals.NotInThisState):
        operations.set_cause(
            call=Call.objects.get(),
            code=CauseCode.objects.get(code="system"),
            note="",
            by=counter.by(),
            at=nine,
        )
