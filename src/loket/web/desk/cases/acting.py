"""Doing one thing to a case: the form, one call into the domain, the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise

from loket.agreements import refusals as unsigned
from loket.delivery import refusals as undelivered
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments import refusals as unpaid
from loket.rules.wording import RuleError
from loket.web.desk.cases import page
from loket.web.desk.cases.forms import form_for
from loket.web.desk.finding import by_staff, order_of
from loket.web.forms import PageForm
from loket.web.reasons import words_of

Do = Callable[[Order, PageForm, By, datetime], object]
REFUSALS = (
    ActionRefused,
    ChangedMeanwhile,
    RuleError,
    unsigned.MeteraiUsed,
    unsigned.NothingSigned,
    unsigned.TwoOriginalsNeeded,
    undelivered.NotPaid,
    undelivered.NotPrepared,
    undelivered.NotSigned,
    undelivered.SamePerson,
    undelivered.TooLate,
    undelivered.WrongKuitansi,
    unpaid.NoInvoice,
)


def take(
    request: HttpRequest, order_id: UUID, name: str, do: Do, done: str | Promise
) -> HttpResponse:
    order = order_of(request, order_id)
    form = form_for(name, order, request.POST)
    if not form.is_valid():
        return page.page(request, order, {name: form}, status=422)
    return run(request, order, name, form, do, done)


def run(
    request: HttpRequest,
    order: Order,
    name: str,
    form: PageForm,
    do: Do,
    done: str | Promise,
) -> HttpResponse:
    """Do it; a refusal is shown on the case as it then is, with what was typed."""
    try:
        do(order, form, by_staff(request), timezone.now())
    except REFUSALS as refusal:
        form.add_error(None, words_of(refusal))
        as_it_is = order_of(request, order.public_id)
        return page.page(request, as_it_is, {name: form}, status=409)
    messages.success(request, str(done))
    return redirect("desk:case", order.public_id)
