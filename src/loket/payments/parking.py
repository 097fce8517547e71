"""Money that does not fit is parked for a person to act upon, and closed with what was done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from loket.ledger import trail
from loket.ledger.context import By
from loket.payments import refusals
from loket.payments.models import Billing, Notice, PaymentException
from loket.ports.billing import Payment

STANDS = "stands"


def park(
    kind: str,
    *,
    billing: Billing | None,
    payment: Payment,
    by: By,
    at: datetime,
    notice: Notice | None = None,
) -> PaymentException:
    """Keep money that does not fit, with its NTPN; told again it gives the same case.

    A reversal that turned out to be none does not hide a later one.
    """
    trail.lock(by.office)
    known = PaymentException.objects.filter(kind=kind, billing=billing, ntpn=payment.ntpn)
    if billing is None:
        known = known.filter(code__in=["", payment.code])
    if found := known.exclude(action=STANDS).first():
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
        code=payment.code[:15],
        ntpn=payment.ntpn[:16],
        amount=payment.amount,
        ntb=payment.ntb[:16],
        bank=payment.bank[:60],
        channel=payment.channel[:8],
        paid_at=payment.paid_at,
        opened_at=at,
    )


def parked_as(billing: Billing, ntpn: str) -> PaymentException | None:
    """Return the case that holds this payment of the code already, open or closed.

    What was parked short does not become a second case, paid twice, once another code has
    paid the invoice. One that was mistyped holds nothing.
    """
    held = PaymentException.objects.filter(billing=billing, ntpn=ntpn).order_by("pk")
    return held.exclude(kind="reversed").exclude(action="corrected").first()


def park_taken_back(billing: Billing, *, by: By, at: datetime) -> PaymentException:
    """Park that the payment which settled the code's invoice was taken back, or may be."""
    settled = billing.settlement
    payment = Payment(
        code=billing.code,
        ntpn=settled.ntpn or "",
        ntb=settled.ntb,
        paid_at=settled.paid_at,
        bank=settled.bank,
        channel=settled.channel,
        amount=settled.amount,
    )
    return park("reversed", billing=billing, payment=payment, by=by, at=at)


@transaction.atomic(durable=True)
def close_exception(
    exception: PaymentException, *, action: str, resolution: str, by: By, at: datetime
) -> None:
    """Close a parked payment with what was done about it.

    :raises AlreadyClosed: if somebody else did
    """
    close(exception, action=action, resolution=resolution, by=by, at=at)


def close(
    exception: PaymentException,
    *,
    action: str,
    resolution: str,
    by: By,
    at: datetime,
    moved_to: PaymentException | None = None,
) -> None:
    """Close it in the caller's transaction.

    :raises AlreadyClosed: if somebody else did
    """
    open_ones = PaymentException.objects.filter(pk=exception.pk, closed_at=None)
    if not open_ones.update(
        closed_at=at,
        closed_by=by.person,
        action=action,
        resolution=resolution[:500],
        moved_to=moved_to,
    ):
        raise refusals.AlreadyClosed
    trail.record(
        "close_exception",
        subject=f"exception:{exception.pk}",
        by=by,
        at=at,
        payload={"kind": exception.kind, "action": action},
    )
