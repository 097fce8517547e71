"""What a customer does to a submitted order: accept, withdraw, report, rate, ask the link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.delivery import operations, refusals
from loket.feedback import operations as feedback
from loket.orders.models import Order
from loket.orders.operations import ActionRefused
from loket.orders.queries import why_not
from loket.process.vocabulary import Actor
from loket.rules.wording import RuleError
from loket.web.access import buyer
from loket.web.forms import PageForm
from loket.web.portal.orders import forms
from loket.web.portal.orders.finding import by_buyer, order_of
from loket.web.templatetags.loket import teks


@buyer
@require_POST
def accept_offer(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Sample and invoice are right (step O6)."""
    order = order_of(request, order_id)
    operations.accept_offer(order, by=by_buyer(request, order), at=timezone.now())
    messages.success(
        request, _("Terima kasih. Silakan membayar dan mengirim SPPD, dengan urutan mana pun.")
    )
    return redirect("portal:order", order.public_id)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    if refused := _refused(request, order, "withdraw"):
        return refused
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.end_order(
            order,
            "withdraw",
            actor=Actor.BUYER,
            reason=form.cleaned_data["reason"],
            by=by_buyer(request, order),
            at=timezone.now(),
        )
        messages.success(request, _("Permintaan dibatalkan."))
        return redirect("portal:order", order.public_id)
    return _page(request, "orders/withdraw.html", order, form)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Say what is wrong with the data; they are prepared anew."""
    order = order_of(request, order_id)
    if refused := _refused(request, order, "report_error"):
        return refused
    form = forms.ErrorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.report_error(
            order,
            what=form.cleaned_data["what"],
            actor=Actor.BUYER,
            by=by_buyer(request, order),
            at=timezone.now(),
        )
        messages.success(request, _("Laporan diterima. Data diperbaiki dan dikirim ulang."))
        return redirect("portal:order", order.public_id)
    return _page(request, "orders/report.html", order, form)


@buyer
@require_POST
def complete(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    operations.complete(order, actor=Actor.BUYER, by=by_buyer(request, order), at=timezone.now())
    messages.success(request, _("Pesanan selesai. Mohon nilai pelayanan kami."))
    return redirect("portal:rate", order.public_id)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    if refused := _refused(request, order, "rate"):
        return refused
    form = forms.RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        feedback.rate(
            order,
            score=form.cleaned_data["score"],
            elements={},
            comment=form.cleaned_data["comment"],
            by=by_buyer(request, order),
            at=timezone.now(),
        )
        messages.success(request, _("Terima kasih atas penilaian Anda."))
        return redirect("portal:order", order.public_id)
    return _page(request, "orders/rate.html", order, form)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def relink(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Open the download again by showing the receipt's number (step O11)."""
    order = order_of(request, order_id)
    if refused := _refused(request, order, "relink"):
        return refused
    form = forms.RelinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.relink(
                order,
                kuitansi=form.cleaned_data["kuitansi"],
                actor=Actor.BUYER,
                by=by_buyer(request, order),
                at=timezone.now(),
            )
        except RuleError as error:
            form.add_error("kuitansi", teks(error))
        except (refusals.WrongKuitansi, refusals.TooLate) as error:
            form.add_error("kuitansi", str(error.message))
        else:
            messages.success(request, _("Tautan unduhan dibuka kembali."))
            return redirect("portal:order", order.public_id)
    return _page(request, "orders/relink.html", order, form)


def _refused(request: HttpRequest, order: Order, action: str) -> HttpResponse | None:
    """Send the customer back with the reason, if the process does not allow it now."""
    refusal = why_not(order, action, Actor.BUYER)
    if not isinstance(refusal, ActionRefused):
        return None
    messages.error(request, teks(refusal))
    return redirect("portal:order", order.public_id)


def _page(request: HttpRequest, template: str, order: Order, form: PageForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"order": order, "form": form}, status=status)
