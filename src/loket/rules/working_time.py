"""
The office's working time: opening hours with breaks, public holidays and cuti bersama.

Everything is computed on the office's wall clock (WIB, WITA or WIT) and given back as
aware UTC instants. Holidays come from the `holidays` library; an office may overrule any day.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays.countries.indonesia import Indonesia

from loket.rules.dates import ZONES, in_zone
from loket.rules.wording import RuleError, Text

_HORIZON_DAYS = 400  # longer than any closure; a calendar without opening hours ends here


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of wall-clock time on one day: open from `opens` until just before `closes`."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise RuleError(
                "Jam tutup harus setelah jam buka.", "Closing time must be after opening time."
            )


@dataclass(frozen=True, slots=True)
class DayOverride:
    """An office's own rule for one day; no spans means closed."""

    reason: str
    spans: tuple[Span, ...] = ()


_MORNING = Span(time(8), time(12))
_AFTERNOON = Span(time(13), time(15, 30))
# A visible default; offices set their own (hours differ between published standards).
DEFAULT_WEEK: dict[int, tuple[Span, ...]] = {
    **dict.fromkeys(range(4), (_MORNING, _AFTERNOON)),
    4: (Span(time(8), time(11, 30)), _AFTERNOON),
}


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """
    When an office is open.

    :param zone: Asia/Jakarta, Asia/Makassar or Asia/Jayapura
    :param week: spans by weekday, Monday = 0, in order and not overlapping
    :param overrides: days that differ: closed, shortened, or open despite a holiday
    :param observe_cuti_bersama: whether days of joint leave are closed
    :raises RuleError: unknown zone, or spans out of order
    """

    zone: str = "Asia/Jakarta"
    week: Mapping[int, tuple[Span, ...]] = field(default_factory=lambda: dict(DEFAULT_WEEK))
    overrides: Mapping[date, DayOverride] = field(default_factory=dict)
    observe_cuti_bersama: bool = True

    def __post_init__(self) -> None:
        if self.zone not in ZONES:
            raise RuleError(
                f"Zona waktu {self.zone} tidak dikenal. Pilih WIB, WITA, atau WIT.",
                f"Time zone {self.zone} is not known. Choose WIB, WITA or WIT.",
            )
        for spans in (*self.week.values(), *(day.spans for day in self.overrides.values())):
            for earlier, later in itertools.pairwise(spans):
                if earlier.closes > later.opens:
                    raise RuleError(
                        "Jam buka tumpang tindih atau tidak berurutan. Urutkan dari pagi.",
                        "Opening hours overlap or are out of order. List them from the morning.",
                    )

    def holiday(self, day: date) -> Text | None:
        """Return the name of a public holiday or joint leave the office observes."""
        found = _holidays(day.year).get(day)
        if found is None or (found.cuti_bersama and not self.observe_cuti_bersama):
            return None
        return found.name

    def closure(self, day: date) -> Text | None:
        """Say why the office is closed all day, or None when it opens."""
        if self.hours_on(day):
            return None
        if day in self.overrides:
            return Text(self.overrides[day].reason, self.overrides[day].reason)
        return self.holiday(day) or Text("Hari libur mingguan", "Weekly day off")

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Return the opening hours of a day on the office's clock; empty when closed."""
        if day in self.overrides:
            return self.overrides[day].spans
        if self.holiday(day):
            return ()
        return self.week.get(day.weekday(), ())

    def is_working_day(self, day: date) -> bool:
        return bool(self.hours_on(day))

    def local_date(self, at: datetime) -> date:
        """Return the office's date at an instant."""
        return in_zone(at, self.zone).date()

    def is_open(self, at: datetime) -> bool:
        clock = in_zone(at, self.zone)
        return any(
            span.opens <= clock.time() < span.closes for span in self.hours_on(clock.date())
        )

    def next_opening(self, at: datetime) -> datetime:
        """
        Return the first instant from `at` on at which the office is open (UTC).

        :raises RuleError: the calendar has no opening hours within 400 days
        """
        for opens, closes in self.openings(at):
            if closes > at:
                return max(opens, at).astimezone(UTC)
        raise _never_open()

    def add_working_minutes(self, at: datetime, minutes: int) -> datetime:
        """Return the instant at which `minutes` of opening time have passed since `at` (UTC)."""
        return self.add_working_time(at, timedelta(minutes=minutes))

    def add_working_time(self, at: datetime, duration: timedelta) -> datetime:
        """Return the instant at which `duration` of opening time has passed since `at` (UTC)."""
        left = duration
        for opens, closes in self.openings(at):
            begin = max(opens, at)
            if begin >= closes:
                continue
            if left <= closes - begin:
                return (begin + left).astimezone(UTC)
            left -= closes - begin
        raise _never_open()

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return how long the office was open from `start` to `end` (zero if reversed)."""
        total = timedelta()
        for opens, closes in self.openings(start):
            if opens >= end:
                break
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`; 0 gives `day`, or the next one open."""
        current = day
        while count or not self.is_working_day(current):
            current += timedelta(days=1)
            if (current - day).days > _HORIZON_DAYS + 7 * count:
                raise _never_open()
            if count and self.is_working_day(current):
                count -= 1
        return current

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days later than `after`, up to and including `until`."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def closing_time(self, day: date) -> datetime:
        """
        Return the last closing instant of a working day (UTC).

        :raises RuleError: the office is closed that day
        """
        spans = self.hours_on(day)
        if not spans:
            raise RuleError(
                "Kantor tutup pada hari itu. Pilih hari kerja.",
                "The office is closed on that day. Choose a working day.",
            )
        return self._instant(day, spans[-1].closes).astimezone(UTC)

    def openings(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield opening spans as instants from the office's day of `since` on, for 400 days."""
        first = self.local_date(since)
        for n in range(_HORIZON_DAYS):
            day = first + timedelta(days=n)
            for span in self.hours_on(day):
                yield self._instant(day, span.opens), self._instant(day, span.closes)

    def _instant(self, day: date, clock: time) -> datetime:
        # UTC at once: subtracting wall clocks of one zone would ignore its offsets.
        return datetime.combine(day, clock, ZoneInfo(self.zone)).astimezone(UTC)


def is_provisional(year: int) -> bool:
    """Whether a year's joint leave is still to be decreed, or a feast's date is an estimate."""
    days = _holidays(year).values()
    return not any(day.cuti_bersama for day in days) or any(day.estimated for day in days)


@dataclass(frozen=True, slots=True)
class _Holiday:
    name: Text
    cuti_bersama: bool
    estimated: bool


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, _Holiday]:
    in_id = Indonesia(years=year, categories=("public", "government"), language="id")
    in_en = Indonesia(years=year, categories=("public", "government"), language="en_US")
    public = Indonesia(years=year, categories=("public",), language="id")
    return {
        day: _Holiday(
            name=Text(name, in_en.get(day, name)),
            cuti_bersama=day not in public,
            estimated="(perkiraan)" in name,
        )
        for day, name in in_id.items()
    }


def _never_open() -> RuleError:
    return RuleError(
        "Kalender kantor tidak memuat jam buka. Isi jam buka kantor lebih dahulu.",
        "The office calendar has no opening hours. Enter the office's opening hours first.",
    )
