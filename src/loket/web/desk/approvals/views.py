"""What needs a second person: a lower tariff, and voiding a receipt."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket.agreements.queries import zero_request_of
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments import operations, refusals
from loket.payments.access import kuitansi_of
from loket.payments.models import Kuitansi
from loket.payments.papers import order_of as order_of_kuitansi
from loket.payments.returns import waiting_for_approval
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.approvals import reductions, releases
from loket.web.desk.cases.work import OPEN, work_list
from loket.web.desk.finding import by_staff, order_of
from loket.web.reasons import words_of

REFUSALS = (ActionRefused, ChangedMeanwhile, refusals.SecondPersonNeeded, refusals.NoInvoice)


def page(
    request: HttpRequest,
    bound: reductions.Bound | None = None,
    *,
    release: releases.Bound | None = None,
    status: int = 200,
) -> HttpResponse:
    office, now = office_of(request), timezone.now()
    context: dict[str, Any] = {
        "reductions": reductions.cases(office, bound or {}),
        "release_cases": releases.cases(office, release or {}),
        "real_samples": releases.real_samples(office),
        "returns": waiting_for_approval(office),
        "voids": [(kuitansi, order_of_kuitansi(kuitansi)) for kuitansi in _voids(office)],
        "work": work_list(request, now, view=OPEN),
        "now": now,
    }
    return render(request, "desk/approvals/home.html", context, status=status)


@staff(Role.APPROVER)
@require_POST
def decide_reduction(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Grant the lower tariff, a part of it, or refuse it with the reason."""
    order = order_of(request, order_id)
    asked = zero_request_of(order)
    if asked is None:
        raise Http404
    form = reductions.form_for(asked, request.POST)
    if not form.is_valid():
        return page(request, {order.public_id: form}, status=422)
    try:
        said = reductions.decide(order, asked, form, by=by_staff(request), at=timezone.now())
    except reductions.REFUSALS as refusal:
        form.add_error(None, words_of(refusal))
        messages.error(request, words_of(refusal))
        return page(request, {order.public_id: form}, status=409)
    messages.success(request, said)
    return redirect("desk:home")


@staff(Role.APPROVER)
@require_POST
def void(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Void the receipt that the treasurer asked to void; its successor is issued at once."""
    kuitansi = kuitansi_of(office_of(request)).filter(document__public_id=paper_id).first()
    if kuitansi is None:
        raise Http404
    try:
        successor = operations.void_and_reissue(kuitansi, by=by_staff(request), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, words_of(refusal))
        return redirect("desk:home")
    if successor is None:
        said = _("Kuitansi dibatalkan tanpa pengganti: pembayarannya ditarik kembali.")
    else:
        said = _("Kuitansi dibatalkan dan diganti dengan %(number)s.") % {
            "number": successor.number
        }
    messages.success(request, said)
    return redirect("desk:home")


def _voids(office: Office) -> list[Kuitansi]:
    waiting = kuitansi_of(office).filter(void_requested_by__isnull=False, voided_at=None)
    return list(waiting.select_related("void_requested_by").order_by("issued_at"))
