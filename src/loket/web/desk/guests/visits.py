"""The page of a visit: who the guest is, their numbers, what they asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.counter import operations, queries
from loket.counter.access import services_in
from loket.counter.guestbook import questions_of_visit
from loket.counter.models import Visit
from loket.counter.models.tickets import OPEN_STATES
from loket.counter.operations import CounterRefusal
from loket.orders import access as orders
from loket.orders.queries import state_text
from loket.people import operations as people
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of, user_of
from loket.web.desk.finding import by_staff, visit_of
from loket.web.desk.guests.forms import BuyerForm, GuestForm
from loket.web.forms import PageForm


@staff(Role.OFFICER)
@require_safe
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    return _page(request, visit_of(request, visit_id))


@staff(Role.OFFICER)
@require_POST
def confirm(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The officer has seen an identity and corrects the guest book."""
    found = visit_of(request, visit_id)
    form = GuestForm(request.POST, auto_id="tamu_%s", questions=questions_of_visit(found))
    if not form.is_valid():
        return _page(request, found, guest_form=form)
    entry = form.told(
        language=found.language,
        consent_at=found.consent_at,
        priority_reason=found.priority_reason,
    )
    try:
        operations.confirm_guest(
            visit=found,
            entry=entry,
            checked_by=user_of(request),
            by=by_staff(request),
            at=timezone.now(),
        )
    except CounterRefusal as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, found, guest_form=form)
    messages.success(request, _("Identitas tamu sudah diperiksa."))
    return redirect("desk:visit", found.public_id)


@staff(Role.OFFICER)
@require_POST
def buyer(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Write down whom the agreement will be made with."""
    found = visit_of(request, visit_id)
    if found.guest is None:
        raise Http404
    form = BuyerForm(request.POST, auto_id="pembeli_%s", guest=found.guest)
    if not form.is_valid():
        return _page(request, found, buyer_form=form)
    if changed := form.profile():
        people.change_profile(found.guest, changed, by=by_staff(request), at=timezone.now())
    messages.success(request, _("Data pembeli disimpan."))
    return redirect("desk:visit", found.public_id)


@staff(Role.OFFICER)
@require_POST
def another_number(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Give the guest a number for another service of today."""
    found = visit_of(request, visit_id)
    service = services_in(office_of(request)).filter(code=request.POST.get("service", "")[:1])
    chosen = service.first()
    if chosen is None:
        messages.error(request, _("Pilih layanan dari daftar."))
        return redirect("desk:visit", found.public_id)
    try:
        ticket = operations.take_ticket(
            visit=found, service=chosen, by=by_staff(request), at=timezone.now()
        )
    except CounterRefusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Nomor antrean: %(label)s.") % {"label": ticket.label})
    return redirect("desk:visit", found.public_id)


@staff(Role.OFFICER)
@require_POST
def close(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The guest goes home (step W13)."""
    found = visit_of(request, visit_id)
    try:
        operations.close_visit(visit=found, by=by_staff(request), at=timezone.now())
    except CounterRefusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("desk:visit", found.public_id)
    messages.success(request, _("Kunjungan ditutup."))
    return redirect("desk:home")


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    guest_form: GuestForm | None = None,
    buyer_form: PageForm | None = None,
) -> HttpResponse:
    view = queries.visit_view(visit)
    found = orders.of_office(office_of(request)).filter(visit=visit)
    context: dict[str, Any] = {
        "view": view,
        "visit": visit,
        "guest_form": guest_form or _guest_form(visit),
        "buyer_form": buyer_form or _buyer_form(visit),
        "orders": [(order, state_text(order)) for order in found],
        "services": queries.services_of(visit.office),
        "calls": queries.calls_of_visit(visit),
        "is_running": any(ticket.state in OPEN_STATES for ticket in view.tickets),
    }
    wrong = guest_form is not None or buyer_form is not None
    return render(request, "desk/guests/visit.html", context, status=422 if wrong else 200)


def _guest_form(visit: Visit) -> GuestForm:
    told = {
        "name": visit.name,
        "email": visit.email,
        "phone": visit.phone,
        "institution": visit.institution,
        **visit.answers,
    }
    return GuestForm(initial=told, auto_id="tamu_%s", questions=questions_of_visit(visit))


def _buyer_form(visit: Visit) -> BuyerForm | None:
    return BuyerForm(guest=visit.guest, auto_id="pembeli_%s") if visit.guest else None
