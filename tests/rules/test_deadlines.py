from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loket.rules.deadlines import (
    Pause,
    billing_window,
    relink_window,
    service_deadline,
    working_day_deadline,
)
from loket.rules.wording import RuleError
from loket.rules.working_time import OfficeCalendar

JAKARTA = ZoneInfo("Asia/Jakarta")
CALENDAR = OfficeCalendar()


def wib(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("arrived", "previous", "deadline"),
    [
        (wib(11, 24, 9), None, wib(11, 24, 9, 10)),
        (wib(11, 24, 9), wib(11, 24, 9, 20), wib(11, 24, 9, 30)),
        (wib(11, 24, 9), wib(11, 24, 8, 30), wib(11, 24, 9, 10)),
        (wib(11, 24, 11, 30), wib(11, 24, 11, 56), wib(11, 24, 13, 6)),
        (wib(11, 24, 12, 30), None, wib(11, 24, 13, 10)),
        (wib(11, 24, 15, 10), wib(11, 24, 15, 28), wib(11, 25, 8, 8)),
        (wib(11, 24, 7, 30), None, wib(11, 24, 8, 10)),
    ],
)
def test_the_ten_minutes_run_from_the_previous_guest_within_hours(
    arrived: datetime, previous: datetime | None, deadline: datetime
) -> None:
    assert service_deadline(CALENDAR, arrived=arrived, previous_finished=previous) == deadline


@pytest.mark.parametrize(
    ("requested", "days", "counts", "deadline"),
    [
        (wib(11, 24, 9), 1, True, wib(11, 24, 15, 30)),
        (wib(11, 24, 9), 10, True, wib(12, 7, 15, 30)),
        (wib(11, 24, 9), 10, False, wib(12, 8, 15, 30)),
        (wib(11, 24, 16), 1, True, wib(11, 25, 15, 30)),
        (wib(11, 28, 9), 1, True, wib(11, 30, 15, 30)),
        (wib(12, 23, 9), 3, True, wib(12, 29, 15, 30)),
    ],
)
def test_working_days_end_at_closing_time(
    requested: datetime, days: int, counts: bool, deadline: datetime
) -> None:
    found = working_day_deadline(
        CALENDAR, requested=requested, days=days, request_day_counts=counts
    )

    assert found == deadline


def test_waiting_for_the_customer_is_given_back_once() -> None:
    pauses = [
        Pause(wib(11, 25, 10), wib(11, 30, 9)),
        Pause(wib(11, 26, 10), wib(11, 27, 10)),  # within the first
    ]

    found = working_day_deadline(CALENDAR, requested=wib(11, 24, 9), days=5, pauses=pauses)

    assert found == wib(12, 3, 15, 30)


def test_there_is_no_deadline_while_waiting() -> None:
    waiting = [Pause(wib(11, 25, 10), None), Pause(wib(11, 26, 10), wib(11, 27, 10))]

    assert working_day_deadline(CALENDAR, requested=wib(11, 24, 9), days=5, pauses=waiting) is None


def test_a_limit_is_at_least_a_day() -> None:
    with pytest.raises(RuleError, match="satu hari kerja"):
        working_day_deadline(CALENDAR, requested=wib(11, 24, 9), days=0)


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_the_link_may_be_asked_again_through_the_thirtieth_day(zone: str) -> None:
    local = ZoneInfo(zone)
    window = relink_window(
        OfficeCalendar(zone=zone), completed=datetime(2026, 11, 1, 14, 3, tzinfo=local)
    )

    assert window.contains(datetime(2026, 11, 1, 14, 3, tzinfo=local))
    assert window.contains(datetime(2026, 12, 1, 23, 59, 59, 999_999, tzinfo=local))
    assert not window.contains(datetime(2026, 12, 2, 0, 0, tzinfo=local))
    assert not window.contains(datetime(2026, 11, 1, 14, 2, 59, tzinfo=local))


def test_a_billing_code_lives_exactly_seven_days() -> None:
    issued = datetime(2022, 9, 22, 0, 21, 16, tzinfo=UTC)
    window = billing_window(issued=issued)

    assert window.closes == datetime(2022, 9, 29, 0, 21, 16, tzinfo=UTC)
    assert window.contains(window.closes - timedelta(microseconds=1))
    assert not window.contains(window.closes)
