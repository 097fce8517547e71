"""Payments that do not fit: the list, one of them, and what ends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket import wiring
from loket.orders.access import of_office
from loket.orders.models import Order
from loket.orders.operations import ActionRefused
from loket.payments import cases, parking
from loket.payments.access import exceptions_of
from loket.payments.models import PaymentException, Settlement
from loket.payments.refusals import Refusal
from loket.people.models import Office, Role
from loket.ports.billing import Payment
from loket.ports.failures import Rejected
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.reasons import words_of
from loket.web.treasury import case_forms, words
from loket.web.treasury.finding import by
from loket.web.treasury.forms import DeskForm

PAGE_SIZE = 50


@staff(Role.TREASURER)
@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    only_open = request.GET.get("keadaan") != "semua"
    found = exceptions_of(office_of(request)).order_by(
        F("closed_at").asc(nulls_first=True), "-opened_at"
    )
    if only_open:
        found = found.filter(closed_at=None)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = [{"exception": one, "words": words.EXCEPTIONS[one.kind]} for one in page]
    context = {"rows": rows, "page": page, "only_open": only_open}
    return render(request, "treasury/exceptions.html", context)


@staff(Role.TREASURER)
@require_http_methods(["GET", "HEAD", "POST"])
def exception(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; closed with what was done about it."""
    found = _exception(request, pk)
    if request.method != "POST":
        return _page(request, found)
    form = case_forms.ResolutionForm(found.kind, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    parking.close_exception(
        found,
        action=form.cleaned_data["done"],
        resolution=form.cleaned_data["resolution"],
        by=by(request),
        at=timezone.now(),
    )
    messages.success(request, _("Kasus ditutup."))
    return redirect("treasury:exceptions")


@staff(Role.TREASURER)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a payment that is late, over or dated wrongly settle its invoice after all."""
    settled = cases.accept(_exception(request, pk), by=by(request), at=timezone.now())
    messages.success(request, _("Pembayaran diterima. Pesanan lunas."))
    return redirect("treasury:case", settled.invoice.order.public_id)


@staff(Role.TREASURER)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a mistyped payment as its proof of receipt really says."""
    found = _exception(request, pk)
    form = case_forms.CorrectionForm(request.POST)
    if form.is_valid():
        try:
            settled = cases.correct(
                found,
                _corrected(found, form.cleaned_data),
                explanation=form.cleaned_data["explanation"],
                by=by(request),
                at=timezone.now(),
            )
        except (Refusal, Rejected, ActionRefused) as refusal:
            form.add_error("ntpn", words_of(refusal))
        else:
            messages.success(request, _("Pembayaran dicatat dengan benar. Pesanan lunas."))
            return redirect("treasury:case", settled.invoice.order.public_id)
    return _page(request, found, form)


@staff(Role.TREASURER)
@require_POST
def record_with(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an unknown code with the order it belongs to, and its payment at once."""
    found, office = _exception(request, pk), office_of(request)
    form = case_forms.OwnerForm(request.POST)
    order = _owner(office, form) if form.is_valid() else None
    if order is None:
        return _page(request, found, form)
    try:
        result = cases.record_with(
            found,
            order,
            code=form.cleaned_data["code"],
            issued_at=form.cleaned_data["issued_at"],
            expires_at=form.cleaned_data["expires_at"],
            by=by(request),
            at=timezone.now(),
        )
    except (Refusal, Rejected, ActionRefused) as refusal:
        form.add_error("code", words_of(refusal))
        return _page(request, found, form)
    if isinstance(result, Settlement):
        messages.success(request, _("Pembayaran dicatat. Pesanan lunas."))
        return redirect("treasury:case", order.public_id)
    messages.warning(request, _("Kode tercatat pada pesanan, tetapi pembayarannya tidak cocok."))
    return redirect("treasury:exception", result.pk)


def _page(
    request: HttpRequest, found: PaymentException, wrong: DeskForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "exception": found,
        "words": words.EXCEPTIONS[found.kind],
        "done": case_forms.DONE.get(found.action) or words.ENDINGS.get(found.action),
        "may_accept": cases.may_accept(found),
        "may_correct": cases.may_correct(found),
        "may_record": found.kind == "unknown" and not found.closed_at,
        "may_return": bool(found.ntpn and found.amount and found.kind != "reversed"),
        "may_ask": _may_ask(found),
        "returns": found.returns.order_by("pk"),
        "resolution_form": case_forms.ResolutionForm(found.kind),
        "correction_form": case_forms.CorrectionForm(
            initial={"amount": found.amount, "ntpn": found.ntpn, "paid_at": found.paid_at}
        ),
        "owner_form": case_forms.OwnerForm(initial={"code": found.code}),
    }
    if wrong is not None:
        context["form"] = context[f"{wrong.name}_form"] = wrong
    status = 422 if wrong else 200
    return render(request, "treasury/exception.html", context, status=status)


def _may_ask(found: PaymentException) -> bool:
    """Whether SIMPONI can be asked now if it knows the payment again."""
    return (
        found.kind == "reversed"
        and found.order is not None
        and found.closed_at is None
        and wiring.billing().capabilities().can_inquire
    )


def _corrected(found: PaymentException, given: dict[str, Any]) -> Payment:
    return Payment(
        code=found.billing.code if found.billing else found.code,
        ntpn=given["ntpn"],
        ntb=found.ntb,
        paid_at=given["paid_at"],
        bank=found.bank,
        channel=found.channel,
        amount=given["amount"],
    )


def _owner(office: Office, form: case_forms.OwnerForm) -> Order | None:
    reference = "".join(form.cleaned_data["reference"].split())
    found = of_office(office).filter(reference__iexact=reference).first()
    if found is None:
        form.add_error("reference", _("Tidak ada pesanan kantor ini dengan nomor itu."))
    return found


def _exception(request: HttpRequest, pk: int) -> PaymentException:
    found = exceptions_of(office_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
