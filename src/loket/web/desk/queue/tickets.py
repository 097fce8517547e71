"""What an officer does with a number: call, serve, set aside, pass on, finish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket.counter import operations
from loket.counter.models import ServiceCounter, Ticket
from loket.counter.operations import CounterRefusal
from loket.ledger.context import By
from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff, my_counter, ticket_of
from loket.web.desk.queue.forms import NoteForm, TransferForm


@staff(Role.OFFICER)
@require_POST
def call_next(request: HttpRequest) -> HttpResponse:
    counter = my_counter(request)
    if counter is None:
        return _choose_desk(request)
    try:
        called = operations.call_next(counter=counter, by=by_staff(request), at=timezone.now())
    except CounterRefusal as refusal:
        return _refused(request, refusal)
    if called is None:
        messages.info(request, _("Tidak ada tamu yang menunggu loket ini."))
    return redirect("desk:home")


@staff(Role.OFFICER)
@require_POST
def call_out_of_order(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    return _at_my_desk(
        request,
        ticket_id,
        lambda ticket, counter, by, at: operations.call_out_of_order(
            ticket=ticket, counter=counter, note=note, by=by, at=at
        ),
    )


@staff(Role.OFFICER)
@require_POST
def resume(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Go on with a guest who was set aside; `panggil` calls them by screen and voice."""
    aloud = request.POST.get("panggil") == "1"
    return _at_my_desk(
        request,
        ticket_id,
        lambda ticket, counter, by, at: operations.resume(
            ticket=ticket, counter=counter, by=by, at=at, call=aloud
        ),
    )


@staff(Role.OFFICER)
@require_POST
def recall(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _do(request, ticket_id, operations.recall)


@staff(Role.OFFICER)
@require_POST
def start(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _do(request, ticket_id, operations.start_serving)


@staff(Role.OFFICER)
@require_POST
def hold(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _do(request, ticket_id, operations.hold)


@staff(Role.OFFICER)
@require_POST
def no_show(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _do(request, ticket_id, operations.no_show)


@staff(Role.OFFICER)
@require_POST
def return_to_queue(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _do(request, ticket_id, operations.return_to_queue)


@staff(Role.OFFICER)
@require_POST
def finish(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    return _do(request, ticket_id, operations.finish_service)


@staff(Role.OFFICER)
@require_POST
def transfer(request: HttpRequest, ticket_id: UUID) -> HttpResponse:
    """Pass the guest to another service (a new number) or another desk (the same number)."""
    ticket = ticket_of(request, ticket_id)
    form = TransferForm(request.POST, office=office_of(request))
    if not form.is_valid() or not (form.to_service() or form.to_counter()):
        messages.error(request, _("Pilih layanan atau loket tujuan."))
        return redirect("desk:home")
    try:
        moved = operations.transfer(
            ticket=ticket,
            to_service=form.to_service(),
            to_counter=form.to_counter(),
            by=by_staff(request),
            at=timezone.now(),
        )
    except CounterRefusal as refusal:
        return _refused(request, refusal)
    messages.success(request, _("Tamu dialihkan dengan nomor %(label)s.") % {"label": moved.label})
    return redirect("desk:home")


def _do(request: HttpRequest, ticket_id: UUID, operation: Callable[..., object]) -> HttpResponse:
    ticket = ticket_of(request, ticket_id)
    try:
        operation(ticket=ticket, by=by_staff(request), at=timezone.now())
    except CounterRefusal as refusal:
        return _refused(request, refusal)
    return redirect("desk:home")


def _at_my_desk(
    request: HttpRequest,
    ticket_id: UUID,
    operation: Callable[[Ticket, ServiceCounter, By, datetime], object],
) -> HttpResponse:
    ticket, counter = ticket_of(request, ticket_id), my_counter(request)
    if counter is None:
        return _choose_desk(request)
    try:
        operation(ticket, counter, by_staff(request), timezone.now())
    except CounterRefusal as refusal:
        return _refused(request, refusal)
    return redirect("desk:home")


def _refused(request: HttpRequest, refusal: CounterRefusal) -> HttpResponse:
    messages.error(request, str(refusal.message))
    return redirect("desk:home")


def _choose_desk(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Pilih loket tempat Anda bertugas lebih dahulu."))
    return redirect("desk:home")
