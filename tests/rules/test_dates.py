from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from loket.rules.dates import (
    date_in_words,
    format_date,
    format_instant,
    format_period,
    format_time,
)
from loket.rules.wording import RuleError

DAY = date(2026, 11, 24)
INSTANT = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)


def test_dates_are_written_out() -> None:
    assert format_date(DAY) == "24 November 2026"
    assert format_date(DAY, weekday=True) == "Selasa, 24 November 2026"
    assert format_date(date(2026, 8, 1), "en", weekday=True) == "Saturday, 1 August 2026"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("Asia/Jakarta", "pukul 09.05 WIB"),
        ("Asia/Makassar", "pukul 10.05 WITA"),
        ("Asia/Jayapura", "pukul 11.05 WIT"),
    ],
)
def test_times_are_the_offices(zone: str, written: str) -> None:
    assert format_time(INSTANT, zone) == written


def test_an_instant_has_the_offices_date() -> None:
    late = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)

    assert format_instant(late, "Asia/Jakarta") == "1 Januari 2027 pukul 00.00 WIB"
    assert format_instant(INSTANT, "Asia/Jakarta", "en") == "24 November 2026, 09:05 WIB"


def test_periods_repeat_nothing() -> None:
    assert format_period(date(2026, 11, 1), date(2026, 11, 30)) == "1–30 November 2026"
    assert format_period(DAY, DAY) == "24 November 2026"
    assert (
        format_period(date(2026, 12, 30), date(2027, 1, 2)) == "30 Desember 2026 – 2 Januari 2027"
    )


def test_agreements_write_the_date_in_words() -> None:
    assert date_in_words(DAY) == (
        "hari Selasa, tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    )
    assert date_in_words(date(2026, 11, 3), "en") == "Tuesday, the 3rd of November 2026"
    assert date_in_words(date(2026, 11, 12), "en") == "Thursday, the 12th of November 2026"


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(RuleError, match="zona waktu"):
        format_time(INSTANT.replace(tzinfo=None), "Asia/Jakarta")
    with pytest.raises(RuleError, match="Europe/Berlin"):
        format_time(INSTANT, "Europe/Berlin")
