"""The invoice: what is bought, by which tariff, how it was worked out, how to pay it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.documents.papers.engine import PaperError, compile_paper
from loket.documents.papers.parties import (
    Letterhead,
    Party,
    letterhead_payload,
    party_payload,
)
from loket.rules.dates import format_date, format_instant, in_zone
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs import Quote
from loket.rules.tariffs.working import quantity_text
from loket.rules.terbilang import terbilang_rupiah
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "invoice/2"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """
    One dataset, map or publication. Amount in rupiah, after any reduction.

    :param detail: edition, level, regions, format … as it identifies the product
    :param working: the cara hitung, step by step
    """

    description: str
    detail: str
    quantity: Text
    amount: int
    working: tuple[Text, ...] = ()

    @classmethod
    def from_quote(cls, quote: Quote, *, description: str, detail: str) -> InvoiceLine:
        return cls(
            description=description,
            detail=detail,
            quantity=quantity_text(quote.quantity, quote.unit),
            amount=quote.total,
            working=(quote.label, *quote.working),
        )


@dataclass(frozen=True, slots=True)
class OtherCost:
    """A cost that is not state revenue: shipping, bank fees. Never part of the billing."""

    label: Text
    amount: int


@dataclass(frozen=True, slots=True)
class BillingPayment:
    """By SIMPONI billing code; without a code yet, it says that the code follows."""

    code: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CashPayment:
    """In cash to the treasurer at the place named."""

    place: Text


@dataclass(frozen=True, slots=True)
class TransferPayment:
    """From abroad by bank transfer; the payer bears all bank charges."""

    bank: str
    account_name: str
    account_number: str
    swift: str = ""


@dataclass(frozen=True, slots=True)
class NothingToPay:
    """Zero rupiah; the reason names the decision."""

    reason: Text


@dataclass(frozen=True, slots=True)
class AwaitsDecision:
    """A lower tariff was asked for and not decided yet; the words say what to do meanwhile."""

    words: Text


PaymentWay = AwaitsDecision | BillingPayment | CashPayment | TransferPayment | NothingToPay


@dataclass(frozen=True, slots=True)
class InvoiceData:
    """
    A frozen invoice. Amounts in rupiah; `total` must equal the sum of the lines.

    :param legal_basis: the tariff regulation, as cited on the paper
    :param tariff_note: shown when the tariff is still to be confirmed
    """

    language: Language
    office: Letterhead
    number: str
    order_reference: str
    issued_at: datetime
    customer: Party
    legal_basis: Text
    lines: tuple[InvoiceLine, ...]
    total: int
    ways_to_pay: tuple[PaymentWay, ...]
    verification_url: str
    due_at: datetime | None = None
    other_costs: tuple[OtherCost, ...] = ()
    tariff_note: Text | None = None


def render(data: InvoiceData) -> bytes:
    """
    Typeset the invoice.

    :raises PaperError: its total is not the sum of its lines
    """
    if data.total != sum(line.amount for line in data.lines):
        raise PaperError(
            "Jumlah invoice tidak sama dengan jumlah barisnya. Buat ulang dari pesanan.",
            "The invoice's total is not the sum of its lines. Make it again from the order.",
        )
    return compile_paper(
        "invoice.typ", _payload(data), at=data.issued_at, qr=data.verification_url
    )


def _payload(data: InvoiceData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "order_reference": data.order_reference,
        "issued": format_date(in_zone(data.issued_at, zone).date(), language),
        "due": format_instant(data.due_at, zone, language) if data.due_at else "",
        "customer": party_payload(data.customer),
        "legal_basis": data.legal_basis.in_language(language),
        "tariff_note": data.tariff_note.in_language(language) if data.tariff_note else "",
        "lines": [_line(line, language) for line in data.lines],
        "total": format_rupiah(data.total, language, cents=True),
        "terbilang": terbilang_rupiah(data.total, language),
        "other_costs": [
            {
                "label": cost.label.in_language(language),
                "amount": format_rupiah(cost.amount, language, cents=True),
            }
            for cost in data.other_costs
        ],
        "ways": [_way(way, data) for way in data.ways_to_pay],
    }


def _line(line: InvoiceLine, language: Language) -> dict[str, Any]:
    return {
        "description": line.description,
        "detail": line.detail,
        "quantity": line.quantity.in_language(language),
        "amount": format_rupiah(line.amount, language),
        "working": [step.in_language(language) for step in line.working],
    }


def _way(way: PaymentWay, data: InvoiceData) -> dict[str, str]:
    language, zone = data.language, data.office.zone
    if isinstance(way, BillingPayment):
        expires = format_instant(way.expires_at, zone, language) if way.expires_at else ""
        return {"kind": "billing", "code": way.code, "expires": expires}
    if isinstance(way, CashPayment):
        return {"kind": "cash", "place": way.place.in_language(language)}
    if isinstance(way, AwaitsDecision):
        return {"kind": "awaits", "words": way.words.in_language(language)}
    if isinstance(way, NothingToPay):
        return {"kind": "nothing", "reason": way.reason.in_language(language)}
    return {
        "kind": "transfer",
        "bank": way.bank,
        "account_name": way.account_name,
        "account_number": way.account_number,
        "swift": way.swift,
    }
