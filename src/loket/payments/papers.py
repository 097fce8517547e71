"""Invoice, its counter-document and kuitansi as papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import invoice as invoice_paper
from loket.documents.papers import kuitansi as kuitansi_paper
from loket.documents.papers.frozen import from_record
from loket.orders import clock
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments.measured import Measured
from loket.payments.models import Invoice, Kuitansi, Settlement
from loket.people.models import Office, Role, User
from loket.people.papers import letterhead, official, party
from loket.process.vocabulary import State, Trait
from loket.rules.tariffs import SHIPPED_BOOKS, Quote
from loket.rules.tariffs.book import Unit
from loket.rules.tariffs.working import quantity_text
from loket.rules.wording import Language, Text

Data = TypeVar("Data", invoice_paper.InvoiceData, kuitansi_paper.KuitansiData)
METHODS = {
    "cash": Text("Tunai kepada bendahara", "Cash to the treasurer"),
    "billing": Text("Kode billing SIMPONI", "SIMPONI billing code"),
    "transfer": Text("Transfer dari luar negeri", "Transfer from abroad"),
}
WAIVED = Text("Tarif nol rupiah", "Zero tariff")
TO_CONFIRM = Text(
    "Besaran tarif menunggu pencocokan dengan lampiran resmi peraturan.",
    "The tariff amounts are still to be checked against the regulation's official annex.",
)


def invoice(
    order: Order,
    measured: Sequence[Measured],
    quotes: Sequence[Quote],
    *,
    number: str,
    at: datetime,
) -> Document:
    code = documents.new_code()
    book = SHIPPED_BOOKS[order.office.tariff_book]
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
                quote, description=one.item.title, detail=one.item.definition_hash[:16]
            )
            for one, quote in zip(measured, quotes, strict=True)
        ),
        total=sum(quote.total for quote in quotes),
        ways_to_pay=_ways(order),
        verification_url=documents.verification_url(code),
        due_at=_pay_by(order, at),
        tariff_note=None if book.confirmed else TO_CONFIRM,
    )
    return _issue("invoice", data, invoice_paper.render, order, number, code, at)


def cancellation(invoice: Invoice, *, number: str, reason: str, at: datetime) -> Document:
    """Print the invoice again, marked as cancelled by the counter-document of that number."""
    order = invoice.order
    code = documents.new_code()
    book = SHIPPED_BOOKS[invoice.tariff_book]
    lines = tuple(
        invoice_paper.InvoiceLine(
            description=line.title,
            detail=line.definition_hash[:16],
            quantity=quantity_text(line.quantity, Unit(line.unit)),
            amount=line.amount,
        )
        for line in invoice.lines.all()
    )
    data = invoice_paper.InvoiceData(
        language=language_of(order),
        office=letterhead(order.office),
        number=invoice.number,
        order_reference=order.reference or "",
        issued_at=at,
        customer=party(order.buyer),
        legal_basis=book.legal_basis,
        lines=lines,
        total=invoice.total,
        ways_to_pay=(invoice_paper.NothingToPay(Text(f"Dibatalkan: {reason}", reason)),),
        verification_url=documents.verification_url(code),
        cancelled=number,
    )
    return _issue("cancellation", data, invoice_paper.render, order, number, code, at)


def kuitansi(
    order: Order,
    invoice: Invoice,
    settlement: Settlement | None,
    *,
    number: str,
    treasurer: User,
    at: datetime,
    replaces: str = "",
) -> Document:
    """
    :param replaces: number of the void receipt that this one stands for, if any
    """
    code = documents.new_code()
    data = kuitansi_paper.KuitansiData(
        language=language_of(order),
        office=letterhead(order.office),
        number=number,
        order_reference=order.reference or "",
        invoice_number=invoice.number,
        issued_at=at,
        received_from=party(order.buyer),
        amount=invoice.total,
        purpose=_purpose(order, invoice, replaces),
        lines=tuple(
            kuitansi_paper.KuitansiLine(
                description=line.title,
                volume=quantity_text(line.quantity, Unit(line.unit)),
                unit_price=None,
                amount=line.amount,
            )
            for line in invoice.lines.all()
        ),
        settlement=_settlement(settlement),
        treasurer=official(treasurer, Role.TREASURER),
        verification_url=documents.verification_url(code),
        commitment=documents.commitment(str(order.public_id)),
    )
    return _issue("kuitansi", data, kuitansi_paper.render, order, number, code, at)


def copy_of(kuitansi: Kuitansi) -> bytes:
    """Typeset the receipt again from its frozen data, marked SALINAN; as PDF.

    :raises PaperError: if a later version of the software froze it
    """
    data = from_record(kuitansi_paper.KuitansiData, kuitansi.document.data)
    return kuitansi_paper.render(replace(data, copy=True))


def order_of(kuitansi: Kuitansi) -> Order:
    evidence = kuitansi.settlement or kuitansi.waiver
    if evidence is None:  # refused by the database
        raise ValueError("a kuitansi is for a settlement or a waiver")
    return evidence.invoice.order


def language_of(order: Order) -> Language:
    return "en" if order.language == "en" else "id"


def _issue(
    kind: str,
    data: Data,
    render: Callable[[Data], bytes],
    order: Order,
    number: str,
    code: str,
    at: datetime,
) -> Document:
    module = kuitansi_paper if kind == "kuitansi" else invoice_paper
    return documents.issue(
        kind,
        data,
        render,
        template_version=module.TEMPLATE_VERSION,
        number=number,
        office=order.office.code,
        subject=subject_of(order),
        language=order.language,
        code=code,
        at=at,
    )


def _ways(order: Order) -> tuple[invoice_paper.PaymentWay, ...]:
    if Trait.ZERO_TARIFF in order.traits:
        return (invoice_paper.NothingToPay(WAIVED),)
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


def _settlement(settlement: Settlement | None) -> kuitansi_paper.Settlement:
    if settlement is None:
        return kuitansi_paper.Settlement(method=WAIVED)
    return kuitansi_paper.Settlement(
        method=METHODS[settlement.method],
        billing_code=settlement.billing.code if settlement.billing else "",
        ntpn=settlement.ntpn or "",
        ntb=settlement.ntb,
        bank=settlement.bank,
        paid_at=settlement.paid_at,
    )


def _purpose(order: Order, invoice: Invoice, replaces: str) -> str:
    if order.language == "en":
        tail = f" (replaces the void receipt {replaces})" if replaces else ""
        return f"Statistical data by order {order.reference}, invoice {invoice.number}{tail}"
    tail = f" (pengganti kuitansi {replaces} yang batal)" if replaces else ""
    return f"Pembelian data sesuai pesanan {order.reference}, invoice {invoice.number}{tail}"
