"""How every view of this folder finds its order: only those of the treasurer's own office."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from loket.ledger.context import By
from loket.orders import access
from loket.orders.models import Order
from loket.web.acting import acting_of, office_of


def order_of(request: HttpRequest, order_id: UUID) -> Order:
    """
    :raises Http404: if there is none, or it is another office's: the answer is the same
    """
    order = access.of_office(office_of(request)).filter(public_id=order_id).first()
    if order is None:
        raise Http404
    return order


def by(request: HttpRequest) -> By:
    return acting_of(request).by()
