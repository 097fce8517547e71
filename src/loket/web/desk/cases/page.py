"""The page of a case: everything about one order, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.agreements import queries as agreements
from loket.delivery import queries as deliveries
from loket.delivery import real_samples
from loket.documents import queries as documents
from loket.feedback import queries as feedback
from loket.orders import queries
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import queries as payments
from loket.people.models import Role
from loket.process.vocabulary import State
from loket.rules.segments import SEGMENTS, ZERO_RUPIAH_ACTIVITIES, Segment, ZeroRupiahActivity
from loket.rules.signatory import RANKS, Rank
from loket.rules.wording import Text
from loket.web import revisions
from loket.web.access import staff
from loket.web.desk.cases import contents, letters, preparing, releases
from loket.web.desk.cases.panels import Offer, offer_of
from loket.web.desk.cases.turns import turn_of
from loket.web.desk.finding import is_officer, order_of
from loket.web.forms import PageForm


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def case(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return page(request, order_of(request, order_id))


def page(
    request: HttpRequest,
    order: Order,
    bound: Mapping[str, PageForm] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """
    :param bound: forms by action, shown again with what was typed and what is wrong
    """
    now = timezone.now()
    context = {
        **_what(order),
        **_papers(order, now),
        "order": order,
        "may_act": is_officer(request),
        "offer": _offer(order, bound or {}) if is_officer(request) else Offer((), (), ()),
        "wrong_form": next(iter((bound or {}).values()), None),
        "now": now,
    }
    return render(request, "desk/cases/case.html", context, status=status)


def _offer(order: Order, bound: Mapping[str, PageForm]) -> Offer:
    rating = feedback.rating_of(order)
    answer_due = (
        rating is not None and rating.score <= feedback.LOW and not contents.follow_ups_of(order)
    )
    return offer_of(order, bound, answer_due=answer_due)


def _what(order: Order) -> dict[str, Any]:
    statement = agreements.statement_in_force(order)
    zero = agreements.zero_request_of(order)
    return {
        "items": contents.of(order),
        "changes": revisions.changes(order),
        "state": queries.state_text(order),
        "is_over": order.state not in queries.open_states(),
        "turn": turn_of(order),
        "milestones": queries.progress(order),
        "history": queries.history(order),
        "segment": SEGMENTS[Segment(order.buyer.segment)].label,
        "statement": statement,
        "rank": RANKS[Rank(statement.signer_rank)] if statement else None,
        "review": agreements.review_of(order),
        "zero": zero,
        "activity": ZERO_RUPIAH_ACTIVITIES[ZeroRupiahActivity(zero.activity)] if zero else None,
        "revision": queries.details_of(order, "ask_revision") if order.round else {},
        "preparation": preparing.of(order),
        "release": releases.shown(order),
        "real_sample": (real := real_samples.of_round(order)),
        "real_sample_reasons": [Text(each["id"], each["en"]) for each in real.reasons]
        if real
        else [],
        "may_ask_real_sample": real_samples.may_ask(order),
        "is_preparing": order.state in {State.PREPARING, State.CORRECTING},
        "rating": feedback.rating_of(order),
        "follow_ups": contents.follow_ups_of(order),
    }


def _papers(order: Order, now: datetime) -> dict[str, Any]:
    return {
        "papers": documents.of_subject(subject_of(order)),
        "uploads": contents.uploads_of(order),
        "sppd": agreements.sppd_in_force(order),
        "invoice": payments.invoice_in_force(order),
        "billing": payments.open_billing(order),
        "kuitansi": payments.kuitansi_in_force(order),
        "sample": deliveries.sample_of(order),
        "package": deliveries.newest_package(order),
        "grant": deliveries.open_grant(order, now),
        "handovers": deliveries.handovers_of(order),
        "reports": deliveries.error_reports_of(order),
        "letters": letters.of(order),
    }
