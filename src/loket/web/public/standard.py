"""The service standard, drawn from the process that the software itself obeys."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.people.models import Office, Role
from loket.people.queries import office_by_code, selling_offices, staff_of
from loket.process import CURRENT
from loket.process.vocabulary import Process, Promise, State, Text
from loket.process.words import ACTORS, STATES, UNITS
from loket.web.access import public
from loket.web.public.components_of_standard import Facts, groups
from loket.web.public.hours import hours_of
from loket.web.public.prices import price_list, tariff_book


@dataclass(frozen=True, slots=True)
class PromiseRow:
    stage: Text
    whose_turn: Text
    amount: int
    unit: Text


@dataclass(frozen=True, slots=True)
class Channel:
    name: str
    process: Process
    promises: tuple[PromiseRow, ...]


@public
@require_safe
def standard(request: HttpRequest, code: str = "") -> HttpResponse:
    offices = selling_offices()
    office = office_by_code(code) if code else (offices[0] if len(offices) == 1 else None)
    if code and office is None:
        raise Http404
    context = {
        "office": office,
        "offices": offices,
        "channels": [_channel(process) for process in CURRENT.values()],
        "groups": groups(_facts(office)),
        "version": CURRENT["online"].version,
    }
    return render(request, "public/standard.html", context)


def _channel(process: Process) -> Channel:
    rows = tuple(_promise(p) for p in process.promises if p.state is not State.CORRECTED)
    return Channel(process.channel, process, rows)


def _promise(promise: Promise) -> PromiseRow:
    return PromiseRow(
        STATES[promise.state], ACTORS[promise.actor], promise.amount, UNITS[promise.unit]
    )


def _facts(office: Office | None) -> Facts:
    book = tariff_book(office, timezone.now())
    if office is None:
        return Facts(office=None, hours=(), prices=price_list(book), book=book, staff=())
    staff = tuple(
        (role.label, len(staff_of(office, role))) for role in Role if role != "system_admin"
    )
    return Facts(
        office=office,
        hours=hours_of(office, timezone.now()).week,
        prices=price_list(book),
        book=book,
        staff=tuple((str(label), count) for label, count in staff if count),
    )
