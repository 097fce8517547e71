"""Transfers from abroad: the customer shows a proof, the treasurer looks at the account."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from loket.documents.models import Upload
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments import refusals
from loket.payments.models import PaymentException, Settlement, TransferProof
from loket.payments.operations import require_invoice
from loket.process.vocabulary import Actor


@transaction.atomic(durable=True)
def send_proof(
    order: Order,
    upload: Upload,
    *,
    currency: str,
    amount: Decimal,
    sent_on: date,
    bank: str,
    by: By,
    at: datetime,
) -> TransferProof:
    """Hand in the proof of a transfer (step O8b).

    :param currency: ISO 4217; `amount` is in that currency
    """
    require_invoice(order)
    orders.move(order, "send_transfer_proof", by=by, actor=Actor.BUYER, at=at)
    return TransferProof.objects.create(
        order=order,
        upload=upload,
        currency=currency,
        amount=amount,
        sent_on=sent_on,
        bank=bank,
        at=at,
    )


@transaction.atomic(durable=True)
def confirm(
    proof: TransferProof,
    *,
    paid_at: datetime,
    note: str,
    by: By,
    at: datetime,
    received: int | None = None,
) -> None:
    """The money is on the account, in full (bank charges are the payer's).

    :param received: rupiah that arrived, None for exactly the invoice's total; what is over
        is parked for the treasurer to act upon
    :raises TooLittleArrived, AlreadyDecided, PaidInFuture, NoInvoice, ActionRefused:
    """
    order = proof.order
    invoice = require_invoice(order)
    arrived = invoice.total if received is None else received
    if arrived < invoice.total:
        raise refusals.TooLittleArrived
    if paid_at > at:
        raise refusals.PaidInFuture
    orders.move(
        order,
        "confirm_transfer",
        by=by,
        actor=Actor.TREASURER,
        at=at,
        details={"amount": invoice.total},
    )
    _decide(proof, accepted=True, note=note, by=by, at=at)
    Settlement.objects.create(
        invoice=invoice,
        method="transfer",
        amount=invoice.total,
        proof=proof,
        paid_at=paid_at,
        recorded_at=at,
        recorded_by_id=by.person,
    )
    if arrived > invoice.total:
        PaymentException.objects.create(
            office=by.office,
            kind="over",
            order=order,
            amount=arrived - invoice.total,
            opened_at=at,
        )


@transaction.atomic(durable=True)
def refuse(proof: TransferProof, *, note: str, by: By, at: datetime) -> None:
    """The proof does not match the account; the customer may send another.

    :raises AlreadyDecided, ActionRefused:
    """
    orders.move(
        proof.order,
        "refuse_transfer",
        by=by,
        actor=Actor.TREASURER,
        at=at,
        details={"reason": note},
    )
    _decide(proof, accepted=False, note=note, by=by, at=at)


def _decide(proof: TransferProof, *, accepted: bool, note: str, by: By, at: datetime) -> None:
    waiting = TransferProof.objects.filter(pk=proof.pk, accepted=None)
    if not waiting.update(accepted=accepted, note=note, decided_by=by.person, decided_at=at):
        raise refusals.AlreadyDecided
