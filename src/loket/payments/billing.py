"""SIMPONI billing codes: typed by hand or issued host to host, and their payment.

A notice is a hint; what decides is the answer to an inquiry, or the treasurer's own eyes on
the state's proof of receipt. Money that does not fit is parked as an exception, never
dropped and never delivered upon.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from loket.ledger import trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments import refusals
from loket.payments.models import Billing, Notice, PaymentException, Settlement
from loket.payments.operations import require_invoice
from loket.ports.billing import Payment, checked_code, checked_ntpn
from loket.process.vocabulary import Actor


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
    :raises NoInvoice, CodeTaken, ActionRefused:
    """
    invoice = require_invoice(order)
    checked = checked_code(code)
    if Billing.objects.filter(code=checked).exists():
        raise refusals.CodeTaken
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

    :param payment: amount None where the provider tells none; then the code's own amount holds
    :raises WrongBilling: if the code belongs to another order
    :raises NtpnTaken: if the NTPN settled something else
    :returns: the settlement, or the exception that the payment was parked as
    """
    if billing.invoice.order_id != order.pk:
        raise refusals.WrongBilling
    ntpn = checked_ntpn(payment.ntpn)
    if Settlement.objects.filter(ntpn=ntpn).exclude(billing=billing).exists():
        raise refusals.NtpnTaken
    if kind := _misfit(order, billing, payment):
        return park(kind, billing=billing, payment=payment, by=by, at=at)
    orders.move(
        order,
        "confirm_billing",
        by=by,
        actor=actor,
        at=at,
        details={"amount": billing.amount, "ntpn": ntpn},
    )
    return Settlement.objects.create(
        invoice=billing.invoice,
        method="billing",
        amount=billing.amount,
        billing=billing,
        ntpn=ntpn,
        ntb=payment.ntb,
        bank=payment.bank,
        channel=payment.channel,
        paid_at=payment.paid_at,
        recorded_at=at,
        recorded_by_id=by.person,
    )


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
        ntpn=payment.ntpn,
        amount=payment.amount,
        opened_at=at,
    )


@transaction.atomic(durable=True)
def close_exception(exception: PaymentException, *, resolution: str, by: By, at: datetime) -> None:
    """Close a parked payment with what was done about it."""
    PaymentException.objects.filter(pk=exception.pk, closed_at=None).update(
        closed_at=at, closed_by=by.person, resolution=resolution
    )
    trail.record(
        "close_exception",
        subject=f"exception:{exception.pk}",
        by=by,
        at=at,
        payload={"kind": exception.kind},
    )


@transaction.atomic(durable=True)
def keep_notice(*, provider: str, notice_id: str, raw: str, at: datetime) -> Notice:
    """Store a notice as it came, before anything is done with it; a twin gives the first."""
    notice, _is_new = Notice.objects.get_or_create(
        notice_id=notice_id, defaults={"provider": provider, "received_at": at, "raw": raw}
    )
    return notice


@transaction.atomic(durable=True)
def mark_notice(notice: Notice, outcome: str, *, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(outcome=outcome, processed_at=at)


def _misfit(order: Order, billing: Billing, payment: Payment) -> str:
    """Return why the payment does not settle its code, or nothing. Decided by bank time."""
    paid = Settlement.objects.filter(Q(billing=billing) | Q(invoice=billing.invoice)).first()
    if paid:
        return "twin"
    if payment.amount is not None and payment.amount != billing.amount:
        return "short" if payment.amount < billing.amount else "over"
    if payment.paid_at >= billing.expires_at or payment.paid_at < billing.issued_at:
        return "late"
    if billing.invoice.cancelled_at or "PAID" in order.facts:
        return "mismatch"
    return ""


@transaction.atomic(durable=True)
def park_unknown(notice: Notice, payment: Payment, *, at: datetime) -> None:
    """Park a notice about a code that nobody here issued."""
    by = By(person=None, role="system", office="0000")
    park("unknown", billing=None, payment=payment, by=by, at=at, notice=notice)
    Notice.objects.filter(pk=notice.pk).update(outcome="exception", processed_at=at)
