"""What ends a parked payment: accepted, corrected, recorded with an order, or moved on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from loket.ledger import trail
from loket.ledger.context import By
from loket.orders.models import Order
from loket.payments import refusals
from loket.payments.billing import confirm, ntpn_used, register, settle
from loket.payments.models import PaymentException, Settlement
from loket.payments.parking import close
from loket.people.models import Office
from loket.people.operations import HEADQUARTERS
from loket.ports.billing import Payment
from loket.process.vocabulary import Actor

ACCEPTABLE = ("late", "over", "mismatch")


def may_accept(exception: PaymentException) -> bool:
    """Whether the payment could settle its invoice after all: in full, and nothing else did."""
    billing = exception.billing
    if billing is None or exception.kind not in ACCEPTABLE or exception.closed_at:
        return False
    invoice = billing.invoice
    return not (
        exception.paid_at is None
        or invoice.cancelled_at
        or "PAID" in invoice.order.facts
        or Settlement.objects.filter(invoice=invoice).exists()
        or (exception.amount is not None and exception.amount < billing.amount)
        or ntpn_used(exception.ntpn)
    )


def may_correct(exception: PaymentException) -> bool:
    """Whether figures typed by hand may be typed again; SIMPONI's own are not."""
    billing = exception.billing
    return (
        billing is not None
        and billing.provider == "by_hand"
        and exception.kind in {"short", "over", "mismatch", "late"}
        and exception.closed_at is None
    )


@transaction.atomic(durable=True)
def accept(exception: PaymentException, *, by: By, at: datetime) -> Settlement:
    """Let the payment settle its invoice: the money has reached the treasury.

    What was paid over stays open as a case of its own, to be asked back.

    :raises NotAcceptable: unless it is in full, and nothing else paid the invoice
    :raises AlreadyClosed, ActionRefused:
    """
    trail.lock(by.office)
    billing = exception.billing
    if billing is None or not may_accept(exception):
        raise refusals.NotAcceptable
    close(exception, action="accepted", resolution="", by=by, at=at)
    order = billing.invoice.order
    payment = payment_of(exception)
    settled = settle(order, billing, payment, by=by, actor=Actor.TREASURER, at=at)
    if exception.amount is not None and exception.amount > billing.amount:
        excess = exception.amount - billing.amount
        _copy(exception, office=exception.office, kind="over", amount=excess, at=at)
    return settled


@transaction.atomic(durable=True)
def correct(
    exception: PaymentException, payment: Payment, *, explanation: str, by: By, at: datetime
) -> Settlement:
    """Record a payment that was mistyped as its proof of receipt really says.

    :raises ToldBySimponi: if the figures were not typed by hand
    :raises StillDoesNotFit: if it would be parked again
    :raises Rejected, NtpnTaken, PaidInFuture, AlreadyClosed, ActionRefused:
    """
    trail.lock(by.office)
    billing = exception.billing
    if billing is None or not may_correct(exception):
        raise refusals.ToldBySimponi
    close(exception, action="corrected", resolution=explanation, by=by, at=at)
    order = billing.invoice.order
    result = confirm(order, billing, payment, by=by, actor=Actor.TREASURER, at=at)
    if isinstance(result, PaymentException):
        raise refusals.StillDoesNotFit
    return result


@transaction.atomic(durable=True)
def record_with(
    exception: PaymentException,
    order: Order,
    *,
    code: str,
    issued_at: datetime,
    expires_at: datetime,
    by: By,
    at: datetime,
) -> Settlement | PaymentException:
    """Record the unknown code with the order it belongs to, and its payment at once.

    What then does not fit (late, short, …) goes on as a case of that order.

    :raises NotUnknown: if the code is known, or the case was closed
    :raises Rejected, NoInvoice, CodeTaken, AlreadyExpired, ActionRefused, NtpnTaken:
    """
    trail.lock(by.office)
    if exception.kind != "unknown" or exception.closed_at or exception.paid_at is None:
        raise refusals.NotUnknown
    billing = register(
        order,
        code=code,
        issued_at=issued_at,
        expires_at=expires_at,
        by=by,
        actor=Actor.TREASURER,
        at=at,
    )
    payment = payment_of(exception, code=billing.code)
    result = confirm(order, billing, payment, by=by, actor=Actor.TREASURER, at=at)
    following = result if isinstance(result, PaymentException) else None
    close(
        exception,
        action="recorded",
        resolution=order.reference or "",
        by=by,
        at=at,
        moved_to=following,
    )
    return result


@transaction.atomic(durable=True)
def move_to(
    exception: PaymentException, office: Office, *, reason: str, by: By, at: datetime
) -> PaymentException:
    """Hand an unknown payment over to the office it belongs to, where it goes on.

    :raises NotUnknown: if it is not one that waits at headquarters
    :raises AlreadyClosed:
    """
    if exception.office != HEADQUARTERS or exception.kind != "unknown":
        raise refusals.NotUnknown
    following = _copy(
        exception, office=office.code, kind="unknown", amount=exception.amount, at=at
    )
    close(exception, action="moved", resolution=reason, by=by, at=at, moved_to=following)
    trail.record(
        "receive_exception",
        subject=f"exception:{following.pk}",
        by=By(by.person, by.role, office.code),
        at=at,
        payload={"ntpn": following.ntpn},
    )
    return following


def payment_of(exception: PaymentException, *, code: str = "") -> Payment:
    """Return the payment as it was told.

    :raises NotAcceptable: if nobody told when it was paid
    """
    if exception.paid_at is None:
        raise refusals.NotAcceptable
    return Payment(
        code=code or exception.code,
        ntpn=exception.ntpn,
        ntb=exception.ntb,
        paid_at=exception.paid_at,
        bank=exception.bank,
        channel=exception.channel,
        amount=exception.amount,
    )


def _copy(
    exception: PaymentException, *, office: str, kind: str, amount: int | None, at: datetime
) -> PaymentException:
    return PaymentException.objects.create(
        office=office,
        kind=kind,
        notice=exception.notice,
        billing=exception.billing,
        order=exception.order,
        code=exception.code,
        ntpn=exception.ntpn,
        amount=amount,
        ntb=exception.ntb,
        bank=exception.bank,
        channel=exception.channel,
        paid_at=exception.paid_at,
        opened_at=at,
    )
