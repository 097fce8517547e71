"""Sample, invoice and data go to the customer, repaired ones too (O4, O10, W6, W10..W12)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from loket.delivery import operations as deliveries
from loket.payments.costs import Cost
from loket.people.models import Role
from loket.process.vocabulary import Actor
from loket.web.access import staff
from loket.web.desk.cases.acting import take
from loket.web.desk.cases.forms import HandOverForm, OfferForm
from loket.web.forms import PageForm


@staff(Role.OFFICER)
@require_POST
def send_offer(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "send_offer",
        lambda order, form, by, at: deliveries.send_offer(order, costs=_costs(form), by=by, at=at),
        _("Contoh data, invoice, dan SPPD dikirim."),
    )


@staff(Role.OFFICER)
@require_POST
def issue_invoice(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "issue_invoice",
        lambda order, form, by, at: deliveries.issue_invoice(
            order, costs=_costs(form), by=by, at=at
        ),
        _("Invoice terbit dan terlihat di meja bendahara."),
    )


@staff(Role.OFFICER)
@require_POST
def deliver(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "deliver",
        lambda order, form, by, at: deliveries.deliver(order, medium=_medium(form), by=by, at=at),
        _("Kuitansi dan data diserahkan."),
    )


@staff(Role.OFFICER)
@require_POST
def redeliver(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
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
    return take(
        request,
        order_id,
        "complete",
        lambda order, form, by, at: deliveries.complete(order, actor=Actor.OFFICER, by=by, at=at),
        _("Pesanan selesai."),
    )


@staff(Role.OFFICER)
@require_POST
def report_error(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return take(
        request,
        order_id,
        "report_error",
        lambda order, form, by, at: deliveries.report_error(
            order, what=form.cleaned_data["what"], actor=Actor.OFFICER, by=by, at=at
        ),
        _("Kesalahan dicatat; data disiapkan ulang."),
    )


def _costs(form: PageForm) -> list[Cost]:
    return form.costs() if isinstance(form, OfferForm) else []


def _medium(form: PageForm) -> str:
    return form.handed_on() if isinstance(form, HandOverForm) else ""
