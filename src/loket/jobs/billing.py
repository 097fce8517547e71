"""Talking to the billing provider: issue codes, look after open ones, look into notices."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from loket import wiring
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments import billing as operations
from loket.payments import notices
from loket.payments.models import Billing, Invoice, Notice, Settlement
from loket.payments.queries import billing_by_code, invoice_in_force, is_spent, open_billing
from loket.payments.refusals import NtpnTaken, PaidInFuture, WrongBilling
from loket.ports.billing import BillingCode, BillingLine, BillingRequest, Payment
from loket.ports.failures import Rejected, Unavailable
from loket.process.vocabulary import Actor, State
from loket.rules.asking import next_inquiry

LIFETIME = timedelta(days=7)
LOOK_BACK = timedelta(days=30)
MOST_LOST = 20  # codes in a row whose answers were lost until they expired
PATIENCE = timedelta(hours=2)  # for the source to learn what a notice says already
logger = logging.getLogger(__name__)


def issue(order: Order, *, by: By, at: datetime) -> None:
    """Have a billing code issued for the order's invoice, unless one can be paid already.

    :raises Unavailable: if the provider asks to try again
    :raises Rejected: if the provider refuses
    """
    invoice = invoice_in_force(order)
    current = open_billing(order)
    if invoice is None or invoice.total == 0 or "PAID" in order.facts:
        return
    if current is not None and current.expires_at > at and not is_spent(current):
        return
    answer = _payable(order, invoice, at)
    if answer is not None:
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


def _payable(order: Order, invoice: Invoice, at: datetime) -> BillingCode | None:
    """Ask for a code that can still be paid; None where the treasurer makes it by hand.

    A code whose first answer was lost comes again under the same reference, and may have
    expired meanwhile; nobody was ever told of it, so the next reference is asked for.
    """
    first = invoice.billings.count() + 1
    for attempt in range(first, first + MOST_LOST):
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
        if not isinstance(answer, BillingCode):
            return None
        if answer.expires_at > at:
            return answer
    raise _not_yet()


def reconcile(at: datetime) -> int:
    """Ask the provider about the codes whose turn it is; return how many settled."""
    if not wiring.billing().capabilities().can_inquire:
        return 0
    waiting = Billing.objects.filter(
        settlement=None, issued_at__gt=at - LOOK_BACK, provider="simponi"
    )
    settled = sum(_tried(billing, at) for billing in _due(waiting, at))
    watch(at)
    return settled


def watch(at: datetime) -> None:
    """Park payments that the source no longer knows, while the data are still here.

    One that it knows again closes its case.
    """
    paid = Billing.objects.filter(
        settlement__isnull=False,
        provider="simponi",
        invoice__order__state=State.SETTLING,
    )
    for billing in _due(paid.select_related("settlement"), at):
        _look_again(billing, at)


def ask(order: Order, *, at: datetime) -> None:
    """Ask now about every code of the order, whenever its turn would be.

    :raises Unavailable: if the source cannot be asked
    :raises Rejected: if it does not answer us
    """
    if not wiring.billing().capabilities().can_inquire:
        return
    codes = Billing.objects.filter(invoice__order=order, provider="simponi")
    for billing in codes.select_related("invoice__order__office"):
        if Settlement.objects.filter(billing=billing).exists():
            _look_again(billing, at)
        else:
            _asked(billing, at)
            _inquire(billing, at)


def _due(codes: QuerySet[Billing], at: datetime) -> Iterator[Billing]:
    """Yield the codes whose turn it is, and note that they were asked about."""
    for billing in codes.select_related("invoice__order__office"):
        turn = next_inquiry(
            issued_at=billing.issued_at,
            expires_at=billing.expires_at,
            asked_at=billing.asked_at,
            minutes=billing.invoice.order.office.inquiry_minutes,
        )
        if turn <= at:
            _asked(billing, at)
            yield billing


def _asked(billing: Billing, at: datetime) -> None:
    Billing.objects.filter(pk=billing.pk).update(asked_at=at)


def _look_again(billing: Billing, at: datetime) -> None:
    """Compare what settled the code with what the source tells of it now."""
    settled = Settlement.objects.get(billing=billing)
    satker = billing.invoice.order.office.satker
    try:
        known = wiring.billing().payment(billing.code, satker=satker)
    except (Unavailable, Rejected) as error:
        logger.warning("billing %s not looked at again: %s", billing.pk, type(error).__name__)
        return
    if known is not None and known.ntpn == settled.ntpn:
        notices.close_reversal(billing, at=at)
        return
    notices.park_reversal(billing, at=at)
    if known is not None:
        _tried(billing, at)  # the same code paid again: parked as well


def _tried(billing: Billing, at: datetime) -> bool:
    """One code that cannot be asked about must not keep the others waiting."""
    try:
        answer = _inquire(billing, at)
    except (Unavailable, Rejected, ChangedMeanwhile, ActionRefused) as error:
        logger.warning("billing %s not reconciled: %s", billing.pk, type(error).__name__)
        return False
    return answer is not None and answer.is_settled


def settle_notice(notice: Notice, said: Payment, *, at: datetime) -> None:
    """Ask the provider whether a notice is true, and act upon the answer.

    :param said: what the notice says was paid
    :raises Unavailable: to be tried again
    """
    if notice.outcome != "waiting":
        return
    billing = billing_by_code(said.code)
    if billing is None:
        notices.park_unknown(notice, said, at=at)
        return
    answer = _inquire(billing, at)
    if answer is None and at - notice.received_at < PATIENCE:
        raise _not_yet()
    if answer is None:
        notices.mark(notice, "refused", at=at)
    elif answer.payment.ntpn != said.ntpn:
        notices.park_twin(notice, billing, said, at=at)
        notices.mark(notice, "exception", at=at)
    else:
        notices.mark(notice, "settled" if answer.is_settled else "exception", at=at)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the source told of a code, and whether it settled the code's invoice."""

    payment: Payment
    is_settled: bool


def _inquire(billing: Billing, at: datetime) -> _Answer | None:
    """Ask about a code and act upon it; None if the source knows of no payment.

    :raises Unavailable: if the source cannot be asked
    :raises Rejected: if it does not answer us
    """
    order = billing.invoice.order
    by = By(person=None, role="system", office=order.office.code)
    payment = wiring.billing().payment(billing.code, satker=order.office.satker)
    if payment is None:
        return None
    try:
        result = operations.confirm_billing(
            order, billing, payment, by=by, actor=Actor.SYSTEM, at=at
        )
    except (NtpnTaken, PaidInFuture, WrongBilling):
        notices.park_refused(billing, payment, at=at)
        return _Answer(payment, False)
    return _Answer(payment, isinstance(result, Settlement))


def _not_yet() -> Unavailable:
    return Unavailable(
        "SIMPONI belum memberi jawaban yang dapat dipakai; ditanyakan lagi nanti.",
        "SIMPONI has no answer that can be used yet; it is asked again later.",
    )


def _line(total: int) -> BillingLine:
    return BillingLine(
        tariff_code="",
        regulation_code="",
        account="",
        price=total,
        volume=1,
        unit="paket",
    )
