"""The list of a customer's orders, and the page of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.agreements import queries as agreements
from loket.delivery import queries as deliveries
from loket.documents import queries as documents
from loket.documents.operations import commitment
from loket.feedback import queries as feedback
from loket.orders import access, queries
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import queries as payments
from loket.process.vocabulary import Actor, State
from loket.web import revisions
from loket.web.access import buyer
from loket.web.acting import user_of
from loket.web.portal.orders.drafts import tasks_of
from loket.web.portal.orders.finding import order_of

PAGE_SIZE = 20


@buyer
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    found = access.of_buyer(user_of(request)).prefetch_related("items")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("halaman"))
    rows = [
        {"order": order, "state": queries.state_text(order), "items": queries.items_of(order)}
        for order in page
    ]
    return render(request, "orders/list.html", {"rows": rows, "page": page})


@buyer
@require_safe
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    found = order_of(request, order_id)
    if found.state == State.DRAFT:
        return render(
            request,
            "orders/draft.html",
            {"order": found, "items": queries.items_of(found), "tasks": tasks_of(found)},
        )
    return render(request, "orders/order.html", _page(found))


def _page(order: Order) -> dict[str, Any]:
    now = timezone.now()
    return {
        "order": order,
        "items": queries.items_of(order),
        "changes": revisions.changes(order),
        "commitment": commitment(str(order.public_id)),
        "state": queries.state_text(order),
        "waiting_for": queries.waiting_for(order),
        "milestones": queries.progress(order),
        "may": {action.name for action in queries.actions_for(order, Actor.BUYER)},
        "papers": documents.of_subject(subject_of(order)),
        "invoice": payments.invoice_in_force(order),
        "lines": payments.priced_lines(order),
        "decision": payments.decision_on(order),
        "billing": payments.open_billing(order),
        "proof": payments.proof_waiting(order),
        "kuitansi": payments.kuitansi_in_force(order),
        "sppd": agreements.sppd_in_force(order),
        "statement": agreements.statement_in_force(order),
        "review": agreements.review_of(order),
        "sample": deliveries.sample_of(order),
        "grant": deliveries.open_grant(order, now),
        "reports": deliveries.error_reports_of(order),
        "rating": feedback.rating_of(order),
        "now": now,
    }
