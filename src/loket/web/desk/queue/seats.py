"""Who sits where, why a promise broke, and what earlier days left open."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket.counter import operations
from loket.counter.access import calls_in, counters_in
from loket.counter.operations import CounterRefusal
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff, my_counter
from loket.web.desk.queue.forms import CauseForm, SitForm


@staff(Role.OFFICER)
@require_POST
def sit(request: HttpRequest) -> HttpResponse:
    form = SitForm(request.POST)
    counters = counters_in(office_of(request))
    chosen = (
        counters.filter(number=form.cleaned_data["counter"]).first() if form.is_valid() else None
    )
    if chosen is None:
        messages.error(request, _("Pilih loket yang ada di kantor ini."))
        return redirect("desk:home")
    try:
        operations.sit_down(counter=chosen, by=by_staff(request), at=timezone.now())
    except CounterRefusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:home")


@staff(Role.OFFICER)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    counter = my_counter(request)
    if counter is not None:
        try:
            operations.leave_counter(counter=counter, by=by_staff(request), at=timezone.now())
        except CounterRefusal as refusal:
            messages.error(request, str(refusal.message))
    return redirect("desk:home")


@staff(Role.OFFICER)
@require_POST
def cause(request: HttpRequest, call_id: int) -> HttpResponse:
    """Say why a guest had to wait longer than promised."""
    office = office_of(request)
    call = calls_in(office).filter(pk=call_id).first()
    if call is None:
        raise Http404
    form = CauseForm(request.POST, office=office)
    if not form.is_valid():
        messages.error(request, _("Pilih penyebab keterlambatan dari daftar."))
        return redirect("desk:home")
    try:
        operations.set_cause(
            call=call,
            code=form.cause(),
            note=form.cleaned_data["note"],
            by=by_staff(request),
            at=timezone.now(),
        )
    except CounterRefusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("desk:home")


@staff(Role.OFFICER)
@require_POST
def close_earlier_days(request: HttpRequest) -> HttpResponse:
    closed = operations.close_earlier_days(
        office=office_of(request), by=by_staff(request), at=timezone.now()
    )
    messages.success(request, _("%(n)s nomor dari hari sebelumnya sudah ditutup.") % {"n": closed})
    return redirect("desk:home")
