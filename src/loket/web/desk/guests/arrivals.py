"""Guests whom the officer enters: without the kiosk, or later from a pre-printed slip."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.counter import operations
from loket.counter.guestbook import CONSENT, questions_of
from loket.counter.operations import CounterRefusal
from loket.people.models import Role
from loket.people.queries import local_day
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff
from loket.web.desk.guests.forms import ArrivalForm, SlipForm


@staff(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest) -> HttpResponse:
    """Sign the guest book for a guest and give them a number (W1, W2)."""
    office, now = office_of(request), timezone.now()
    form = ArrivalForm(request.POST or None, office=office, questions=questions_of(office))
    if request.method == "POST" and form.is_valid():
        entry = form.told(
            language=form.cleaned_data["guest_language"],
            consent_at=now,
            priority_reason=form.cleaned_data["priority_reason"],
        )
        try:
            (ticket,) = operations.check_in(
                office=office,
                entry=entry,
                services=[form.chosen()],
                origin="desk",
                by=by_staff(request),
                at=now,
            )
        except CounterRefusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(request, _("Nomor antrean: %(label)s.") % {"label": ticket.label})
            return redirect("desk:ticket_paper", ticket.public_id)
    return _page(request, "desk/guests/arrival.html", form)


@staff(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Enter a pre-printed number with its true times."""
    office, now = office_of(request), timezone.now()
    form = SlipForm(
        request.POST or None,
        office=office,
        questions=questions_of(office),
        initial={"day": local_day(office, now)},
    )
    if request.method == "POST" and form.is_valid():
        entry = form.told(
            language=form.cleaned_data["guest_language"],
            consent_at=form.arrived_at(),
            priority_reason=form.cleaned_data["priority_reason"],
        )
        try:
            ticket = operations.record_slip(
                office=office,
                printed=form.cleaned_data["printed"],
                service=form.chosen(),
                entry=entry,
                arrived_at=form.arrived_at(),
                reason=form.cleaned_data["reason"],
                served=form.served(),
                by=by_staff(request),
                at=now,
            )
        except CounterRefusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(
                request, _("Nomor cadangan dicatat sebagai %(label)s.") % {"label": ticket.label}
            )
            return redirect("desk:visit", ticket.visit.public_id)
    return _page(request, "desk/guests/slip.html", form)


def _page(request: HttpRequest, template: str, form: ArrivalForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "consent": CONSENT}, status=status)
