"""The hand-over note (berita acara serah terima): which files went to whom, on what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
from loket.rules.dates import date_in_words, format_instant, format_time, in_zone
from loket.rules.figures import grouped
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "handover/1"


@dataclass(frozen=True, slots=True)
class HandedFile:
    """A file as handed over: its name, size in bytes, SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class HandoverData:
    """
    A frozen hand-over.

    :param media: the carrier and its own number if it has one
    :param round: 1 for the first hand-over, 2 and more after a correction
    :param correction: what was put right in this round, else empty
    :param commitment: commitment (hex) to the order's key
    """

    language: Language
    office: Letterhead
    number: str
    order_reference: str
    kuitansi_number: str
    sppd_number: str
    handed_at: datetime
    recipient: Party
    officer: Official
    media: Text
    files: tuple[HandedFile, ...]
    verification_url: str
    commitment: str = ""
    round: int = 1
    correction: str = ""


def render(data: HandoverData) -> bytes:
    """Typeset the hand-over note."""
    return compile_paper(
        "handover.typ", _payload(data), at=data.handed_at, qr=data.verification_url
    )


def _payload(data: HandoverData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "order_reference": data.order_reference,
        "kuitansi_number": data.kuitansi_number,
        "sppd_number": data.sppd_number,
        "day": date_in_words(in_zone(data.handed_at, zone).date(), language),
        "time": format_time(data.handed_at, zone, language),
        "handed": format_instant(data.handed_at, zone, language),
        "recipient": party_payload(data.recipient),
        "officer": official_payload(data.officer, language),
        "media": data.media.in_language(language),
        "files": [
            {"name": file.name, "size": grouped(file.size, language), "sha256": file.sha256}
            for file in data.files
        ],
        "count": grouped(len(data.files), language),
        "size": grouped(sum(file.size for file in data.files), language),
        "commitment": data.commitment,
        "round": data.round,
        "correction": data.correction,
    }
