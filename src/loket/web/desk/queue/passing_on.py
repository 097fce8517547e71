"""Passing a guest to consultation once the abstraksi does not fit (step W5b)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from loket.counter import operations
from loket.counter.access import services_in, tickets_in
from loket.counter.models import ServiceKind, Ticket, Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.counter.operations import CounterRefusal
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff


def to_consultation(request: HttpRequest, visit: Visit | None) -> Ticket | None:
    """Give the guest's running number over to consultation; say so, or say what to do."""
    office = office_of(request)
    service = services_in(office).filter(kind=ServiceKind.CONSULTATION).first()
    running = tickets_in(office).filter(visit=visit, state__in=OPEN_STATES) if visit else None
    ticket = running.exclude(service=service).order_by("id").first() if running else None
    if ticket is None or service is None:
        messages.info(
            request,
            _("Tidak ada nomor antrean yang berjalan untuk tamu ini; antar ke konsultasi."),
        )
        return None
    try:
        passed = operations.transfer(
            ticket=ticket,
            to_service=service,
            reason="abstraksi",
            by=by_staff(request),
            at=timezone.now(),
        )
    except CounterRefusal as refusal:
        messages.warning(request, str(refusal.message))
        return None
    messages.success(
        request,
        _("Tamu dialihkan ke konsultasi dengan nomor %(label)s.") % {"label": passed.label},
    )
    return passed
