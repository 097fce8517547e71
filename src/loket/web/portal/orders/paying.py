"""Paying and signing: billing code, transfer proof, electronically signed SPPD."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.agreements import operations as agreements
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, subject_of
from loket.orders.queries import why_not
from loket.payments import operations, transfers
from loket.ports.scanner import AGREEMENT, PROOF
from loket.process.vocabulary import Actor
from loket.web import uploading
from loket.web.access import buyer
from loket.web.forms import PageForm
from loket.web.portal.orders import forms
from loket.web.portal.orders.finding import by_buyer, order_of
from loket.web.templatetags.loket import teks


@buyer
@require_POST
def billing(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask for a (new) billing code."""
    order = order_of(request, order_id)
    operations.request_billing(order, by=by_buyer(request, order), at=timezone.now())
    messages.success(
        request, _("Kode billing diminta. Kami mengirimnya lewat e-mail begitu terbit.")
    )
    return redirect("portal:order", order.public_id)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show the proof of a transfer from abroad (step O8b)."""
    order = order_of(request, order_id)
    if refused := _refused(request, order, "send_transfer_proof"):
        return refused
    form = forms.TransferForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by, at = by_buyer(request, order), timezone.now()
        upload = uploading.take(
            form, PROOF, purpose="transfer", subject=subject_of(order), by=by, at=at
        )
        if upload is not None:
            given = {n: form.cleaned_data[n] for n in ("currency", "amount", "sent_on", "bank")}
            transfers.send_proof(order, upload, **given, by=by, at=at)
            messages.success(request, _("Bukti diterima. Bendahara mencocokkannya."))
            return redirect("portal:order", order.public_id)
    return _page(request, "orders/transfer.html", order, form)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def sppd(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Hand in the electronically signed agreement (step O9)."""
    order = order_of(request, order_id)
    if refused := _refused(request, order, "upload_sppd"):
        return refused
    form = forms.SppdForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by, at = by_buyer(request, order), timezone.now()
        upload = uploading.take(
            form, AGREEMENT, purpose="sppd", subject=subject_of(order), by=by, at=at
        )
        if upload is not None:
            agreements.upload_sppd(order, upload, by=by, at=at)
            messages.success(request, _("SPPD diterima dan diperiksa petugas."))
            return redirect("portal:order", order.public_id)
    return _page(request, "orders/sppd.html", order, form)


def _refused(request: HttpRequest, order: Order, action: str) -> HttpResponse | None:
    refusal = why_not(order, action, Actor.BUYER)
    if not isinstance(refusal, ActionRefused):
        return None
    messages.error(request, teks(refusal))
    return redirect("portal:order", order.public_id)


def _page(request: HttpRequest, template: str, order: Order, form: PageForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"order": order, "form": form}, status=status)
