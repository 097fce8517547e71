"""Whether the abstraksi fits the list (steps O3, W5), and the signed agreement (O9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from loket.agreements import operations as agreements
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.orders.queries import why_not
from loket.people.models import Role
from loket.ports.scanner import AGREEMENT
from loket.process.vocabulary import Actor
from loket.web import uploading
from loket.web.access import staff
from loket.web.desk.cases import page
from loket.web.desk.cases.acting import run, take
from loket.web.desk.cases.forms import form_for
from loket.web.desk.finding import by_staff, order_of
from loket.web.desk.queue.passing_on import to_consultation
from loket.web.forms import PageForm
from loket.web.reasons import words_of


@staff(Role.OFFICER)
@require_POST
def accept(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "accept",
        lambda order, form, by, at: agreements.accept(
            order, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        _("Keputusan disimpan: abstraksi sesuai."),
    )


@staff(Role.OFFICER)
@require_POST
def reject(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "reject",
        lambda order, form, by, at: agreements.reject(
            order, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        _("Permintaan dibatalkan karena abstraksi tidak sesuai; pengguna layanan dikabari."),
    )


@staff(Role.OFFICER)
@require_POST
def refer(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The guest goes to consultation, with a number there (step W5b)."""
    answer = take(
        request,
        order_id,
        "refer",
        lambda order, form, by, at: agreements.refer(
            order, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        _("Permintaan dialihkan ke konsultasi statistik."),
    )
    if answer.status_code == 302:  # noqa: PLR2004
        to_consultation(request, order_of(request, order_id).visit)
    return answer


@staff(Role.OFFICER)
@require_POST
def receive_sppd(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """The signed agreement is in: on paper or as a file (steps W5a, O9)."""
    order = order_of(request, order_id)
    by, at = by_staff(request), timezone.now()
    form = form_for("receive_sppd", order, request.POST, request.FILES)
    if not form.is_valid():
        return page.page(request, order, {"receive_sppd": form}, status=422)
    if refused := why_not(order, "receive_sppd", Actor.OFFICER):
        form.add_error(None, words_of(refused))
        return page.page(request, order, {"receive_sppd": form}, status=409)
    upload = uploading.take(
        form, AGREEMENT, purpose="sppd", subject=subject_of(order), by=by, at=at
    )
    if form.errors:
        return page.page(request, order, {"receive_sppd": form}, status=422)

    def receive(order: Order, form: PageForm, by: By, at: datetime) -> None:
        agreements.receive_sppd(
            order,
            form=form.cleaned_data["form"],
            originals=form.cleaned_data["originals"],
            upload=upload,
            meterai=form.cleaned_data["meterai"],
            by=by,
            at=at,
        )

    return run(request, order, "receive_sppd", form, receive, _("SPPD diterima."))


@staff(Role.OFFICER)
@require_POST
def refuse_sppd(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "refuse_sppd",
        lambda order, form, by, at: agreements.refuse_sppd(
            order, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        _("SPPD unggahan ditolak; pengguna layanan dikabari."),
    )


@staff(Role.OFFICER)
@require_POST
def undo_sppd(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "undo_sppd",
        lambda order, form, by, at: agreements.undo_sppd(
            order, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        _("Catatan penerimaan SPPD ditarik."),
    )
