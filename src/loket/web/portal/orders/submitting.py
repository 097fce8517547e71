"""From draft to submitted: abstraksi, zero tariff, check your answers, confirmation."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from loket.agreements import operations, queries
from loket.agreements.refusals import AbstraksiIncomplete, NpwpMissing
from loket.catalogue.access import on_sale
from loket.catalogue.queries import hints, prices
from loket.catalogue.tariffs import book_of
from loket.documents.models import Upload
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import NothingOrdered, subject_of
from loket.orders.queries import items_of
from loket.people.institutions import institution_of
from loket.ports.scanner import LETTER
from loket.process.vocabulary import State
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.wording import RuleError, Text
from loket.web import uploading
from loket.web.access import buyer
from loket.web.forms import PageForm
from loket.web.portal.orders import forms
from loket.web.portal.orders.drafts import statement_is_complete
from loket.web.portal.orders.finding import by_buyer, draft_of, order_of
from loket.web.reasons import words_of
from loket.web.statements import StatementForm, initial_of

NOT_READY = (NothingOrdered, AbstraksiIncomplete, NpwpMissing)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = draft_of(request, order_id)
    written = queries.statement_in_force(order)
    form = StatementForm(
        request.POST or None,
        request.FILES or None,
        segment=order.buyer.segment,
        initial=initial_of(written, order.buyer.name),
    )
    if request.method == "POST" and form.is_valid():
        by, at = by_buyer(request, order), timezone.now()
        upload = uploading.take(
            form, LETTER, purpose="abstraksi", subject=subject_of(order), by=by, at=at
        )
        if form.is_valid():
            kept = upload or (written.upload if written else None)
            operations.save_statement(order, form.statement(kept), by=by, at=at)
            return redirect("portal:order", order.public_id)
    return _page(request, "orders/statement.html", order, form)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def zero(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Ask for the zero tariff, for institutions that may be entitled to it."""
    order = draft_of(request, order_id)
    if not SEGMENTS[Segment(order.buyer.segment)].zero_rupiah:
        raise Http404
    form = forms.ZeroForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        by, at = by_buyer(request, order), timezone.now()
        upload = uploading.take(
            form, LETTER, purpose="letter", subject=subject_of(order), by=by, at=at
        )
        if upload is not None and _asked(order, form, upload, by=by, at=at):
            return redirect("portal:order", order.public_id)
    return _page(request, "orders/zero.html", order, form)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Check your answers, then submit (step O2)."""
    order = order_of(request, order_id)
    if order.state != State.DRAFT:
        return redirect("portal:order", order.public_id)
    if not items_of(order) or not statement_is_complete(order):
        return redirect("portal:order", order.public_id)
    form = forms.SubmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.submit(order, by=by_buyer(request, order), at=timezone.now())
        except NOT_READY as refusal:
            messages.error(request, str(refusal.message))
            return redirect("portal:order", order.public_id)
        return redirect("portal:submitted", order.public_id)
    return _page(request, "orders/check.html", order, form)


@buyer
@require_safe
def sent(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    return render(request, "orders/submitted.html", {"order": order})


def _asked(order: Order, form: forms.ZeroForm, upload: Upload, *, by: By, at: datetime) -> bool:
    """Keep the request; what speaks against it is said on the form."""
    wanted = operations.ZeroRequest(
        activity=form.cleaned_data["activity"],
        letter_number=form.cleaned_data["letter_number"],
        letter_on=form.cleaned_data["letter_on"],
        upload=upload,
        signatory=form.cleaned_data["signatory"],
        signatory_position=form.cleaned_data["signatory_position"],
        percent=form.cleaned_data["percent"],
    )
    try:
        operations.ask_zero_tariff(order, wanted, by=by, at=at)
    except RuleError as refusal:
        form.add_error(None, words_of(refusal))
        return False
    return True


def _page(request: HttpRequest, template: str, order: Order, form: PageForm) -> HttpResponse:
    lines = [_line(item.product_code, item.definition, item) for item in items_of(order)]
    context = {
        "order": order,
        "form": form,
        "lines": lines,
        "hints": _hints(order, lines),
        "statement": queries.statement_in_force(order),
        "zero": queries.zero_request_of(order),
        "institution": institution_of(order.buyer),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _hints(order: Order, lines: list[dict[str, Any]]) -> tuple[Text, ...]:
    """Say what would cost less than several items together."""
    quotes = [line["checked"].quote for line in lines if line["checked"]]
    priced = [quote for quote in quotes if quote]
    if len(priced) < 2:  # noqa: PLR2004
        return ()
    return hints.about_basket(book_of(order.office, timezone.now()), priced)


def _line(code: str, definition: str, item: object) -> dict[str, Any]:
    product = on_sale().filter(code=code).first()
    checked = prices.quote_definition(product, definition, at=timezone.now()) if product else None
    return {"item": item, "product": product, "checked": checked}
