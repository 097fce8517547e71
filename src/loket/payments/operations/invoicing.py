"""Pricing, numbering, freezing and ending invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loket.catalogue.models import Product
from loket.documents import operations as documents
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.payments import papers, refusals
from loket.payments.measured import Measured
from loket.payments.models import Invoice, InvoiceLine
from loket.payments.queries import invoice_in_force
from loket.people.queries import local_year
from loket.process.vocabulary import Trait
from loket.rules.numbering import Paper, PaperNumber
from loket.rules.tariffs import SHIPPED_BOOKS, Kind, Quote, quote_for

WAIVED = 100  # per cent


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


def require_invoice(order: Order) -> Invoice:
    """
    :raises NoInvoice: if none is in force
    """
    invoice = invoice_in_force(order)
    if invoice is None:
        raise refusals.NoInvoice
    return invoice


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
