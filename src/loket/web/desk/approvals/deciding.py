"""The decisions on releases and on samples of real rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from loket.delivery import real_samples, refusals
from loket.delivery import releases as operations
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.people.models import Role
from loket.web.access import staff
from loket.web.desk.approvals import views
from loket.web.desk.approvals.releases import form_of
from loket.web.desk.finding import by_staff, order_of
from loket.web.reasons import words_of

REFUSALS = (
    ActionRefused,
    ChangedMeanwhile,
    refusals.NoRealRows,
    refusals.NotPrepared,
    refusals.NotReleased,
    refusals.SecondPersonDecides,
)
Decide = Callable[[Order, str, By, datetime], object]


@staff(Role.APPROVER)
@require_POST
def approve_release(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _decide(
        request,
        order_id,
        lambda order, reason, by, at: operations.approve(order, reason=reason, by=by, at=at),
        gettext_lazy("Pelepasan data disetujui."),
    )


@staff(Role.APPROVER)
@require_POST
def refuse_release(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _decide(
        request,
        order_id,
        lambda order, reason, by, at: operations.refuse(order, reason=reason, by=by, at=at),
        gettext_lazy("Pelepasan data ditolak; pesanan berakhir dan pengguna layanan dikabari."),
    )


@staff(Role.APPROVER)
@require_POST
def decide_real_sample(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Let a few real rows be shown, or not."""
    order = order_of(request, order_id)
    asked = real_samples.of_round(order)
    if asked is None:
        raise Http404
    note = request.POST.get("note", "").strip()[:2000]
    if not note:
        messages.error(request, _("Tuliskan alasan keputusan, lalu kirim lagi."))
        return redirect("desk:home")
    approve = request.POST.get("decision") == "approve"
    try:
        real_samples.decide(
            asked, approve=approve, note=note, by=by_staff(request), at=timezone.now()
        )
    except REFUSALS as refusal:
        messages.error(request, words_of(refusal))
        return redirect("desk:home")
    said = _("Contoh baris riil disetujui.") if approve else _("Contoh baris riil ditolak.")
    messages.success(request, said)
    return redirect("desk:home")


def _decide(
    request: HttpRequest, order_id: UUID, decide: Decide, done: str | Promise
) -> HttpResponse:
    order = order_of(request, order_id)
    form = form_of(order, request.POST)
    if not form.is_valid():
        return views.page(request, release={order.public_id: form}, status=422)
    try:
        decide(order, form.cleaned_data["reason"], by_staff(request), timezone.now())
    except REFUSALS as refusal:
        form.add_error(None, words_of(refusal))
        messages.error(request, words_of(refusal))
        return views.page(request, release={order.public_id: form}, status=409)
    messages.success(request, str(done))
    return redirect("desk:home")
