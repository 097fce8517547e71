"""Taking money: cash, billing codes and their payment, transfers from abroad."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loket import wiring
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import billing as billings
from loket.payments import operations
from loket.payments.models import Billing, PaymentException, Settlement
from loket.payments.queries import billing_by_code
from loket.payments.refusals import Refusal
from loket.people.models import Role
from loket.ports.billing import Payment
from loket.ports.failures import Rejected
from loket.ports.scanner import PROOF
from loket.process.vocabulary import Actor
from loket.web import uploading
from loket.web.access import staff
from loket.web.reasons import words_of
from loket.web.templatetags.loket import rupiah, teks
from loket.web.treasury import case, forms, words
from loket.web.treasury.finding import by, order_of

A_MINUTE = timedelta(minutes=1)


@staff(Role.TREASURER)
@require_POST
def take_cash(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Cash at the desk (step W8)."""
    order = order_of(request, order_id)
    form = forms.CashForm(request.POST)
    if form.is_valid():
        tendered = form.cleaned_data["tendered"]
        try:
            settled = operations.take_cash(
                order, tendered=tendered, by=by(request), at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("tendered", words_of(refusal))
        else:
            change = rupiah(tendered - settled.amount)
            messages.success(request, _("Lunas. Kembalian: %(change)s.") % {"change": change})
            return redirect("treasury:case", order.public_id)
    return case.page(request, order, form)


@staff(Role.TREASURER)
@require_POST
def issue_billing(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Write down the code that the treasurer made on the SIMPONI site (steps W8, O8a)."""
    order = order_of(request, order_id)
    form = forms.BillingForm(request.POST)
    if form.is_valid():
        at = timezone.now()
        try:
            billings.issue_billing(
                order,
                code=form.cleaned_data["code"],
                issued_at=form.cleaned_data["issued_at"] or at.replace(second=0, microsecond=0),
                expires_at=form.cleaned_data["expires_at"],
                by=by(request),
                actor=Actor.TREASURER,
                at=at,
            )
        except (Refusal, Rejected) as refusal:
            form.add_error("code", words_of(refusal))
        else:
            messages.success(request, _("Kode billing dicatat dan dikirim kepada pembeli."))
            return redirect("treasury:case", order.public_id)
    return case.page(request, order, form)


@staff(Role.TREASURER)
@require_POST
def request_billing(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Have SIMPONI make a code, where the office is connected to it."""
    order = order_of(request, order_id)
    if wiring.billing().capabilities().by_hand:
        messages.error(
            request,
            _(
                "Kantor ini belum terhubung langsung ke SIMPONI. Buat tagihan di laman SIMPONI, "
                "lalu ketik kode billingnya di sini."
            ),
        )
    else:
        operations.request_billing(order, by=by(request), at=timezone.now())
        messages.success(request, _("Kode billing diminta; halaman ini menampilkannya sebentar."))
    return redirect("treasury:case", order.public_id)


@staff(Role.TREASURER)
@require_POST
def ask_billing(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Have SIMPONI asked now whether the order's codes were paid."""
    order = order_of(request, order_id)
    if wiring.billing().capabilities().can_inquire:
        operations.request_inquiry(order, by=by(request), at=timezone.now())
        messages.success(
            request, _("SIMPONI sedang ditanya; muat ulang halaman ini sebentar lagi.")
        )
    else:
        messages.error(
            request,
            _("Kantor ini belum terhubung langsung ke SIMPONI. Periksa kodenya di laman SIMPONI."),
        )
    return redirect("treasury:case", order.public_id)


@staff(Role.TREASURER)
@require_POST
def confirm_billing(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Record what the state's proof of receipt says; what does not fit is parked."""
    order = order_of(request, order_id)
    form = forms.PaymentForm(request.POST, request.FILES)
    if not form.is_valid():
        return case.page(request, order, form)
    billing = _billing(order, form)
    if billing is None or not _kept_proof(request, order, form):
        return case.page(request, order, form)
    try:
        result = billings.confirm_billing(
            order,
            billing,
            _payment(form.cleaned_data),
            by=by(request),
            actor=Actor.TREASURER,
            at=timezone.now(),
        )
    except (Refusal, Rejected) as refusal:
        form.add_error("ntpn", words_of(refusal))
        return case.page(request, order, form)
    return _told(request, order, result)


def _billing(order: Order, form: forms.PaymentForm) -> Billing | None:
    """Return the order's own billing code; another's is named only within the office."""
    billing = billing_by_code(form.cleaned_data["code"])
    if billing is None or billing.invoice.office_id != order.office_id:
        form.add_error(
            "code",
            _("Kode billing ini belum tercatat. Periksa 15 angkanya, atau catat kodenya dahulu."),
        )
        return None
    if billing.invoice.order_id != order.pk:
        form.add_error(
            "code",
            _("Kode billing ini milik pesanan %(reference)s. Catat pembayarannya di sana.")
            % {"reference": billing.invoice.order.reference},
        )
        return None
    return billing


def _kept_proof(request: HttpRequest, order: Order, form: forms.PaymentForm) -> bool:
    """Keep the proof, if one came; False with the refusal on the form."""
    uploading.take(
        form,
        PROOF,
        purpose="receipt",
        subject=subject_of(order),
        by=by(request),
        at=timezone.now(),
    )
    return not form.errors


def _payment(given: dict[str, Any]) -> Payment:
    return Payment(
        code=given["code"],
        ntpn=given["ntpn"],
        ntb=given["ntb"].strip().upper(),
        paid_at=given["paid_at"],
        bank=given["bank"],
        channel=given["channel"],
        amount=given["amount"],
    )


def _told(
    request: HttpRequest, order: Order, result: Settlement | PaymentException
) -> HttpResponse:
    if isinstance(result, Settlement):
        messages.success(request, _("Pembayaran dicatat. Pesanan lunas."))
        return redirect("treasury:case", order.public_id)
    case_words = words.EXCEPTIONS[result.kind]
    messages.warning(request, f"{teks(case_words.what)} {teks(case_words.next_step)}")
    return redirect("treasury:exception", result.pk)
