"""The treasurer's receipts: numbered without gaps, voided only by a second person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from loket.documents import operations as documents
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments import papers, refusals
from loket.payments.models import Kuitansi
from loket.payments.operations.invoicing import require_invoice
from loket.payments.queries import is_taken_back, kuitansi_in_force, settled_by
from loket.people.models import User
from loket.people.queries import local_year
from loket.process.vocabulary import Actor, Fact
from loket.rules.numbering import Paper, PaperNumber


@transaction.atomic(durable=True)
def issue_kuitansi(order: Order, *, by: By, at: datetime) -> Kuitansi:
    """Make the treasurer's receipt (step W9): numbered without gaps, amount in words.

    :raises TakenBack: while what was paid was taken back, or may have been
    :raises NotYetPossible, ActionRefused:
    """
    trail.lock(by.office)
    if is_taken_back(order):
        raise refusals.TakenBack
    if _was_voided(order):
        return _new_kuitansi(order, by=by, at=at)
    orders.move(order, "issue_kuitansi", by=by, actor=Actor.TREASURER, at=at)
    return _new_kuitansi(order, by=by, at=at)


@transaction.atomic(durable=True)
def copy_kuitansi(kuitansi: Kuitansi, *, by: By, at: datetime) -> bytes:
    """Print a duplicate, marked SALINAN, and record that it was printed; return the PDF."""
    trail.record(
        "copy_kuitansi",
        subject=orders.subject_of(papers.order_of(kuitansi)),
        by=by,
        at=at,
        payload={"number": kuitansi.number},
    )
    return papers.copy_of(kuitansi)


@transaction.atomic(durable=True)
def request_void(kuitansi: Kuitansi, *, reason: str, by: By, at: datetime) -> None:
    """Ask for a receipt to be voided; somebody else has to do it.

    :raises AlreadyVoid: if it is void by now
    """
    asked = Kuitansi.objects.filter(pk=kuitansi.pk, voided_at=None)
    if not asked.update(void_requested_by=by.who, void_reason=reason):
        raise refusals.AlreadyVoid
    trail.record(
        "request_void_kuitansi",
        subject=orders.subject_of(papers.order_of(kuitansi)),
        by=by,
        at=at,
        payload={"number": kuitansi.number},
    )


@transaction.atomic(durable=True)
def void_and_reissue(kuitansi: Kuitansi, *, by: By, at: datetime) -> Kuitansi | None:
    """Void the receipt that somebody else asked to void, and issue its successor.

    Money that the bank took back has no successor.

    The void keeps its number; the successor names it, and bears the same treasurer's name:
    who approved the void is written with the void, and takes no money by that.

    :raises SecondPersonNeeded: if the same person asked for it
    """
    current = Kuitansi.objects.select_for_update().get(pk=kuitansi.pk)
    if current.void_requested_by_id in {None, by.person} or current.voided_at:
        raise refusals.SecondPersonNeeded
    Kuitansi.objects.filter(pk=current.pk).update(voided_by=by.person, voided_at=at)
    documents.void(current.document, current.void_reason, at=at)
    order = papers.order_of(current)
    trail.record(
        "void_kuitansi",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"number": current.number},
    )
    if is_taken_back(order):
        return None
    return _new_kuitansi(order, by=by, at=at, replaces=current)


def _was_voided(order: Order) -> bool:
    """Whether there was a receipt, and it was voided without a successor."""
    has_had = Fact.KUITANSI_ISSUED in order.facts
    return has_had and settled_by(order) is not None and kuitansi_in_force(order) is None


def _new_kuitansi(
    order: Order, *, by: By, at: datetime, replaces: Kuitansi | None = None
) -> Kuitansi:
    evidence = settled_by(order)
    if evidence is None:
        raise refusals.NotYetPossible
    settlement, waiver = evidence
    year = local_year(order.office, at)
    serial = series.next_number("kuitansi", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.KUITANSI, order.office.code, year, serial))
    invoice = require_invoice(order)
    treasurer = replaces.treasurer if replaces else User.objects.get(pk=by.who)
    replaced = replaces.number if replaces else ""
    document = papers.kuitansi(
        order,
        invoice,
        settlement,
        number=number,
        treasurer=treasurer,
        at=at,
        replaces=replaced,
    )
    kuitansi = Kuitansi.objects.create(
        office=order.office,
        year=year,
        serial=serial,
        number=number,
        settlement=settlement,
        waiver=waiver,
        document=document,
        amount=invoice.total,
        issued_at=at,
        treasurer=treasurer,
        replaces=replaces,
    )
    payload = {"number": number, "amount": invoice.total, "sha256": document.sha256}
    if replaced:
        payload["replaces"] = replaced
    subject = orders.subject_of(order)
    trail.record("number_kuitansi", subject=subject, by=by, at=at, payload=payload)
    return kuitansi
