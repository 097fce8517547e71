"""Pricing, numbering, freezing and ending invoices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product
from loket.catalogue.tariffs import book_of
from loket.documents import operations as documents
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.queries import items_of
from loket.payments import invoice_papers, refusals
from loket.payments.costs import Cost
from loket.payments.measured import Measured
from loket.payments.models import FrozenBook, Invoice, InvoiceCost, InvoiceLine
from loket.payments.queries import invoice_in_force
from loket.people.queries import local_year
from loket.rules.numbering import Paper, PaperNumber
from loket.rules.tariffs import (
    Kind,
    Quote,
    TariffBook,
    book_digest,
    book_from_record,
    book_to_record,
    quote_for,
)
from loket.rules.wording import RuleError


def issue_invoice(
    order: Order,
    measured: Sequence[Measured],
    *,
    by: By,
    at: datetime,
    reduction_percent: Decimal | int = 0,
    book: TariffBook | None = None,
    costs: Sequence[Cost] = (),
) -> Invoice:
    """Price, number, freeze and print the invoice, in the caller's transaction.

    :param reduction_percent: what is taken off the tariff, 0 to 100
    :param book: the book an earlier invoice froze; else the one in force on the office's day
    :param costs: what the buyer bears beside the tariff, each kind once; in no total
    :raises RuleError: if no book is in force, or it cannot price an item
    """
    book = book or _book_in_force(order, at)
    quotes = [_quote(book, one, reduction_percent) for one in measured]
    year = local_year(order.office, at)
    serial = series.next_number("invoice", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.INVOICE, order.office.code, year, serial))
    document = invoice_papers.invoice(order, measured, quotes, book, costs, number=number, at=at)
    invoice = Invoice.objects.create(
        order=order,
        office=order.office,
        year=year,
        serial=serial,
        number=number,
        document=document,
        tariff_book=book.code,
        book=_frozen(book, at),
        full_amount=sum(quote.full for quote in quotes),
        total=sum(quote.total for quote in quotes),
        issued_at=at,
        issued_by_id=by.who,
    )
    InvoiceLine.objects.bulk_create(
        _line(invoice, position, one, quote)
        for position, (one, quote) in enumerate(zip(measured, quotes, strict=True), start=1)
    )
    _keep_costs(invoice, costs)
    trail.record(
        "number_invoice",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={
            "number": number,
            "total": invoice.total,
            "sha256": document.sha256,
            "book": book_digest(book),
        },
    )
    return invoice


def reissue_invoice(
    invoice: Invoice, *, reduction_percent: Decimal | int, reason: str, by: By, at: datetime
) -> Invoice:
    """Cancel the invoice and issue another for the same goods, by the book it was priced by.

    :raises RuleError: if a reduction is not one
    """
    order = invoice.order
    items = {item.definition_hash: item for item in items_of(order)}
    measured = [
        Measured(items[line.definition_hash], line.quantity) for line in invoice.lines.all()
    ]
    costs = [kept.cost for kept in invoice.costs.all()]
    cancel_invoice(order, reason=reason, by=by, at=at)
    return issue_invoice(
        order,
        measured,
        by=by,
        at=at,
        reduction_percent=reduction_percent,
        book=book_from_record(invoice.book.record) if invoice.book else None,
        costs=costs,
    )


def cancel_invoice(order: Order, *, reason: str, by: By, at: datetime) -> None:
    """End the invoice in force, if there is one, by a counter-document with its own number."""
    invoice = invoice_in_force(order)
    if invoice is None:
        return
    year = local_year(order.office, at)
    serial = series.next_number("cancellation", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.CANCELLATION, order.office.code, year, serial))
    document = invoice_papers.cancellation(invoice, number=number, reason=reason, at=at)
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


def _book_in_force(order: Order, at: datetime) -> TariffBook:
    try:
        return book_of(order.office, at)
    except CatalogueError as refusal:
        raise RuleError(refusal.id, refusal.en) from refusal


def _frozen(book: TariffBook, at: datetime) -> FrozenBook:
    frozen, _ = FrozenBook.objects.get_or_create(
        digest=book_digest(book),
        defaults={"code": book.code, "record": book_to_record(book), "kept_at": at},
    )
    return frozen


def _quote(book: TariffBook, one: Measured, reduction_percent: Decimal | int) -> Quote:
    product = Product.objects.get(code=one.item.product_code)
    return quote_for(
        book,
        Kind(one.item.kind),
        product.tariff_class,
        one.quantity,
        reduction_percent=reduction_percent,
    )


def _keep_costs(invoice: Invoice, costs: Sequence[Cost]) -> None:
    InvoiceCost.objects.bulk_create(
        InvoiceCost(invoice=invoice, kind=cost.kind, amount=cost.amount, note=cost.note)
        for cost in costs
    )


def _line(invoice: Invoice, position: int, one: Measured, quote: Quote) -> InvoiceLine:
    return InvoiceLine(
        invoice=invoice,
        position=position,
        title=one.item.title,
        definition_hash=one.item.definition_hash,
        quantity=one.quantity,
        unit=quote.unit,
        kind=quote.kind,
        tariff_class=quote.tariff_class,
        full_amount=quote.full,
        reduction_percent=quote.reduction_percent,
        amount=quote.total,
        working=[{"id": text.id, "en": text.en} for text in quote.working],
    )
