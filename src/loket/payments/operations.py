"""Invoices, cash, receipts: every write about money that the office's own people make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from loket.catalogue.models import Product
from loket.documents import operations as documents
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Item, Order
from loket.payments import papers, refusals
from loket.payments.models import Invoice, InvoiceLine, Kuitansi, Settlement, Waiver
from loket.payments.queries import invoice_in_force, settled_by
from loket.people.queries import local_year
from loket.process.vocabulary import Actor, Trait
from loket.rules.numbering import Paper, PaperNumber
from loket.rules.tariffs import SHIPPED_BOOKS, Kind, Quote, quote_for

WAIVED = 100  # per cent


@dataclass(frozen=True, slots=True)
class Measured:
    """An item and what its tariff counts: exact bytes of microdata, or the number of maps."""

    item: Item
    quantity: int


def issue_invoice(order: Order, measured: Sequence[Measured], *, by: By, at: datetime) -> Invoice:
    """Price, number, freeze and print the invoice, in the caller's transaction.

    :raises RuleError: if the tariff book cannot price an item
    """
    quotes = [_quote(order, one, at) for one in measured]
    year = local_year(order.office, at)
    serial = series.next_number("invoice", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.INVOICE, order.office.code, year, serial))
    document = papers.invoice(order, measured, quotes, number=number, at=at)
    invoice = Invoice.objects.create(
        order=order,
        office=order.office,
        year=year,
        serial=serial,
        number=number,
        document=document,
        tariff_book=order.office.tariff_book,
        full_amount=sum(quote.full for quote in quotes),
        total=sum(quote.total for quote in quotes),
        issued_at=at,
        issued_by_id=by.who,
    )
    InvoiceLine.objects.bulk_create(
        _line(invoice, position, one, quote)
        for position, (one, quote) in enumerate(zip(measured, quotes, strict=True), start=1)
    )
    trail.record(
        "number_invoice",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"number": number, "total": invoice.total, "sha256": document.sha256},
    )
    return invoice


def cancel_invoice(order: Order, *, reason: str, by: By, at: datetime) -> None:
    """End the invoice in force, if there is one, by a counter-document with its own number."""
    invoice = invoice_in_force(order)
    if invoice is None:
        return
    year = local_year(order.office, at)
    serial = series.next_number("cancellation", office=order.office.code, period=str(year))
    number = f"{serial:05d}/BTL/{order.office.code}/{year}"
    document = papers.cancellation(invoice, number=number, reason=reason, at=at)
    Invoice.objects.filter(pk=invoice.pk).update(cancelled_at=at, cancellation=document)
    invoice.billings.filter(closed_at=None).update(closed_at=at)
    documents.void(invoice.document, reason, at=at)
    trail.record(
        "cancel_invoice",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"number": invoice.number, "by": number},
    )


@transaction.atomic(durable=True)
def request_billing(order: Order, *, by: By, at: datetime) -> None:
    """Have a billing code issued host to host in the background, where that is set up.

    :raises NoInvoice: if there is nothing to pay yet
    """
    require_invoice(order)
    trail.record("request_billing", subject=orders.subject_of(order), by=by, at=at)
    orders.call("issue_billing", order, at=at, key=at.isoformat())


@transaction.atomic(durable=True)
def take_cash(order: Order, *, tendered: int, by: By, at: datetime) -> Settlement:
    """Take cash at the treasurer's desk (step W8); the change is tendered less the total.

    :raises NoCashHere, NoInvoice, TooLittle, ActionRefused:
    """
    invoice = require_invoice(order)
    if not order.office.takes_cash:
        raise refusals.NoCashHere
    if tendered < invoice.total:
        raise refusals.TooLittle
    orders.move(
        order,
        "take_cash",
        by=by,
        actor=Actor.TREASURER,
        at=at,
        details={"amount": invoice.total},
    )
    return Settlement.objects.create(
        invoice=invoice,
        method="cash",
        amount=invoice.total,
        tendered=tendered,
        paid_at=at,
        recorded_at=at,
        recorded_by_id=by.person,
    )


@transaction.atomic(durable=True)
def approve_zero_tariff(
    order: Order,
    *,
    requested_by: int,
    legal_basis: str,
    letter_number: str,
    reason: str,
    by: By,
    at: datetime,
) -> Waiver:
    """Approve the zero tariff that somebody else asked for.

    :param requested_by: the person who asked (the customer, or the officer at the counter)
    :raises SecondPersonNeeded, NoInvoice, ActionRefused:
    """
    if by.person is None or by.person == requested_by:
        raise refusals.SecondPersonNeeded
    invoice = require_invoice(order)
    orders.move(order, "approve_zero_tariff", by=by, actor=Actor.APPROVER, at=at)
    return Waiver.objects.create(
        order=order,
        invoice=invoice,
        legal_basis=legal_basis,
        letter_number=letter_number,
        reason=reason,
        requested_by_id=requested_by,
        approved_by_id=by.who,
        approved_at=at,
    )


@transaction.atomic(durable=True)
def issue_kuitansi(order: Order, *, by: By, at: datetime) -> Kuitansi:
    """Make the treasurer's receipt (step W9): numbered without gaps, amount in words.

    :raises NotYetPossible, ActionRefused:
    """
    orders.move(order, "issue_kuitansi", by=by, actor=Actor.TREASURER, at=at)
    return _new_kuitansi(order, by=by, at=at)


@transaction.atomic(durable=True)
def request_void(kuitansi: Kuitansi, *, reason: str, by: By, at: datetime) -> None:
    """Ask for a receipt to be voided; somebody else has to do it."""
    Kuitansi.objects.filter(pk=kuitansi.pk, voided_at=None).update(
        void_requested_by=by.person, void_reason=reason
    )
    trail.record(
        "request_void_kuitansi",
        subject=orders.subject_of(papers.order_of(kuitansi)),
        by=by,
        at=at,
        payload={"number": kuitansi.number},
    )


@transaction.atomic(durable=True)
def void_and_reissue(kuitansi: Kuitansi, *, by: By, at: datetime) -> Kuitansi:
    """Void the receipt that somebody else asked to void, and issue its successor.

    The void keeps its number; both say so.

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
    return _new_kuitansi(order, by=by, at=at)


def require_invoice(order: Order) -> Invoice:
    """
    :raises NoInvoice: if none is in force
    """
    invoice = invoice_in_force(order)
    if invoice is None:
        raise refusals.NoInvoice
    return invoice


def _new_kuitansi(order: Order, *, by: By, at: datetime) -> Kuitansi:
    evidence = settled_by(order)
    if evidence is None:
        raise refusals.NotYetPossible
    settlement, waiver = evidence
    year = local_year(order.office, at)
    serial = series.next_number("kuitansi", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.KUITANSI, order.office.code, year, serial))
    invoice = require_invoice(order)
    document = papers.kuitansi(order, invoice, settlement, number=number, by=by, at=at)
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
        treasurer_id=by.who,
    )
    trail.record(
        "number_kuitansi",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"number": number, "amount": invoice.total, "sha256": document.sha256},
    )
    return kuitansi


def _quote(order: Order, one: Measured, at: datetime) -> Quote:
    product = Product.objects.get(code=one.item.product_code)
    return quote_for(
        SHIPPED_BOOKS[order.office.tariff_book],
        Kind(one.item.kind),
        product.tariff_class,
        one.quantity,
        reduction_percent=WAIVED if Trait.ZERO_TARIFF in order.traits else 0,
    )


def _line(invoice: Invoice, position: int, one: Measured, quote: Quote) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        position=position,
        title=one.item.title,
        definition_hash=one.item.definition_hash,
        quantity=one.quantity,
        unit=quote.unit,
        amount=quote.total,
        working=[{"id": text.id, "en": text.en} for text in quote.working],
    )
