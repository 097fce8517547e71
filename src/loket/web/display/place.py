"""A guest's own place in line, on the phone: the link on the ticket, without any name."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.counter.access import ticket_by_link
from loket.counter.models import Ticket
from loket.counter.queries import place_of
from loket.documents.papers import ticket as ticket_paper
from loket.people.papers import letterhead
from loket.web.access import public
from loket.web.display.polling import answer
from loket.web.templatetags.loket import language


@public
@require_safe
def place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticket = _ticket(public_id)
    context = {"ticket": ticket, "place": place_of(ticket, timezone.now())}
    return render(request, "display/place.html", context)


@public
@require_safe
def state(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The part of the page that changes, for the phone that asks every few seconds."""
    ticket = _ticket(public_id)
    now = timezone.now()
    return answer(
        request,
        ticket.office,
        now,
        name=f"place-{public_id}-{language()}",
        make=lambda: render_to_string(
            "display/place_state.html", {"ticket": ticket, "place": place_of(ticket, now)}
        ),
        content_type="text/html; charset=utf-8",
    )


@public
@require_safe
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The number as a PDF for an 80 mm roll, or to keep; it carries no name."""
    ticket = _ticket(public_id)
    now = timezone.now()
    where = place_of(ticket, now)
    data = ticket_paper.TicketData(
        language="en" if language() == "en" else "id",
        office=letterhead(ticket.office),
        label=ticket.label,
        service=where.service,
        taken_at=ticket.taken_at,
        ahead=where.ahead or 0,
        expected_minutes=where.expected_minutes,
        priority=ticket.has_priority,
        status_url=settings.LOKET_SITE + reverse("display:place", args=[public_id]),
    )
    response = HttpResponse(ticket_paper.render(data), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{ticket.label}.pdf"'
    return response


def _ticket(public_id: UUID) -> Ticket:
    ticket = ticket_by_link(public_id)
    if ticket is None:
        raise Http404
    return ticket
