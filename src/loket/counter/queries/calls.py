"""Every call of a day with its reason: why this guest, why now, and whether in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from loket.counter.models import Call, Visit
from loket.people.models import Office
from loket.rules.numbering import ticket_label
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """
    One call as it was recorded.

    :param late_by: how long after the promise; None if it was kept or not measured
    :param cause: what an officer gave as the cause of a late call
    """

    call: Call
    label: str
    service: Text
    officer: str
    policy: str
    late_by: timedelta | None
    cause: Text | None
    cause_note: str


def calls_of_day(office: Office, day: date) -> list[RecordedCall]:
    """Return the day's calls, the earliest first."""
    return _recorded(Call.objects.filter(office=office, day=day))


def calls_of_visit(visit: Visit) -> list[RecordedCall]:
    """Return the calls of all numbers of a visit, the earliest first."""
    return _recorded(Call.objects.filter(ticket__visit=visit))


def _recorded(calls: QuerySet[Call]) -> list[RecordedCall]:
    known: Iterable[Call] = calls.select_related(
        "ticket", "service", "counter", "officer", "policy", "cause__code"
    ).order_by("id")
    return [_row(call) for call in known]


def _row(call: Call) -> RecordedCall:
    cause = getattr(call, "cause", None)
    broken = call.promise_kept is False and call.promise_until is not None
    return RecordedCall(
        call=call,
        label=ticket_label(call.service.code, call.ticket.number),
        service=Text(call.service.name_id, call.service.name_en),
        officer=call.officer.name if call.officer else "",
        policy=call.policy.name if call.policy else "",
        late_by=call.at - call.promise_until if broken and call.promise_until else None,
        cause=Text(cause.code.label_id, cause.code.label_en) if cause else None,
        cause_note=cause.note if cause else "",
    )
