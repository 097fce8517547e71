"""Money at the treasurer's desk: cash, and what is asked of SIMPONI."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from loket.ledger import trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments import refusals
from loket.payments.models import Settlement
from loket.payments.operations.invoicing import require_invoice
from loket.process.vocabulary import Actor


@transaction.atomic(durable=True)
def request_billing(order: Order, *, by: By, at: datetime) -> None:
    """Have a billing code issued host to host in the background, where that is set up.

    :raises NoInvoice: if there is nothing to pay yet
    """
    require_invoice(order)
    trail.record("request_billing", subject=orders.subject_of(order), by=by, at=at)
    orders.call("issue_billing", order, at=at, key=at.isoformat())


@transaction.atomic(durable=True)
def request_inquiry(order: Order, *, by: By, at: datetime) -> None:
    """Have SIMPONI asked at once, in the background, about every code of the order."""
    trail.record("request_inquiry", subject=orders.subject_of(order), by=by, at=at)
    orders.call("ask_billing", order, at=at, key=at.isoformat())


@transaction.atomic(durable=True)
def take_cash(order: Order, *, tendered: int, by: By, at: datetime) -> Settlement:
    """Take cash at the treasurer's desk (step W8); the change is tendered less the total.

    :raises NoCashHere, NoInvoice, TooLittle, ActionRefused:
    """
    invoice = require_invoice(order)
    if not order.office.takes_cash:
        raise refusals.NoCashHere
    if tendered < invoice.total:
        raise refusals.TooLittle
    orders.move(
        order,
        "take_cash",
        by=by,
        actor=Actor.TREASURER,
        at=at,
        details={"amount": invoice.total},
    )
    return Settlement.objects.create(
        invoice=invoice,
        method="cash",
        amount=invoice.total,
        tendered=tendered,
        paid_at=at,
        recorded_at=at,
        recorded_by_id=by.person,
    )
