from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.rules.wording import RuleError
from loket.rules.working_time import DayOverride, OfficeCalendar, Span, is_provisional

JAKARTA = ZoneInfo("Asia/Jakarta")
CALENDAR = OfficeCalendar()
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def wib(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (wib(11, 24, 7, 59, 59), False),
        (wib(11, 24, 8), True),
        (wib(11, 24, 11, 59, 59), True),
        (wib(11, 24, 12), False),
        (wib(11, 24, 13), True),
        (wib(11, 24, 15, 30), False),
        (wib(11, 27, 11, 30), False),  # Friday prayers
        (wib(11, 28, 9), False),  # Saturday
        (wib(8, 17, 9), False),  # Independence Day
        (wib(12, 24, 9), False),  # joint leave before Christmas
    ],
)
def test_is_open_within_hours_on_working_days(at: datetime, is_open: bool) -> None:
    assert CALENDAR.is_open(at) is is_open


@pytest.mark.parametrize(
    ("zone", "utc_hour"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", 23)]
)
def test_opens_by_the_offices_own_clock(zone: str, utc_hour: int) -> None:
    calendar = OfficeCalendar(zone=zone)
    at = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)

    day = 23 if utc_hour == 23 else 24
    assert calendar.next_opening(at) == datetime(2026, 11, day, utc_hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (wib(11, 24, 9), wib(11, 24, 9)),
        (wib(11, 24, 12, 15), wib(11, 24, 13)),
        (wib(11, 24, 15, 30), wib(11, 25, 8)),
        (wib(11, 27, 16), wib(11, 30, 8)),
        (wib(3, 17, 16), wib(3, 25, 8)),  # Nyepi and Eid with their joint leave
    ],
)
def test_knows_its_next_opening(at: datetime, opens: datetime) -> None:
    assert CALENDAR.next_opening(at) == opens


@pytest.mark.parametrize(
    ("at", "minutes", "ends"),
    [
        (wib(11, 24, 9), 10, wib(11, 24, 9, 10)),
        (wib(11, 24, 11, 55), 10, wib(11, 24, 13, 5)),
        (wib(11, 24, 11, 50), 10, wib(11, 24, 12)),
        (wib(11, 24, 15, 25), 10, wib(11, 25, 8, 5)),
        (wib(11, 27, 15, 25), 10, wib(11, 30, 8, 5)),
        (wib(11, 24, 3), 0, wib(11, 24, 8)),
        (wib(11, 24, 8), 390 + 5, wib(11, 25, 8, 5)),
    ],
)
def test_adds_minutes_of_opening_time(at: datetime, minutes: int, ends: datetime) -> None:
    assert CALENDAR.add_working_minutes(at, minutes) == ends


@given(INSTANTS, st.integers(0, 10_000))
def test_added_minutes_are_minutes_of_opening_time(at: datetime, minutes: int) -> None:
    end = CALENDAR.add_working_minutes(at, minutes)

    assert CALENDAR.working_time_between(at, end) == timedelta(minutes=minutes)
    assert end >= at


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=30)), st.integers(0, 30))
def test_opening_time_adds_up(at: datetime, length: timedelta, days: int) -> None:
    middle, end = at + length, at + length + timedelta(days=days)

    assert CALENDAR.working_time_between(at, end) == CALENDAR.working_time_between(
        at, middle
    ) + CALENDAR.working_time_between(middle, end)


def test_working_days_skip_weekends_and_holidays() -> None:
    assert CALENDAR.add_working_days(date(2026, 11, 24), 1) == date(2026, 11, 25)
    assert CALENDAR.add_working_days(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert CALENDAR.add_working_days(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert CALENDAR.add_working_days(date(2026, 11, 28), 0) == date(2026, 11, 30)
    assert CALENDAR.working_days_between(date(2026, 12, 23), date(2026, 12, 28)) == 1


@given(st.dates(date(2026, 1, 1), date(2026, 11, 30)), st.integers(1, 60))
def test_working_days_count_back(day: date, count: int) -> None:
    end = CALENDAR.add_working_days(day, count)

    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(day, end) == count


def test_an_office_may_overrule_any_day() -> None:
    short = Span(time(9), time(11))
    calendar = OfficeCalendar(
        overrides={
            date(2026, 8, 17): DayOverride("Piket pelayanan", (short,)),
            date(2026, 11, 24): DayOverride("Rapat kerja daerah"),
        }
    )

    assert calendar.hours_on(date(2026, 8, 17)) == (short,)
    assert not calendar.is_working_day(date(2026, 11, 24))
    closure = calendar.closure(date(2026, 11, 24))
    assert closure is not None
    assert closure.id == "Rapat kerja daerah"
    assert calendar.closure(date(2026, 8, 17)) is None


def test_joint_leave_can_be_a_working_day() -> None:
    calendar = OfficeCalendar(observe_cuti_bersama=False)

    assert calendar.is_working_day(date(2026, 12, 24))
    assert not calendar.is_working_day(date(2026, 12, 25))


def test_closures_are_named_in_both_languages() -> None:
    christmas = CALENDAR.closure(date(2026, 12, 25))
    sunday = CALENDAR.closure(date(2026, 11, 29))

    assert christmas is not None
    assert (christmas.id, christmas.en) == ("Hari Raya Natal", "Christmas Day")
    assert sunday is not None
    assert sunday.id == "Hari libur mingguan"


def test_years_without_a_decree_are_provisional() -> None:
    assert not is_provisional(2026)
    assert is_provisional(2035)


def test_closing_time_is_the_last_of_the_day() -> None:
    assert CALENDAR.closing_time(date(2026, 11, 24)) == wib(11, 24, 15, 30)
    with pytest.raises(RuleError, match="tutup"):
        CALENDAR.closing_time(date(2026, 11, 28))


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar: calendar.next_opening(wib(11, 24)),
        lambda calendar: calendar.add_working_minutes(wib(11, 24), 5),
        lambda calendar: calendar.add_working_days(date(2026, 11, 24), 1),
    ],
)
def test_a_calendar_without_hours_says_so(ask: Callable[[OfficeCalendar], object]) -> None:
    with pytest.raises(RuleError, match="jam buka"):
        ask(OfficeCalendar(week={}))


def test_senseless_hours_are_refused() -> None:
    with pytest.raises(RuleError, match="Jam tutup"):
        Span(time(9), time(9))
    with pytest.raises(RuleError, match="tumpang tindih"):
        OfficeCalendar(week={0: (Span(time(8), time(12)), Span(time(11), time(15)))})
    with pytest.raises(RuleError, match="Zona waktu"):
        OfficeCalendar(zone="Europe/Berlin")
