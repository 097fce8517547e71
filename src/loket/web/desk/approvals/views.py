"""What needs a second person: the zero tariff, and voiding a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket.agreements.models import ZeroTariffRequest
from loket.agreements.queries import zero_request_of
from loket.orders import access
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments import operations, refusals
from loket.payments.access import kuitansi_of
from loket.payments.models import Invoice, Kuitansi
from loket.payments.papers import order_of as order_of_kuitansi
from loket.payments.queries import invoice_in_force
from loket.people.models import Office, Role
from loket.process.vocabulary import State
from loket.rules.segments import (
    SEGMENTS,
    ZERO_RUPIAH_ACTIVITIES,
    Segment,
    ZeroRupiahActivity,
)
from loket.rules.wording import Text
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.approvals.forms import ZeroTariffForm
from loket.web.desk.cases import contents
from loket.web.desk.cases.contents import Handed
from loket.web.desk.cases.work import OPEN, work_list
from loket.web.desk.finding import by_staff, order_of
from loket.web.reasons import words_of

REFUSALS = (ActionRefused, ChangedMeanwhile, refusals.SecondPersonNeeded, refusals.NoInvoice)


@dataclass(frozen=True, slots=True)
class ZeroCase:
    """A request for the zero tariff, with what it is decided by."""

    order: Order
    request: ZeroTariffRequest
    activity: Text
    segment: Text
    invoice: Invoice | None
    files: tuple[Handed, ...]
    form: ZeroTariffForm


def page(
    request: HttpRequest, bound: Mapping[UUID, ZeroTariffForm] | None = None, *, status: int = 200
) -> HttpResponse:
    office, now = office_of(request), timezone.now()
    context: dict[str, Any] = {
        "zero_cases": _zero_cases(office, bound or {}),
        "voids": [(kuitansi, order_of_kuitansi(kuitansi)) for kuitansi in _voids(office)],
        "work": work_list(request, now, view=OPEN),
        "now": now,
    }
    return render(request, "desk/approvals/home.html", context, status=status)


@staff(Role.APPROVER)
@require_POST
def approve_zero_tariff(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    if zero_request_of(order) is None:
        raise Http404
    form = _form(order, request.POST)
    if not form.is_valid():
        return page(request, {order.public_id: form}, status=422)
    try:
        operations.approve_zero_tariff(
            order,
            requested_by=_asked_by(order),
            legal_basis=form.cleaned_data["legal_basis"],
            letter_number=form.cleaned_data["letter_number"],
            reason=form.cleaned_data["reason"],
            by=by_staff(request),
            at=timezone.now(),
        )
    except REFUSALS as refusal:
        form.add_error(None, words_of(refusal))
        messages.error(request, words_of(refusal))
        return page(request, {order.public_id: form}, status=409)
    messages.success(request, _("Tarif nol rupiah disetujui."))
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
    messages.success(
        request,
        _("Kuitansi dibatalkan dan diganti dengan %(number)s.") % {"number": successor.number},
    )
    return redirect("desk:home")


def _zero_cases(office: Office, bound: Mapping[UUID, ZeroTariffForm]) -> list[ZeroCase]:
    orders = access.of_office(office).filter(
        state=State.SETTLING, zero_request__isnull=False, waiver__isnull=True
    )
    return [
        ZeroCase(
            order=order,
            request=asked,
            activity=ZERO_RUPIAH_ACTIVITIES[ZeroRupiahActivity(asked.activity)],
            segment=SEGMENTS[Segment(order.buyer.segment)].label,
            invoice=invoice_in_force(order),
            files=tuple(h for h in contents.uploads_of(order) if h.upload.purpose == "letter"),
            form=bound.get(order.public_id) or _form(order),
        )
        for order in orders.order_by("state_since")
        if (asked := zero_request_of(order)) is not None
    ]


def _form(order: Order, *given: Any) -> ZeroTariffForm:
    asked = zero_request_of(order)
    initial = {"letter_number": asked.letter_number if asked else ""}
    return ZeroTariffForm(*given, initial=initial, auto_id=f"nol_{order.pk}_%s")


def _asked_by(order: Order) -> int:
    """Online the customer asked; at the counter the officer took the request down."""
    if order.channel == "walk_in" and order.officer_id:
        return order.officer_id
    return order.buyer_id


def _voids(office: Office) -> list[Kuitansi]:
    waiting = kuitansi_of(office).filter(void_requested_by__isnull=False, voided_at=None)
    return list(waiting.select_related("void_requested_by").order_by("issued_at"))
