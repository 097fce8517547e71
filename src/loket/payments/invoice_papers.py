"""Invoice and its counter-document as papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import cancellation as cancellation_paper
from loket.documents.papers import invoice as invoice_paper
from loket.orders import clock
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments.costs import Cost
from loket.payments.measured import Measured
from loket.payments.models import Invoice
from loket.payments.papers import language_of
from loket.people.models import Office
from loket.people.papers import letterhead, party
from loket.process.vocabulary import State, Trait
from loket.rules.tariffs import Quote, TariffBook
from loket.rules.tariffs.book import Unit
from loket.rules.tariffs.working import quantity_text
from loket.rules.wording import Text

Data = TypeVar("Data", invoice_paper.InvoiceData, cancellation_paper.CancellationData)
AWAITS_DECISION = Text(
    "Permohonan keringanan tarif menunggu keputusan pejabat penyetuju. Jangan membayar sebelum "
    "keputusan disampaikan; bila ditolak atau dikabulkan sebagian, invoice baru diterbitkan.",
    "The request for a lower tariff waits for the approving official. Do not pay before you are "
    "told the decision; if it is refused or granted in part, a new invoice is issued.",
)
TO_CONFIRM = Text(
    "Besaran tarif menunggu pencocokan dengan lampiran resmi peraturan.",
    "The tariff amounts are still to be checked against the regulation's official annex.",
)


def invoice(
    order: Order,
    measured: Sequence[Measured],
    quotes: Sequence[Quote],
    book: TariffBook,
    costs: Sequence[Cost] = (),
    *,
    number: str,
    at: datetime,
) -> Document:
    code = documents.new_code()
    data = invoice_paper.InvoiceData(
        language=language_of(order),
        office=letterhead(order.office),
        number=number,
        order_reference=order.reference or "",
        issued_at=at,
        customer=party(order.buyer),
        legal_basis=book.legal_basis,
        lines=tuple(
            invoice_paper.InvoiceLine.from_quote(
                quote, description=one.item.title, detail=f"SHA-256 {one.item.definition_hash}"
            )
            for one, quote in zip(measured, quotes, strict=True)
        ),
        total=sum(quote.total for quote in quotes),
        ways_to_pay=_ways(order),
        verification_url=documents.verification_url(code),
        due_at=_pay_by(order, at),
        other_costs=tuple(invoice_paper.OtherCost(cost.label, cost.amount) for cost in costs),
        tariff_note=None if book.confirmed else TO_CONFIRM,
    )
    version = invoice_paper.TEMPLATE_VERSION
    return _issue("invoice", data, invoice_paper.render, version, order, code, at)


def cancellation(invoice: Invoice, *, number: str, reason: str, at: datetime) -> Document:
    """Print the note that ends the invoice, under its own number."""
    order = invoice.order
    code = documents.new_code()
    data = cancellation_paper.CancellationData(
        language=language_of(order),
        office=letterhead(order.office),
        number=number,
        invoice_number=invoice.number,
        invoice_issued_at=invoice.issued_at,
        order_reference=order.reference or "",
        issued_at=at,
        customer=party(order.buyer),
        lines=tuple(
            cancellation_paper.CancelledLine(
                description=line.title,
                quantity=quantity_text(line.quantity, Unit(line.unit)),
                amount=line.amount,
            )
            for line in invoice.lines.all()
        ),
        total=invoice.total,
        reason=reason,
        verification_url=documents.verification_url(code),
    )
    version = cancellation_paper.TEMPLATE_VERSION
    return _issue("cancellation", data, cancellation_paper.render, version, order, code, at)


def _issue(
    kind: str,
    data: Data,
    render: Callable[[Data], bytes],
    template_version: str,
    order: Order,
    code: str,
    at: datetime,
) -> Document:
    return documents.issue(
        kind,
        data,
        render,
        template_version=template_version,
        number=data.number,
        office=order.office.code,
        subject=subject_of(order),
        language=order.language,
        code=code,
        at=at,
    )


def _ways(order: Order) -> tuple[invoice_paper.PaymentWay, ...]:
    if Trait.ZERO_TARIFF in order.traits:
        return (invoice_paper.AwaitsDecision(AWAITS_DECISION),)
    if Trait.FOREIGN in order.traits and order.channel == "online":
        return (_transfer(order.office),)
    billing = invoice_paper.BillingPayment()
    if order.channel == "walk_in" and order.office.takes_cash:
        place = Text(f"Bendahara {order.office.name}", f"Treasurer, {order.office.name}")
        return (invoice_paper.CashPayment(place), billing)
    return (billing,)


def _pay_by(order: Order, at: datetime) -> datetime | None:
    """At the counter one pays at this stage; online the billing code tells until when."""
    return clock.due_at(order, State.SETTLING, at) if order.channel == "walk_in" else None


def _transfer(office: Office) -> invoice_paper.TransferPayment:
    return invoice_paper.TransferPayment(
        bank=office.bank_name,
        account_name=office.bank_account_name or office.name,
        account_number=office.bank_account_number,
        swift=office.bank_swift,
    )
