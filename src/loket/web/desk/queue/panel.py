"""The queue as the officer sees it, on the home page and alone for refreshing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.counter import queries
from loket.counter.access import visits_in
from loket.counter.models import CallReason, ServiceKind, TicketState, Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.orders import access as orders
from loket.orders.models import Order
from loket.people.models import Office, Role
from loket.people.queries import local_day
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import my_counter
from loket.web.templatetags.loket import language

SECONDS_BETWEEN_FRESH = 20  # lateness and opening hours change by the clock alone
MOST_LEAVING = 10


@staff(Role.OFFICER)
@require_safe
def panel(request: HttpRequest) -> HttpResponse:
    """Answer the panel alone; 304 while nothing has changed since it was drawn."""
    tag = _tag(request)
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = render(request, "desk/queue/panel.html", context_of(request))
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def context_of(request: HttpRequest) -> dict[str, Any]:
    office, counter, now = office_of(request), my_counter(request), timezone.now()
    view = queries.desk(office, counter, now)
    services = queries.services_of(office)
    consultation = next((s for s in services if s.kind == ServiceKind.CONSULTATION), None)
    current = view.current
    return {
        "desk": view,
        "now": now,
        "counters": queries.counters_of(office),
        "services": services,
        "consultation": consultation
        if consultation and current and current.ticket.service_id != consultation.pk
        else None,
        "is_called": current is not None and current.state == TicketState.CALLED,
        "why": _why(view),
        "orders": _orders_of(view, office) if view.visit else [],
        "leaving": _leaving(office, now),
    }


def _why(view: queries.DeskView) -> queries.RecordedCall | None:
    """Return the call that brought the guest to the desk."""
    if view.current is None:
        return None
    calls = queries.calls_of_visit(view.current.ticket.visit)
    ticket = view.current.ticket.pk
    own = [c for c in calls if c.call.ticket_id == ticket and c.call.reason != CallReason.RECALL]
    return own[-1] if own else None


def _leaving(office: Office, at: datetime) -> list[Visit]:
    """Return today's visits whose numbers are all done and whose guest has not gone home."""
    served = visits_in(office).filter(closed_at=None, tickets__state=TicketState.DONE)
    waiting = served.exclude(tickets__state__in=OPEN_STATES).distinct().order_by("-opened_at")
    today = local_day(office, at)
    return [v for v in waiting[:MOST_LEAVING] if local_day(office, v.opened_at) == today]


def _orders_of(view: queries.DeskView, office: Office) -> list[Order]:
    if view.visit is None:
        return []
    return list(orders.of_office(office).filter(visit=view.visit.visit))


def _tag(request: HttpRequest) -> str:
    office, counter, now = office_of(request), my_counter(request), timezone.now()
    period = int(now.timestamp()) // SECONDS_BETWEEN_FRESH
    desk = counter.number if counter else 0
    version = queries.version_of(office)
    return f'"{office.code}-{version}-{period}-{desk}-{language()}"'
