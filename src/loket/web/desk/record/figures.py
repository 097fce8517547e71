"""How well the promise was kept, for those who made it: per day, service and officer."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.counter.queries import calls_of_day, officer_record
from loket.people.models import Role
from loket.people.queries import local_day
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.service_figures import month_record


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    context = month_record(office, request.GET.get("bulan", ""), local_day(office, timezone.now()))
    record = context["record"]
    context["officers"] = officer_record(office, record.first, record.last)
    return render(request, "desk/record/figures.html", context)


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def calls(request: HttpRequest, day: str) -> HttpResponse:
    """Every call of a day with its reason; `?terlambat` shows the late ones alone."""
    office = office_of(request)
    wanted = _day_of(day)
    found = calls_of_day(office, wanted)
    only_late = "terlambat" in request.GET
    context = {
        "office": office,
        "day": wanted,
        "calls": [call for call in found if call.late_by] if only_late else found,
        "only_late": only_late,
        "late": sum(call.late_by is not None for call in found),
        "total": len(found),
    }
    return render(request, "desk/record/calls.html", context)


def _day_of(typed: str) -> date:
    """
    :raises Http404: if it is no day of the calendar
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Http404 from None
