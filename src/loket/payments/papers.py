"""The kuitansi as a paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import kuitansi as kuitansi_paper
from loket.documents.papers.frozen import from_record
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments.models import Invoice, Kuitansi, Settlement
from loket.people.models import Role, User
from loket.people.papers import letterhead, official, party
from loket.rules.tariffs.book import Unit
from loket.rules.tariffs.working import quantity_text
from loket.rules.wording import Language, Text

METHODS = {
    "cash": Text("Tunai kepada bendahara", "Cash to the treasurer"),
    "billing": Text("Kode billing SIMPONI", "SIMPONI billing code"),
    "transfer": Text("Transfer dari luar negeri", "Transfer from abroad"),
}
WAIVED = Text("Tarif nol rupiah", "Zero tariff")


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
    return documents.issue(
        "kuitansi",
        data,
        kuitansi_paper.render,
        template_version=kuitansi_paper.TEMPLATE_VERSION,
        number=number,
        office=order.office.code,
        subject=subject_of(order),
        language=order.language,
        code=code,
        at=at,
    )


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
