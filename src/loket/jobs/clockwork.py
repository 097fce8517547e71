"""What happens by the clock: days closed, payments looked after, orders that lapse or end."""

from __future__ import annotations

import logging
from datetime import datetime

from loket.delivery import operations as delivery
from loket.jobs import billing, nights, trail_keeping
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.orders.queries import may
from loket.process.vocabulary import Actor, State

logger = logging.getLogger(__name__)


def sweep(at: datetime) -> None:
    """Do what is due at this instant. Harmless when done twice, or by two workers."""
    nights.close(at)
    billing.reconcile(at)
    trail_keeping.make_daily(at)
    overdue = Order.objects.filter(due_at__lte=at).select_related("office", "buyer")
    for order in overdue.filter(state__in=[State.OFFERED, State.SETTLING]):
        _try(order, "lapse", at)
    for order in overdue.filter(state=State.DELIVERED):
        _try(order, "complete", at)


def _try(order: Order, action: str, at: datetime) -> None:
    if not may(order, action, Actor.SYSTEM):
        return
    by = By(person=None, role="system", office=order.office.code)
    try:
        if action == "complete":
            delivery.complete(order, actor=Actor.SYSTEM, by=by, at=at)
        else:
            delivery.end_order(
                order, action, actor=Actor.SYSTEM, reason="lewat batas waktu", by=by, at=at
            )
    except (ActionRefused, ChangedMeanwhile):
        logger.info("order %s moved meanwhile", order.public_id)
