"""How every view of this folder finds its order: only the buyer's own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from loket.ledger.context import By
from loket.orders import access
from loket.orders.models import Order
from loket.process.vocabulary import State
from loket.web.acting import acting_of, user_of


def order_of(request: HttpRequest, order_id: UUID) -> Order:
    """
    :raises Http404: if there is none, or it is somebody else's: the answer is the same
    """
    order = access.of_buyer(user_of(request)).filter(public_id=order_id).first()
    if order is None:
        raise Http404
    return order


def draft_of(request: HttpRequest, order_id: UUID) -> Order:
    """
    :raises Http404: if it is not a draft of the buyer's own
    """
    order = order_of(request, order_id)
    if order.state != State.DRAFT:
        raise Http404
    return order


def by_buyer(request: HttpRequest, order: Order) -> By:
    return acting_of(request).as_buyer(order.office.code)


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "id"
