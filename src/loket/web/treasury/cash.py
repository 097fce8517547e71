"""The cash book, deposits into the treasury, and the close of the day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.documents import operations as documents
from loket.payments import cash_book, deposits
from loket.payments.models import CashDeposit
from loket.payments.refusals import Refusal
from loket.people.models import Office, Role
from loket.people.queries import local_day
from loket.ports.billing import Payment
from loket.ports.failures import Rejected
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.reasons import words_of
from loket.web.treasury import forms
from loket.web.treasury.finding import by
from loket.web.treasury.receipts import pdf

CLOSES_SHOWN = 31


@staff(Role.TREASURER)
@require_safe
def book(request: HttpRequest) -> HttpResponse:
    return _page(request)


@staff(Role.TREASURER)
@require_POST
def make_deposit(request: HttpRequest) -> HttpResponse:
    """Group what is held under a billing code made on the SIMPONI site."""
    office = office_of(request)
    form = forms.DepositForm(request.POST, held=deposits.held(office, timezone.now()))
    if form.is_valid():
        try:
            deposits.make(
                office,
                [int(pk) for pk in form.cleaned_data["settlements"]],
                code=form.cleaned_data["code"],
                expires_at=form.cleaned_data["expires_at"],
                by=by(request),
                at=timezone.now(),
            )
        except (Refusal, Rejected) as refusal:
            form.add_error("code", words_of(refusal))
        else:
            messages.success(request, _("Setoran dicatat. Bayar kode billingnya hari ini juga."))
            return redirect("treasury:cash_book")
    return _page(request, form)


@staff(Role.TREASURER)
@require_POST
def record_deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the state's proof of receipt for a deposit."""
    deposit = _deposit(request, pk)
    form = forms.DepositPaidForm(deposit, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        payment = Payment(
            code=deposit.code,
            ntpn=given["ntpn"],
            ntb=given["ntb"].strip().upper(),
            paid_at=given["paid_at"],
            bank=given["bank"],
            channel=given["channel"],
            amount=given["amount"],
        )
        try:
            deposits.record_paid(deposit, payment, by=by(request), at=timezone.now())
        except (Refusal, Rejected) as refusal:
            form.add_error("ntpn", words_of(refusal))
        else:
            messages.success(request, _("Setoran sudah di kas negara."))
            return redirect("treasury:cash_book")
    return _page(request, form)


@staff(Role.TREASURER)
@require_POST
def drop_deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up an unpaid code; its money waits for another deposit."""
    deposits.drop(_deposit(request, pk), by=by(request), at=timezone.now())
    messages.success(request, _("Setoran dibatalkan; uangnya menunggu setoran lain."))
    return redirect("treasury:cash_book")


@staff(Role.TREASURER)
@require_POST
def close_day(request: HttpRequest) -> HttpResponse:
    """Count the drawer against the book, and print the close."""
    form = forms.CloseForm(request.POST)
    if form.is_valid():
        try:
            closed = cash_book.close_day(
                office_of(request),
                form.counted(),
                reason=form.cleaned_data["reason"],
                by=by(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("reason", words_of(refusal))
        else:
            messages.success(
                request,
                _("Kas ditutup dengan nomor %(number)s. Cetak, tanda tangani, lalu arsipkan.")
                % {"number": closed.number},
            )
            return redirect("treasury:cash_book")
    return _page(request, form)


@staff(Role.TREASURER)
@require_safe
def close_paper(request: HttpRequest, pk: int) -> HttpResponse:
    closed = cash_book.closes_of(office_of(request)).filter(pk=pk).first()
    if closed is None:
        raise Http404
    return pdf(documents.pdf_of(closed.document), f"penutupan-kas-{closed.number}")


def _deposit(request: HttpRequest, pk: int) -> CashDeposit:
    found = deposits.deposits_of(office_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, wrong: forms.DeskForm | None = None) -> HttpResponse:
    context = _context(office_of(request), wrong)
    return render(request, "treasury/cash_book.html", context, status=422 if wrong else 200)


def _context(office: Office, wrong: forms.DeskForm | None) -> dict[str, Any]:
    now = timezone.now()
    held = deposits.held(office, now)
    context = {
        "book": cash_book.book_of(office),
        "held": held,
        "overdue": [one for one in held if one.is_overdue],
        "deposits": [(one, _wrong_or_new(one, wrong)) for one in deposits.open_deposits(office)],
        "closes": cash_book.closes_of(office)[:CLOSES_SHOWN],
        "is_closed": cash_book.is_closed(office, now),
        "today": local_day(office, now),
        "now": now,
        "deposit_form": forms.DepositForm(held=held),
        "close_form": forms.CloseForm(),
    }
    if wrong is not None:
        context["form"] = context[f"{wrong.name}_form"] = wrong
    return context


def _wrong_or_new(deposit: CashDeposit, wrong: forms.DeskForm | None) -> forms.DepositPaidForm:
    if isinstance(wrong, forms.DepositPaidForm) and wrong.deposit.pk == deposit.pk:
        return wrong
    return forms.DepositPaidForm(deposit, initial={"amount": deposit.amount})
