"""The counter-document (nota pembatalan) that ends an invoice; the invoice stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.documents.papers.engine import compile_paper
from loket.documents.papers.parties import Letterhead, Party, letterhead_payload, party_payload
from loket.rules.dates import format_date, in_zone
from loket.rules.rupiah import format_rupiah
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "cancellation/1"


@dataclass(frozen=True, slots=True)
class CancelledLine:
    """What the cancelled invoice asked money for. Amount in rupiah."""

    description: str
    quantity: Text
    amount: int


@dataclass(frozen=True, slots=True)
class CancellationData:
    """
    A frozen cancellation. Amounts in rupiah.

    :param number: its own number; `invoice_number` is that of the invoice it ends
    :param total: what the invoice asked for, now no longer to be paid
    """

    language: Language
    office: Letterhead
    number: str
    invoice_number: str
    invoice_issued_at: datetime
    order_reference: str
    issued_at: datetime
    customer: Party
    lines: tuple[CancelledLine, ...]
    total: int
    reason: str
    verification_url: str


def render(data: CancellationData) -> bytes:
    """
    Typeset the cancellation.

    :raises PaperError: it could not be typeset
    """
    return compile_paper(
        "cancellation.typ", _payload(data), at=data.issued_at, qr=data.verification_url
    )


def _payload(data: CancellationData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "invoice_number": data.invoice_number,
        "invoice_issued": format_date(in_zone(data.invoice_issued_at, zone).date(), language),
        "order_reference": data.order_reference,
        "issued": format_date(in_zone(data.issued_at, zone).date(), language),
        "customer": party_payload(data.customer),
        "lines": [
            {
                "description": line.description,
                "quantity": line.quantity.in_language(language),
                "amount": format_rupiah(line.amount, language),
            }
            for line in data.lines
        ],
        "total": format_rupiah(data.total, language, cents=True),
        "reason": data.reason,
    }
