"""Dates and clock times in words: 24 November 2026, pukul 09.05 WIB."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from loket.rules.terbilang import terbilang
from loket.rules.wording import Language, RuleError

ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

_MONTHS: dict[Language, list[str]] = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_WEEKDAYS: dict[Language, list[str]] = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def month_name(month: int, language: Language = "id") -> str:
    return _MONTHS[language][month - 1]


def format_date(day: date, language: Language = "id", *, weekday: bool = False) -> str:
    """Write 24 November 2026; with ``weekday``, Selasa, 24 November 2026."""
    written = f"{day.day} {month_name(day.month, language)} {day.year}"
    return f"{_WEEKDAYS[language][day.weekday()]}, {written}" if weekday else written


def format_period(first: date, last: date, language: Language = "id") -> str:
    """Write the days from ``first`` to ``last``: 1–30 November 2026."""
    if first == last:
        return format_date(first, language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_date(last, language)}"
    return f"{format_date(first, language)} – {format_date(last, language)}"


def format_time(at: datetime, zone: str, language: Language = "id") -> str:
    """Write the office's clock time: pukul 09.05 WIB, in English 09:05 WIB."""
    local = in_zone(at, zone)
    name = ZONES[zone]
    if language == "en":
        return f"{local:%H:%M} {name}"
    return f"pukul {local:%H.%M} {name}"


def format_instant(at: datetime, zone: str, language: Language = "id") -> str:
    """Write date and time: 24 November 2026 pukul 09.05 WIB."""
    day = format_date(in_zone(at, zone).date(), language)
    joint = ", " if language == "en" else " "
    return f"{day}{joint}{format_time(at, zone, language)}"


def date_in_words(day: date, language: Language = "id") -> str:
    """Write a date as agreements open: hari Selasa, tanggal dua puluh empat bulan November …"""
    weekday = _WEEKDAYS[language][day.weekday()]
    month = month_name(day.month, language)
    if language == "en":
        return f"{weekday}, the {_ordinal(day.day)} of {month} {day.year}"
    return (
        f"hari {weekday}, tanggal {terbilang(day.day)} bulan {month} tahun {terbilang(day.year)}"
    )


def in_zone(at: datetime, zone: str) -> datetime:
    """
    Turn an instant into the office's wall clock.

    :raises RuleError: the instant has no time zone, or the office's zone is not Indonesian
    """
    if at.tzinfo is None:
        raise RuleError(
            "Waktu tanpa zona waktu tidak dapat dipakai. Sertakan zona waktunya.",
            "An instant without a time zone cannot be used. Give its time zone.",
        )
    if zone not in ZONES:
        raise RuleError(
            f"Zona waktu {zone} tidak dikenal. Pilih salah satu dari: {', '.join(ZONES)}.",
            f"Time zone {zone} is not known. Choose one of: {', '.join(ZONES)}.",
        )
    return at.astimezone(ZoneInfo(zone))


def _ordinal(number: int) -> str:
    if number in (11, 12, 13):
        return f"{number}th"
    return str(number) + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
