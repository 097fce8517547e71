"""The number on paper and as a code for the guest's phone."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.counter.access import ticket_by_link
from loket.counter.models import Kiosk, Ticket
from loket.counter.queries import place_of
from loket.web.kiosk.device import on_kiosk
from loket.web.ticket_code import code_of


@on_kiosk
@require_safe
def number(request: HttpRequest, device: Kiosk, public_id: UUID) -> HttpResponse:
    ticket = ticket_by_link(public_id)
    if ticket is None or ticket.office_id != device.office_id:
        raise Http404
    now = timezone.now()
    papers = [
        {"ticket": each, "place": place_of(each, now), "code": code_of(each)}
        for each in _all_of_visit(ticket)
    ]
    context = {"office": device.office, "device": device, "papers": papers, "now": now}
    return render(request, "kiosk/number.html", context)


def _all_of_visit(ticket: Ticket) -> list[Ticket]:
    """The numbers taken together: this one and those with the same instant."""
    together = Ticket.objects.filter(visit_id=ticket.visit_id, taken_at=ticket.taken_at)
    return list(together.select_related("office", "service", "counter").order_by("id"))
