"""SIMPONI billing codes: typed by hand or issued host to host, and their payment.

A notice is a hint; what decides is the answer to an inquiry, or the treasurer's own eyes on
the state's proof of receipt. Money that does not fit is parked as an exception, never
dropped and never delivered upon.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from loket.ledger import trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments import refusals
from loket.payments.models import Billing, CashDeposit, Notice, PaymentException, Settlement
from loket.payments.operations import require_invoice
from loket.ports.billing import Payment, checked_code, checked_ntpn
from loket.process.vocabulary import Actor

CLOCKS_DIFFER = timedelta(minutes=5)  # between the bank's clock and ours


@transaction.atomic(durable=True)
def issue_billing(
    order: Order,
    *,
    code: str,
    issued_at: datetime,
    expires_at: datetime,
    by: By,
    actor: Actor,
    at: datetime,
    provider: str = "by_hand",
    provider_id: str = "",
) -> Billing:
    """Record the billing code of the order's invoice; an earlier unpaid code is closed.

    :param code: 15 digits, as SIMPONI gave them
    :raises Rejected: if it is not a billing code
    :raises NoInvoice, CodeTaken, AlreadyExpired, ActionRefused:
    """
    invoice = require_invoice(order)
    checked = checked_code(code)
    if code_used(checked):
        raise refusals.CodeTaken
    if expires_at <= max(issued_at, at):
        raise refusals.AlreadyExpired
    orders.move(order, "issue_billing", by=by, actor=actor, at=at)
    invoice.billings.filter(closed_at=None).update(closed_at=at)
    return Billing.objects.create(
        invoice=invoice,
        code=checked,
        provider=provider,
        provider_id=provider_id,
        amount=invoice.total,
        issued_at=issued_at,
        expires_at=expires_at,
    )


@transaction.atomic(durable=True)
def confirm_billing(
    order: Order, billing: Billing, payment: Payment, *, by: By, actor: Actor, at: datetime
) -> Settlement | PaymentException:
    """Settle the invoice by a payment that was seen at the source.

    The same payment told again gives the same settlement, so that a notice may come twice.

    :param payment: amount None where the provider tells none; then the code's own amount holds
    :raises Rejected: if the NTPN is none
    :raises WrongBilling: if the code belongs to another order
    :raises NtpnTaken: if the NTPN settled something else
    :raises PaidInFuture: if the instant of payment is still to come
    :returns: the settlement, or the exception that the payment was parked as
    """
    if billing.invoice.order_id != order.pk or payment.code != billing.code:
        raise refusals.WrongBilling
    trail.lock(by.office)
    ntpn = checked_ntpn(payment.ntpn)
    if settled := Settlement.objects.filter(billing=billing, ntpn=ntpn).first():
        return settled
    if ntpn_used(ntpn):
        raise refusals.NtpnTaken
    if payment.paid_at > at + CLOCKS_DIFFER:
        raise refusals.PaidInFuture
    if kind := _misfit(order, billing, payment):
        return park(kind, billing=billing, payment=replace(payment, ntpn=ntpn), by=by, at=at)
    return _settle(order, billing, replace(payment, ntpn=ntpn), by=by, actor=actor, at=at)


@transaction.atomic(durable=True)
def accept_late(exception: PaymentException, *, by: By, at: datetime) -> Settlement:
    """Let a late payment settle its invoice after all: the money has reached the treasury.

    :raises NotAcceptable: unless it is late only, in full, and nothing else paid the invoice
    :raises AlreadyClosed, ActionRefused:
    """
    trail.lock(by.office)
    billing = exception.billing
    if billing is None or exception.kind != "late" or exception.paid_at is None:
        raise refusals.NotAcceptable
    invoice = billing.invoice
    is_paid = Settlement.objects.filter(invoice=invoice).exists()
    if is_paid or invoice.cancelled_at or exception.amount not in {None, billing.amount}:
        raise refusals.NotAcceptable
    if ntpn_used(exception.ntpn):
        raise refusals.NtpnTaken
    payment = Payment(
        code=billing.code,
        ntpn=exception.ntpn,
        ntb=exception.ntb,
        paid_at=exception.paid_at,
        bank=exception.bank,
        channel=exception.channel,
    )
    _close(exception, resolution="accepted", by=by, at=at)
    return _settle(invoice.order, billing, payment, by=by, actor=Actor.TREASURER, at=at)


def park(
    kind: str,
    *,
    billing: Billing | None,
    payment: Payment,
    by: By,
    at: datetime,
    notice: Notice | None = None,
) -> PaymentException:
    """Keep money that does not fit, with its NTPN, for the treasurer to act upon."""
    trail.lock(by.office)
    found = PaymentException.objects.filter(kind=kind, billing=billing, ntpn=payment.ntpn).first()
    if found:
        return found
    trail.record(
        "park_payment",
        subject=f"billing:{payment.code}",
        by=by,
        at=at,
        payload={"kind": kind, "ntpn": payment.ntpn},
    )
    return PaymentException.objects.create(
        office=by.office,
        kind=kind,
        notice=notice,
        billing=billing,
        order=billing.invoice.order if billing else None,
        ntpn=payment.ntpn[:16],
        amount=payment.amount,
        ntb=payment.ntb[:16],
        bank=payment.bank[:60],
        channel=payment.channel[:8],
        paid_at=payment.paid_at,
        opened_at=at,
    )


@transaction.atomic(durable=True)
def close_exception(exception: PaymentException, *, resolution: str, by: By, at: datetime) -> None:
    """Close a parked payment with what was done about it.

    :raises AlreadyClosed: if somebody else did
    """
    _close(exception, resolution=resolution, by=by, at=at)


def code_used(code: str) -> bool:
    """Whether the billing code is recorded already, for an invoice or for cash."""
    return (
        Billing.objects.filter(code=code).exists()
        or CashDeposit.objects.filter(code=code).exists()
    )


def ntpn_used(ntpn: str) -> bool:
    """Whether the state's receipt number stands for other money already."""
    return (
        Settlement.objects.filter(ntpn=ntpn).exists()
        or CashDeposit.objects.filter(ntpn=ntpn).exists()
    )


def _misfit(order: Order, billing: Billing, payment: Payment) -> str:
    """Return why the payment does not settle its code, or nothing. Decided by bank time."""
    if Settlement.objects.filter(Q(billing=billing) | Q(invoice=billing.invoice)).exists():
        return "twin"
    if payment.amount is not None and payment.amount != billing.amount:
        return "short" if payment.amount < billing.amount else "over"
    if payment.paid_at >= billing.expires_at:
        return "late"
    is_backdated = payment.paid_at < billing.issued_at - CLOCKS_DIFFER
    if is_backdated or billing.invoice.cancelled_at or "PAID" in order.facts:
        return "mismatch"
    return ""


def _settle(
    order: Order, billing: Billing, payment: Payment, *, by: By, actor: Actor, at: datetime
) -> Settlement:
    orders.move(
        order,
        "confirm_billing",
        by=by,
        actor=actor,
        at=at,
        details={"amount": billing.amount, "ntpn": payment.ntpn},
    )
    return Settlement.objects.create(
        invoice=billing.invoice,
        method="billing",
        amount=billing.amount,
        billing=billing,
        ntpn=payment.ntpn,
        ntb=payment.ntb[:16],
        bank=payment.bank[:60],
        channel=payment.channel[:8],
        paid_at=payment.paid_at,
        recorded_at=at,
        recorded_by_id=by.person,
    )


def _close(exception: PaymentException, *, resolution: str, by: By, at: datetime) -> None:
    open_ones = PaymentException.objects.filter(pk=exception.pk, closed_at=None)
    if not open_ones.update(closed_at=at, closed_by=by.who, resolution=resolution):
        raise refusals.AlreadyClosed
    trail.record(
        "close_exception",
        subject=f"exception:{exception.pk}",
        by=by,
        at=at,
        payload={"kind": exception.kind},
    )
