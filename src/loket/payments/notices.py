"""Payment notices: kept as they came, answered at once, judged by the worker.

A notice is only a hint. The worker asks the provider whether it is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from loket.ledger import outbox, trail
from loket.ledger.context import By
from loket.payments.models import Billing, Notice, PaymentException, Settlement
from loket.payments.parking import STANDS, close, park, park_taken_back, parked_as
from loket.people.operations import HEADQUARTERS
from loket.ports.billing import Payment

JOB = "settle_notice"


def keep(*, provider: str, notice_id: str, said: Payment, raw: str, at: datetime) -> Notice:
    """Store a notice as it came, and have it looked into; a twin gives the first.

    :param said: what it says was paid
    """
    known = Notice.objects.filter(notice_id=notice_id).first()
    if known is not None:
        return known
    try:
        return _keep(provider=provider, notice_id=notice_id, said=said, raw=raw, at=at)
    except IntegrityError:  # its twin came in the same moment
        return Notice.objects.get(notice_id=notice_id)


@transaction.atomic(durable=True)
def _keep(*, provider: str, notice_id: str, said: Payment, raw: str, at: datetime) -> Notice:
    office = _office_of(said.code)
    notice = Notice.objects.create(provider=provider, notice_id=notice_id, received_at=at, raw=raw)
    by = By(person=None, role="system", office=office)
    trail.record("keep_notice", subject=_subject(notice), by=by, at=at)
    outbox.post(
        "job",
        JOB,
        office=office,
        subject=_subject(notice),
        at=at,
        dedupe_key=f"{JOB}:{notice.pk}",
        payload={"notice": notice.pk, **_written(said)},
    )
    return notice


def said_by(payload: Mapping[str, Any]) -> Payment:
    """Return what a notice said was paid, from the message that has it looked into."""
    return Payment(
        code=payload["code"],
        ntpn=payload["ntpn"],
        ntb=payload["ntb"],
        paid_at=datetime.fromisoformat(payload["paid_at"]),
        bank=payload["bank"],
        channel=payload["channel"],
        amount=payload["amount"],
    )


@transaction.atomic(durable=True)
def mark(notice: Notice, outcome: str, *, at: datetime) -> None:
    Notice.objects.filter(pk=notice.pk).update(outcome=outcome, processed_at=at)


@transaction.atomic(durable=True)
def park_unknown(notice: Notice, payment: Payment, *, at: datetime) -> None:
    """Park a notice about a code that nobody here issued."""
    by = By(person=None, role="system", office=HEADQUARTERS)
    park("unknown", billing=None, payment=payment, by=by, at=at, notice=notice)
    Notice.objects.filter(pk=notice.pk).update(outcome="exception", processed_at=at)


@transaction.atomic(durable=True)
def park_refused(billing: Billing, payment: Payment, *, at: datetime) -> None:
    """Park a payment whose receipt number stands for other money already."""
    by = By(person=None, role="system", office=billing.invoice.office.code)
    park("mismatch", billing=billing, payment=payment, by=by, at=at)


@transaction.atomic(durable=True)
def park_twin(notice: Notice, billing: Billing, said: Payment, *, at: datetime) -> None:
    """Park what a notice says beside the payment that the source tells of for the same code.

    One that came late, of a payment settled or parked long ago, adds nothing.
    """
    is_settled = Settlement.objects.filter(billing=billing, ntpn=said.ntpn).exists()
    if is_settled or parked_as(billing, said.ntpn):
        return
    by = By(person=None, role="system", office=billing.invoice.office.code)
    park("twin", billing=billing, payment=said, by=by, at=at, notice=notice)


@transaction.atomic(durable=True)
def park_reversal(billing: Billing, *, at: datetime) -> None:
    """Park that a payment which settled an invoice is no longer known at the source."""
    by = By(person=None, role="system", office=billing.invoice.office.code)
    park_taken_back(billing, by=by, at=at)


@transaction.atomic(durable=True)
def close_reversal(billing: Billing, *, at: datetime) -> None:
    """Close the case of a payment that the source knows again as it was."""
    by = By(person=None, role="system", office=billing.invoice.office.code)
    for case in PaymentException.objects.filter(billing=billing, kind="reversed", closed_at=None):
        close(case, action=STANDS, resolution="SIMPONI", by=by, at=at)


def _written(said: Payment) -> dict[str, Any]:
    return {
        "code": said.code,
        "ntpn": said.ntpn,
        "ntb": said.ntb,
        "paid_at": said.paid_at.isoformat(),
        "bank": said.bank,
        "channel": said.channel,
        "amount": said.amount,
    }


def _office_of(code: str) -> str:
    found = Billing.objects.filter(code=code).values_list("invoice__office__code", flat=True)
    return found.first() or HEADQUARTERS


def _subject(notice: Notice) -> str:
    return f"notice:{notice.pk}"
