"""The treasurer's first page: what waits, what came, what does not fit."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.payments import desk
from loket.payments.queries import open_exceptions
from loket.people.models import Office, Role
from loket.people.queries import local_day, zone_of
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.treasury import words


@staff(Role.TREASURER)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "treasury/home.html", _desk(office_of(request)))


@staff(Role.TREASURER)
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The lists alone, asked for again every few seconds."""
    return render(request, "treasury/lists.html", _desk(office_of(request)))


@staff(Role.TREASURER)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find a case by any number; a single one is opened at once."""
    typed = request.GET.get("q", "")[:80]
    office = office_of(request)
    found = desk.find(office, typed)
    cases, asked = desk.find_cases(office, typed), desk.find_returns(office, typed)
    if len(found) == 1 and not cases and not asked:
        return redirect("treasury:case", found[0].public_id)
    context = {
        "typed": typed,
        "orders": found,
        "cases": [(case, words.EXCEPTIONS[case.kind].title) for case in cases],
        "returns": asked,
    }
    return render(request, "treasury/search.html", context)


def _desk(office: Office) -> dict[str, Any]:
    now = timezone.now()
    today = datetime.combine(local_day(office, now), time(), zone_of(office))
    return {
        "waiting": desk.waiting_for_payment(office),
        "proofs": desk.proofs_to_check(office),
        "receipts": desk.receipts_to_make(office),
        "arrived": desk.arrived_since(office, today),
        "exceptions": open_exceptions(office),
        "now": now,
    }
