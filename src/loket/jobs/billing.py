"""Talking to the billing provider: issue codes, look after open ones, judge notices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from loket import wiring
from loket.ledger.context import By
from loket.orders.models import Order
from loket.payments import billing as operations
from loket.payments.models import Billing, Notice
from loket.payments.queries import billing_by_code, invoice_in_force, open_billing
from loket.ports.billing import BillingCode, BillingLine, BillingRequest, Payment
from loket.ports.failures import Rejected, Unavailable
from loket.process.vocabulary import Actor

LIFETIME = timedelta(days=7)
LOOK_BACK = timedelta(days=30)


def issue(order: Order, *, by: By, at: datetime) -> None:
    """Have a billing code issued for the order's invoice, unless one is open already.

    :raises Unavailable: if the provider asks to try again
    :raises Rejected: if the provider refuses
    """
    invoice = invoice_in_force(order)
    current = open_billing(order)
    if invoice is None or invoice.total == 0 or "PAID" in order.facts:
        return
    if current is not None and current.expires_at > at:
        return
    attempt = invoice.billings.count() + 1
    answer = wiring.billing().issue(
        BillingRequest(
            reference=f"{invoice.office.code}{invoice.year}{invoice.serial:06d}{attempt:02d}",
            payer_name=order.buyer.name,
            amount=invoice.total,
            expires_at=at + LIFETIME,
            lines=(_line(invoice.total),),
            npwp=order.buyer.npwp,
            satker=order.office.satker,
        )
    )
    if isinstance(answer, BillingCode):
        operations.issue_billing(
            order,
            code=answer.code,
            issued_at=min(answer.issued_at, at),
            expires_at=answer.expires_at,
            by=by,
            actor=Actor.SYSTEM,
            at=at,
            provider="simponi",
            provider_id=answer.provider_reference,
        )


def reconcile(at: datetime) -> int:
    """Ask the provider about every code that may have been paid; return how many settled."""
    provider = wiring.billing()
    if not provider.capabilities().can_inquire:
        return 0
    waiting = Billing.objects.filter(
        settlement=None, issued_at__gt=at - LOOK_BACK, provider="simponi"
    ).select_related("invoice__order__office")
    return sum(_inquire(billing, at) for billing in waiting)


def take_notice(body: bytes, headers: Mapping[str, str], at: datetime) -> bool:
    """Keep a notice as it came, then ask the provider whether it is true.

    :returns: whether the notice was understood (and so need not be sent again)
    """
    notice = wiring.billing().read_notice(headers, body, at=at)
    kept = operations.keep_notice(
        provider="simponi",
        notice_id=notice.id,
        raw=body.decode("utf-8", "replace"),
        at=at,
    )
    if kept.outcome != "waiting":
        return True
    billing = billing_by_code(notice.payment.code)
    if billing is None:
        _unknown(kept, notice.payment, at)
        return True
    settled = _inquire(billing, at, notice=kept)
    operations.mark_notice(kept, "settled" if settled else "exception", at=at)
    return True


def _inquire(billing: Billing, at: datetime, notice: Notice | None = None) -> bool:
    order = billing.invoice.order
    by = By(person=None, role="system", office=order.office.code)
    try:
        payment = wiring.billing().payment(billing.code, satker=order.office.satker)
    except (Unavailable, Rejected):
        return False
    if payment is None:
        return False
    result = operations.confirm_billing(order, billing, payment, by=by, actor=Actor.SYSTEM, at=at)
    return hasattr(result, "ntb")


def _unknown(notice: Notice, payment: Payment, at: datetime) -> None:
    operations.park_unknown(notice, payment, at=at)


def _line(total: int) -> BillingLine:
    return BillingLine(
        tariff_code="",
        regulation_code="",
        account="",
        price=total,
        volume=1,
        unit="paket",
    )
