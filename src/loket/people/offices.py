"""Every write about offices: their data, opening hours and days that differ.

Where money goes and what things cost is changed by two people: one asks, another agrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from loket.ledger import trail
from loket.ledger.context import By
from loket.people.models import Office, OfficeChange, OpeningHours, SpecialDay

PLAIN = (
    "name",
    "city",
    "address",
    "phone",
    "email",
    "time_zone",
    "satker",
    "takes_cash",
    "inquiry_minutes",
    "is_active",
)
GUARDED = (
    "bank_name",
    "bank_account_name",
    "bank_account_number",
    "bank_swift",
    "tariff_book",
    "reduction_quota",
)
FRIDAY, SATURDAY = 4, 5


class OfficeExists(Exception):
    message = _("Kantor dengan kode ini sudah ada. Buka kantor itu untuk mengubahnya.")


class ChangeWaits(Exception):
    message = _("Perubahan lain masih menunggu persetujuan. Putuskan itu dahulu.")


class AnotherMustDecide(Exception):
    message = _("Perubahan ini harus disetujui orang lain, dan hanya satu kali.")


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of one weekday, by the office's clock."""

    opens: time
    closes: time
    break_starts: time | None = None
    break_ends: time | None = None


def usual_week() -> dict[int, Hours]:
    """Return hours to begin with; each office sets its own."""
    noon, one, end = time(12), time(13), time(15, 30)
    week = {day: Hours(time(8), end, noon, one) for day in range(SATURDAY)}
    week[FRIDAY] = Hours(time(8), end, time(11, 30), one)
    return week


@transaction.atomic(durable=True)
def open_office(code: str, values: Mapping[str, Any], *, by: By, at: datetime) -> Office:
    """Add an office, with the usual opening hours.

    :param code: four digits, the area's code
    :param values: plain columns, and the tariff book it begins with
    :raises OfficeExists: if there is one of that code
    """
    if Office.objects.filter(code=code).exists():
        raise OfficeExists
    office = Office.objects.create(code=code, **values)
    _write_week(office, usual_week())
    _record("open_office", office, by=by, at=at, payload={"columns": sorted(values)})
    return office


@transaction.atomic(durable=True)
def change_office(office: Office, values: Mapping[str, Any], *, by: By, at: datetime) -> None:
    """Change the office's data, except what needs a second person.

    :raises ValueError: for a column that needs one
    """
    if wrong := set(values) - set(PLAIN):
        raise ValueError(f"not changed here: {sorted(wrong)}")
    changed = {name: value for name, value in values.items() if getattr(office, name) != value}
    if not changed:
        return
    Office.objects.filter(pk=office.pk).update(**changed)
    _record("change_office", office, by=by, at=at, payload={"columns": sorted(changed)})


@transaction.atomic(durable=True)
def propose_change(
    office: Office, values: Mapping[str, str], *, by: By, at: datetime
) -> OfficeChange | None:
    """Ask for a change of bank account or tariff book; None if nothing would change.

    :raises ChangeWaits: while another one waits to be decided
    """
    trail.lock(by.office)
    changed = {n: v for n, v in values.items() if n in GUARDED and getattr(office, n) != v}
    if not changed:
        return None
    if OfficeChange.objects.filter(office=office, accepted=None).exists():
        raise ChangeWaits
    change = OfficeChange.objects.create(
        office=office, proposal=changed, requested_by_id=by.who, requested_at=at
    )
    _record(
        "propose_office_change",
        office,
        by=by,
        at=at,
        payload={"change": change.pk, "columns": sorted(changed)},
    )
    return change


@transaction.atomic(durable=True)
def decide_change(change: OfficeChange, *, accept: bool, by: By, at: datetime) -> None:
    """Agree to a change that somebody else asked for, or refuse it.

    :raises AnotherMustDecide: for one's own, or one that is decided
    """
    if by.who == change.requested_by_id:
        raise AnotherMustDecide
    waiting = OfficeChange.objects.filter(pk=change.pk, accepted=None)
    if not waiting.update(accepted=accept, decided_by=by.who, decided_at=at):
        raise AnotherMustDecide
    if accept:
        Office.objects.filter(pk=change.office_id).update(**change.proposal)
    _record(
        "decide_office_change",
        change.office,
        by=by,
        at=at,
        payload={"change": change.pk, "accepted": accept},
    )


@transaction.atomic(durable=True)
def set_hours(office: Office, week: Mapping[int, Hours], *, by: By, at: datetime) -> None:
    """Put other opening hours in force at once.

    :param week: by weekday, Monday 0; a day left out is closed
    """
    OpeningHours.objects.filter(office=office).delete()
    _write_week(office, week)
    _record("set_hours", office, by=by, at=at, payload={"weekdays": sorted(week)})


@transaction.atomic(durable=True)
def set_special_day(
    office: Office, day: date, *, is_open: bool, reason: str, by: By, at: datetime
) -> None:
    """Say how a day differs from the calendar; said again, the later words hold."""
    SpecialDay.objects.update_or_create(
        office=office, day=day, defaults={"is_open": is_open, "reason": reason}
    )
    payload = {"day": day.isoformat(), "is_open": is_open}
    _record("set_special_day", office, by=by, at=at, payload=payload)


@transaction.atomic(durable=True)
def drop_special_day(special: SpecialDay, *, by: By, at: datetime) -> None:
    """Let the calendar hold again for that day."""
    payload = {"day": special.day.isoformat()}
    SpecialDay.objects.filter(pk=special.pk).delete()
    _record("drop_special_day", special.office, by=by, at=at, payload=payload)


def _write_week(office: Office, week: Mapping[int, Hours]) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(
            office=office,
            weekday=weekday,
            opens=hours.opens,
            closes=hours.closes,
            break_starts=hours.break_starts,
            break_ends=hours.break_ends,
        )
        for weekday, hours in sorted(week.items())
    )


def _record(
    action: str, office: Office, *, by: By, at: datetime, payload: Mapping[str, Any]
) -> None:
    trail.record(action, subject=f"office:{office.code}", by=by, at=at, payload=payload)
