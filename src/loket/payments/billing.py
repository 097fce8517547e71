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
from loket.payments.models import Billing, CashDeposit, PaymentException, Settlement
from loket.payments.operations import require_invoice
from loket.payments.parking import park, parked_as
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
    if expires_at <= at:
        raise refusals.AlreadyExpired
    return register(
        order,
        code=code,
        issued_at=issued_at,
        expires_at=expires_at,
        by=by,
        actor=actor,
        at=at,
        provider=provider,
        provider_id=provider_id,
    )


def register(
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
    """Record a code, expired by now or not, in the caller's transaction.

    :raises Rejected, NoInvoice, CodeTaken, AlreadyExpired, ActionRefused:
    """
    invoice = require_invoice(order)
    checked = checked_code(code)
    if code_used(checked):
        raise refusals.CodeTaken
    if expires_at <= issued_at:
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
    return confirm(order, billing, payment, by=by, actor=actor, at=at)


def confirm(
    order: Order, billing: Billing, payment: Payment, *, by: By, actor: Actor, at: datetime
) -> Settlement | PaymentException:
    """As :func:`confirm_billing`, in the caller's transaction."""
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
        if known := parked_as(billing, ntpn):
            return known
        return park(kind, billing=billing, payment=replace(payment, ntpn=ntpn), by=by, at=at)
    return settle(order, billing, replace(payment, ntpn=ntpn), by=by, actor=actor, at=at)


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


def settle(
    order: Order, billing: Billing, payment: Payment, *, by: By, actor: Actor, at: datetime
) -> Settlement:
    """Let the payment settle the code's invoice, in the caller's transaction."""
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
