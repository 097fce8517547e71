"""Every step an officer takes on a case; each is one call into the domain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from loket.agreements import operations as agreements
from loket.agreements import refusals as unsigned
from loket.delivery import operations as deliveries
from loket.delivery import refusals as undelivered
from loket.feedback import operations as feedback
from loket.feedback.queries import rating_of
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile, subject_of
from loket.orders.queries import why_not
from loket.payments import refusals as unpaid
from loket.people.models import Role
from loket.ports.scanner import AGREEMENT
from loket.process.vocabulary import Actor
from loket.rules.wording import RuleError
from loket.web import uploading
from loket.web.access import staff
from loket.web.desk.cases import page
from loket.web.desk.cases.forms import HandOverForm, form_for
from loket.web.desk.finding import by_staff, order_of
from loket.web.desk.queue.passing_on import to_consultation
from loket.web.forms import PageForm
from loket.web.reasons import words_of

Do = Callable[[Order, PageForm, By, datetime], object]
REFUSALS = (
    ActionRefused,
    ChangedMeanwhile,
    RuleError,
    unsigned.MeteraiUsed,
    unsigned.NothingSigned,
    unsigned.TwoOriginalsNeeded,
    undelivered.NotPaid,
    undelivered.NotPrepared,
    undelivered.NotSigned,
    undelivered.SamePerson,
    undelivered.TooLate,
    undelivered.WrongKuitansi,
    unpaid.NoInvoice,
)


@staff(Role.OFFICER)
@require_POST
def accept(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
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
    return _take(
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
    answer = _take(
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

    return _run(request, order, "receive_sppd", form, receive, _("SPPD diterima."))


@staff(Role.OFFICER)
@require_POST
def refuse_sppd(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
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
    return _take(
        request,
        order_id,
        "undo_sppd",
        lambda order, form, by, at: agreements.undo_sppd(
            order, reason=form.cleaned_data["reason"], by=by, at=at
        ),
        _("Catatan penerimaan SPPD ditarik."),
    )


@staff(Role.OFFICER)
@require_POST
def send_offer(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "send_offer",
        lambda order, form, by, at: deliveries.send_offer(order, by=by, at=at),
        _("Contoh data, invoice, dan SPPD dikirim."),
    )


@staff(Role.OFFICER)
@require_POST
def issue_invoice(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "issue_invoice",
        lambda order, form, by, at: deliveries.issue_invoice(order, by=by, at=at),
        _("Invoice terbit dan terlihat di meja bendahara."),
    )


@staff(Role.OFFICER)
@require_POST
def deliver(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "deliver",
        lambda order, form, by, at: deliveries.deliver(order, medium=_medium(form), by=by, at=at),
        _("Kuitansi dan data diserahkan."),
    )


@staff(Role.OFFICER)
@require_POST
def redeliver(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "redeliver",
        lambda order, form, by, at: deliveries.redeliver(
            order, medium=_medium(form), by=by, at=at
        ),
        _("Data perbaikan diserahkan."),
    )


@staff(Role.OFFICER)
@require_POST
def complete(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "complete",
        lambda order, form, by, at: deliveries.complete(order, actor=Actor.OFFICER, by=by, at=at),
        _("Pesanan selesai."),
    )


@staff(Role.OFFICER)
@require_POST
def report_error(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "report_error",
        lambda order, form, by, at: deliveries.report_error(
            order, what=form.cleaned_data["what"], actor=Actor.OFFICER, by=by, at=at
        ),
        _("Kesalahan dicatat; data disiapkan ulang."),
    )


@staff(Role.OFFICER)
@require_POST
def relink(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Open the data again for somebody who shows the receipt (step O11)."""
    return _take(
        request,
        order_id,
        "relink",
        lambda order, form, by, at: deliveries.relink(
            order, kuitansi=form.cleaned_data["kuitansi"], actor=Actor.OFFICER, by=by, at=at
        ),
        _("Unduhan dibuka kembali; pengguna layanan menerima tautannya."),
    )


@staff(Role.OFFICER)
@require_POST
def follow_up(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Answer a rating by e-mail (step O12)."""

    def answer(order: Order, form: PageForm, by: By, at: datetime) -> None:
        rating = rating_of(order)
        if refused := why_not(order, "follow_up", Actor.OFFICER):
            raise refused
        if rating is not None:
            rating.order = order
            feedback.follow_up(rating, text=form.cleaned_data["text"], by=by, at=at)

    return _take(request, order_id, "follow_up", answer, _("Tindak lanjut dikirim."))


@staff(Role.OFFICER)
@require_POST
def cancel(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _take(
        request,
        order_id,
        "cancel",
        lambda order, form, by, at: deliveries.end_order(
            order,
            "cancel",
            actor=Actor.OFFICER,
            reason=form.cleaned_data["reason"],
            by=by,
            at=at,
        ),
        _("Permintaan dibatalkan."),
    )


def _take(
    request: HttpRequest, order_id: UUID, name: str, do: Do, done: str | Promise
) -> HttpResponse:
    order = order_of(request, order_id)
    form = form_for(name, order, request.POST)
    if not form.is_valid():
        return page.page(request, order, {name: form}, status=422)
    return _run(request, order, name, form, do, done)


def _run(
    request: HttpRequest,
    order: Order,
    name: str,
    form: PageForm,
    do: Do,
    done: str | Promise,
) -> HttpResponse:
    """Do it; a refusal is shown on the case as it then is, with what was typed."""
    try:
        do(order, form, by_staff(request), timezone.now())
    except REFUSALS as refusal:
        form.add_error(None, words_of(refusal))
        as_it_is = order_of(request, order.public_id)
        return page.page(request, as_it_is, {name: form}, status=409)
    messages.success(request, str(done))
    return redirect("desk:case", order.public_id)


def _medium(form: PageForm) -> str:
    return form.handed_on() if isinstance(form, HandOverForm) else ""
