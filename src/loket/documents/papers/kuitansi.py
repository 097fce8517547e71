"""The kuitansi: the treasurer's receipt for state revenue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.documents.papers.engine import PaperError, compile_paper
from loket.documents.papers.parties import (
    Letterhead,
    Official,
    Party,
    letterhead_payload,
    official_payload,
    party_payload,
)
from loket.rules.dates import format_date, format_instant, in_zone
from loket.rules.rupiah import format_rupiah
from loket.rules.terbilang import terbilang_rupiah
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "kuitansi/1"


@dataclass(frozen=True, slots=True)
class KuitansiLine:
    """What was paid for. `unit_price` in rupiah, or None where the tariff has none (per byte)."""

    description: str
    volume: Text
    unit_price: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """How the money came; empty fields are left out."""

    method: Text
    billing_code: str = ""
    ntpn: str = ""
    ntb: str = ""
    bank: str = ""
    paid_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Void:
    """The kuitansi was made void; its number stays."""

    at: datetime
    by: str
    reason: str
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class KuitansiData:
    """
    A frozen kuitansi. Amounts in rupiah; `amount` must equal the sum of the lines.

    :param purpose: what the payment is for ("Untuk pembayaran")
    :param copy: a duplicate, marked SALINAN
    :param void: set when made void, marked BATAL
    :param commitment: commitment (hex) to the order's key, proving later whose copy a file is
    """

    language: Language
    office: Letterhead
    number: str
    order_reference: str
    invoice_number: str
    issued_at: datetime
    received_from: Party
    amount: int
    purpose: str
    lines: tuple[KuitansiLine, ...]
    settlement: Settlement
    treasurer: Official
    verification_url: str
    commitment: str = ""
    copy: bool = False
    void: Void | None = None


def render(data: KuitansiData) -> bytes:
    """
    Typeset the kuitansi.

    :raises PaperError: its amount is not the sum of its lines
    """
    if data.amount != sum(line.amount for line in data.lines):
        raise PaperError(
            "Jumlah kuitansi tidak sama dengan jumlah barisnya. Buat ulang dari invoice.",
            "The receipt's amount is not the sum of its lines. Make it again from the invoice.",
        )
    return compile_paper(
        "kuitansi.typ", _payload(data), at=data.issued_at, qr=data.verification_url
    )


def _payload(data: KuitansiData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "order_reference": data.order_reference,
        "invoice_number": data.invoice_number,
        "issued": format_date(in_zone(data.issued_at, zone).date(), language),
        "received_from": party_payload(data.received_from),
        "amount": format_rupiah(data.amount, language, cents=True),
        "terbilang": terbilang_rupiah(data.amount, language),
        "purpose": data.purpose,
        "lines": [_line(line, language) for line in data.lines],
        "settlement": _settlement(data),
        "treasurer": official_payload(data.treasurer, language),
        "commitment": data.commitment,
        "void": _void(data),
        "marks": _marks(data),
    }


def _line(line: KuitansiLine, language: Language) -> dict[str, str]:
    price = "–" if line.unit_price is None else format_rupiah(line.unit_price, language)
    return {
        "description": line.description,
        "volume": line.volume.in_language(language),
        "unit_price": price,
        "amount": format_rupiah(line.amount, language),
    }


def _settlement(data: KuitansiData) -> dict[str, str]:
    paid, language = data.settlement, data.language
    return {
        "method": paid.method.in_language(language),
        "billing_code": paid.billing_code,
        "ntpn": paid.ntpn,
        "ntb": paid.ntb,
        "bank": paid.bank,
        "paid_at": (
            format_instant(paid.paid_at, data.office.zone, language) if paid.paid_at else ""
        ),
    }


def _void(data: KuitansiData) -> dict[str, str] | None:
    if data.void is None:
        return None
    return {
        "at": format_instant(data.void.at, data.office.zone, data.language),
        "by": data.void.by,
        "reason": data.void.reason,
        "replaced_by": data.void.replaced_by,
    }


def _marks(data: KuitansiData) -> list[str]:
    marks = []
    if data.void is not None:
        marks.append(Text("BATAL", "VOID").in_language(data.language))
    if data.copy:
        marks.append(Text("SALINAN", "COPY").in_language(data.language))
    return marks
