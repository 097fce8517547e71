"""The letter that forwards a payer's request for the return of state revenue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.documents.papers.engine import compile_paper
from loket.documents.papers.parties import (
    Letterhead,
    Official,
    Party,
    letterhead_payload,
    official_payload,
    party_payload,
)
from loket.rules.dates import format_date, in_zone
from loket.rules.rupiah import format_rupiah
from loket.rules.terbilang import terbilang_rupiah
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "return/1"


@dataclass(frozen=True, slots=True)
class ReturnData:
    """
    A frozen request. Amounts in rupiah.

    :param ground: why it may be given back, with the provision of law
    :param account: bank, number and name, where a transfer is asked for; else empty
    :param enclosed: the papers that go with the letter
    :param remark: what is still to be confirmed about the rule itself
    """

    language: Language
    office: Letterhead
    number: str
    issued_at: datetime
    addressee: Text
    claimant: Party
    letter_number: str
    asked_on: date
    ntpn: str
    paid_on: date
    paid_amount: int
    amount: int
    ground: Text
    legal_basis: str
    reason: str
    way: Text
    account: str
    enclosed: tuple[Text, ...]
    order_reference: str
    invoice_number: str
    prepared_by: Official
    approved_by: Official
    remark: Text
    verification_url: str


def render(data: ReturnData) -> bytes:
    """Typeset the letter."""
    return compile_paper(
        "revenue_return.typ", _payload(data), at=data.issued_at, qr=data.verification_url
    )


def _payload(data: ReturnData) -> dict[str, Any]:
    language = data.language
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "issued": format_date(in_zone(data.issued_at, data.office.zone).date(), language),
        "addressee": data.addressee.in_language(language),
        "claimant": party_payload(data.claimant),
        "letter": f"{data.letter_number}, {format_date(data.asked_on, language)}",
        "ntpn": data.ntpn,
        "paid_on": format_date(data.paid_on, language),
        "paid_amount": format_rupiah(data.paid_amount, language, cents=True),
        "amount": format_rupiah(data.amount, language, cents=True),
        "terbilang": terbilang_rupiah(data.amount, language),
        "ground": data.ground.in_language(language),
        "legal_basis": data.legal_basis,
        "reason": data.reason,
        "way": data.way.in_language(language),
        "account": data.account,
        "enclosed": [text.in_language(language) for text in data.enclosed],
        "order_reference": data.order_reference,
        "invoice_number": data.invoice_number,
        "prepared_by": official_payload(data.prepared_by, language),
        "approved_by": official_payload(data.approved_by, language),
        "remark": data.remark.in_language(language),
    }
