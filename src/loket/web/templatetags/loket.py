"""Tags and filters that every template has: one way to write money, days and sizes."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol, cast

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from loket.catalogue.wording import format_name
from loket.rules import dates, figures
from loket.rules.rupiah import format_rupiah
from loket.rules.wording import Language
from loket.web.middleware.once import FIELD

register = template.Library()

BYTES_IN_UNIT = 1000
UNITS = ["B", "kB", "MB", "GB", "TB"]
SECONDS_IN_MINUTE = 60
MINUTES_IN_HOUR = 60
DEFAULT_ZONE = "Asia/Jakarta"


class Bilingual(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def en(self) -> str: ...


@register.simple_tag(takes_context=True)
def once(context: template.Context) -> SafeString:
    """The hidden fields of a form that changes something: CSRF token and a fresh key."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="{}" value="{}">',
        context.get("csrf_token", ""),
        FIELD,
        new_key(),
    )


@register.simple_tag
def once_key() -> str:
    """A fresh key alone, for an `Idempotency-Key` header or a button outside a form."""
    return new_key()


def new_key() -> str:
    return secrets.token_urlsafe(24)


@register.simple_tag
def text(value: Bilingual | str | None) -> str:
    """Write a text that exists in both languages in the language of the page."""
    return teks(value)


@register.filter
def teks(value: Bilingual | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if not hasattr(value, "en"):
        return str(value)
    return value.en if language() == "en" else value.id


@register.filter
def rupiah(amount: int | None) -> str:
    """Write Rp1.250.000 (Indonesian) or Rp1,250,000 (English)."""
    return "" if amount is None else format_rupiah(int(amount), language())


@register.filter
def angka(number: int | Decimal | None) -> str:
    """Write a number with the marks of the language."""
    return "" if number is None else figures.decimal_figure(Decimal(number), language())


@register.filter
def tanggal(value: date | datetime | None, zone: str = "") -> str:
    """Write 24 November 2026; an instant by the clock of the zone (or of the office)."""
    if value is None:
        return ""
    day = _local(value, zone).date() if isinstance(value, datetime) else value
    return dates.format_date(day, language())


@register.filter
def waktu(value: datetime | None, zone: str = "") -> str:
    """Write 24 November 2026 pukul 09.05 WIB by the clock of the zone (or of the office)."""
    return "" if value is None else dates.format_instant(value, _zone(zone), language())


@register.filter
def pukul(value: datetime | None, zone: str = "") -> str:
    """Write pukul 09.05 WIB."""
    return "" if value is None else dates.format_time(value, _zone(zone), language())


@register.filter
def mesin(value: datetime | None) -> str:
    """Write an instant for the `datetime` attribute of a `<time>` element."""
    return "" if value is None else value.isoformat(timespec="seconds")


@register.filter
def ukuran(size_bytes: int | None) -> str:
    """Write a size in decimal units: 1,2 GB."""
    if size_bytes is None:
        return ""
    size, unit = Decimal(size_bytes), 0
    while size >= BYTES_IN_UNIT and unit < len(UNITS) - 1:
        size, unit = size / BYTES_IN_UNIT, unit + 1
    shown = size if unit == 0 else round(size, 1)
    if shown >= BYTES_IN_UNIT and unit < len(UNITS) - 1:
        shown, unit = Decimal(1), unit + 1
    return f"{figures.decimal_figure(shown, language())} {UNITS[unit]}"


register.filter("format_name", format_name)


@register.filter
def lama(duration: timedelta | None) -> str:
    """Write how long something took: 45 detik, 3 menit, 1 jam 5 menit."""
    if duration is None:
        return "–"
    seconds = max(0, round(duration.total_seconds()))
    if seconds < SECONDS_IN_MINUTE:
        return ngettext("%(n)s detik", "%(n)s detik", seconds) % {"n": seconds}
    hours, minutes = divmod(round(seconds / SECONDS_IN_MINUTE), MINUTES_IN_HOUR)
    in_hours = ngettext("%(n)s jam", "%(n)s jam", hours) % {"n": hours} if hours else ""
    if hours and not minutes:
        return in_hours
    in_minutes = ngettext("%(n)s menit", "%(n)s menit", minutes) % {"n": minutes}
    return f"{in_hours} {in_minutes}".strip()


@register.simple_tag(takes_context=True)
def current(context: template.Context, prefix: str) -> str:
    """Mark a link of the menu as the page one is on."""
    request = cast("HttpRequest | None", context.get("request"))
    here = request.path if request else ""
    return SafeString('aria-current="page"') if _is_at(here, prefix) else ""


@register.simple_tag
def described(*identifiers: str) -> SafeString:
    """Write `aria-describedby` for the identifiers that are not empty."""
    named = [(i,) for i in identifiers if i]
    if not named:
        return SafeString("")
    return format_html(' aria-describedby="{}"', format_html_join(" ", "{}", named))


def language() -> Language:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _is_at(here: str, prefix: str) -> bool:
    return here == prefix or (prefix != "/" and here.startswith(prefix))


def _zone(zone: str) -> str:
    name = zone or timezone.get_current_timezone_name()
    return name if name in dates.ZONES else DEFAULT_ZONE


def _local(value: datetime, zone: str) -> datetime:
    return dates.in_zone(value, _zone(zone))
