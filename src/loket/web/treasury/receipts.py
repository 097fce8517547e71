"""The kuitansi: made, printed, copied, and asked to be voided. And every paper of a case."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.documents import operations as documents
from loket.documents import queries as papers
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import operations, refusals
from loket.payments.models import Kuitansi
from loket.payments.queries import kuitansi_in_force
from loket.people.models import Role
from loket.web.access import staff
from loket.web.reasons import words_of
from loket.web.treasury import case, forms
from loket.web.treasury.finding import by, order_of


@staff(Role.TREASURER)
@require_POST
def issue(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Make the receipt (step W9)."""
    order = order_of(request, order_id)
    try:
        kuitansi = operations.issue_kuitansi(order, by=by(request), at=timezone.now())
    except refusals.TakenBack as refusal:
        messages.error(request, words_of(refusal))
        return redirect("treasury:case", order.public_id)
    messages.success(
        request,
        _("Kuitansi %(number)s terbit. Cetak dan serahkan kepada pembeli.")
        % {"number": kuitansi.number},
    )
    return redirect("treasury:case", order.public_id)


@staff(Role.TREASURER)
@require_POST
def copy(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Print a duplicate, marked SALINAN; that it was printed is recorded."""
    kuitansi = _kuitansi(order_of(request, order_id))
    copied = operations.copy_kuitansi(kuitansi, by=by(request), at=timezone.now())
    return pdf(copied, f"salinan-kuitansi-{kuitansi.number}")


@staff(Role.TREASURER)
@require_POST
def request_void(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask for the receipt to be voided; an approver does it."""
    order = order_of(request, order_id)
    kuitansi = _kuitansi(order)
    form = forms.VoidForm(request.POST)
    if form.is_valid():
        operations.request_void(
            kuitansi, reason=form.cleaned_data["reason"], by=by(request), at=timezone.now()
        )
        messages.success(request, _("Pembatalan diminta. Pejabat penyetuju memutuskannya."))
        return redirect("treasury:case", order.public_id)
    return case.page(request, order, form)


@staff(Role.TREASURER)
@require_safe
def paper(request: HttpRequest, order_id: UUID, paper: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    found = papers.paper_of(subject_of(order), str(paper))
    if found is None:
        raise Http404
    return pdf(documents.pdf_of(found), f"{found.kind}-{found.number}")


def _kuitansi(order: Order) -> Kuitansi:
    """
    :raises Http404: if the order has no receipt in force
    """
    kuitansi = kuitansi_in_force(order)
    if kuitansi is None:
        raise Http404
    return kuitansi


def pdf(content: bytes, name: str) -> HttpResponse:
    """Answer with a paper for the screen or the printer."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name.replace("/", "-")}.pdf"'
    return response
