"""
The SPPD: the agreement on the use of data, in two originals, with its annexes.

An Indonesian order gets the Indonesian text. An English order gets both languages side by
side, the Indonesian prevailing, since an agreement with a public body has to be in Indonesian.
"""

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
from loket.documents.papers.sppd_clauses import CLAUSES_VERSION, Clause, standard_clauses
from loket.rules.dates import date_in_words, in_zone
from loket.rules.figures import grouped
from loket.rules.rupiah import format_rupiah
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.signatory import RANKS, Rank, check_signatory
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "sppd/1"


@dataclass(frozen=True, slots=True)
class Signatory:
    """
    Who signs for the customer.

    :param identity_number: NIK, passport or staff number as it may be shown
    """

    name: str
    rank: Rank
    position: str = ""
    identity_number: str = ""


@dataclass(frozen=True, slots=True)
class Abstraksi:
    """The statement of data use, four fields, in the customer's own words."""

    background: str
    purpose: str
    method: str
    results: str


@dataclass(frozen=True, slots=True)
class AgreedDataset:
    """
    A dataset or map of the annex.

    :param edition: year or period
    :param scope: level, regions, number of variables
    :param size: bytes as delivered; None for a map priced per sheet or when not yet known
    :param amount: rupiah; None when not yet priced
    :param definition_sha256: digest (hex) of the order's definition
    """

    name: str
    edition: str
    scope: str
    file_format: str
    size: int | None
    amount: int | None
    definition_sha256: str
    is_area_map: bool = False


@dataclass(frozen=True, slots=True)
class SppdData:
    """
    A frozen agreement.

    :param electronic: signed electronically on e-meterai instead of by hand on wet stamps
    :param copies: which of the two originals the PDF holds; (1, 2) to print both, one of
        them where each original is a file of its own to be signed electronically
    :param clauses: the office's own clauses; empty for the standard ones
    :param clauses_version: names the text that was signed
    """

    language: Language
    office: Letterhead
    number: str
    order_reference: str
    drawn_up_at: datetime
    provider: Official
    recipient: Party
    segment: Segment
    signatory: Signatory
    abstraksi: Abstraksi
    datasets: tuple[AgreedDataset, ...]
    verification_url: str
    electronic: bool = False
    copies: tuple[int, ...] = (1, 2)
    clauses: tuple[Clause, ...] = ()
    clauses_version: str = CLAUSES_VERSION


def agreed_clauses(data: SppdData) -> tuple[Clause, ...]:
    """Return the clauses this agreement prints."""
    return data.clauses or standard_clauses(
        area_maps=any(dataset.is_area_map for dataset in data.datasets),
        translated=data.language == "en",
        electronic=data.electronic,
    )


def render(data: SppdData) -> bytes:
    """
    Typeset the agreement.

    :raises PaperError: there is no such original
    :raises RuleError: the signatory's rank does not fit the customer's segment
    """
    if not data.copies or not set(data.copies) <= {1, 2}:
        raise PaperError(
            "SPPD dibuat dalam dua rangkap asli: pilih rangkap 1, 2, atau keduanya.",
            "An SPPD has two originals: choose original 1, 2 or both.",
        )
    check_signatory(data.segment, data.signatory.rank)
    return compile_paper("sppd.typ", _payload(data), at=data.drawn_up_at, qr=data.verification_url)


def _payload(data: SppdData) -> dict[str, Any]:
    language = data.language
    day = in_zone(data.drawn_up_at, data.office.zone).date()
    return {
        "language": language,
        "template": f"{TEMPLATE_VERSION} · {data.clauses_version}",
        "office": letterhead_payload(data.office, language),
        "office_name": _both(data.office.name),
        "number": data.number,
        "order_reference": data.order_reference,
        "day": {"id": date_in_words(day, "id"), "en": date_in_words(day, "en")},
        "year": str(day.year),
        "provider": official_payload(data.provider, language),
        "provider_position": _both(data.provider.position),
        "recipient": party_payload(data.recipient),
        "personal": SEGMENTS[data.segment].personal,
        "segment": SEGMENTS[data.segment].label.in_language(language),
        "signatory": {
            "name": data.signatory.name,
            "rank": RANKS[data.signatory.rank].in_language(language),
            "position": data.signatory.position,
            "identity_number": data.signatory.identity_number,
        },
        "abstraksi": {
            "background": data.abstraksi.background,
            "purpose": data.abstraksi.purpose,
            "method": data.abstraksi.method,
            "results": data.abstraksi.results,
        },
        "datasets": [_dataset(dataset, language) for dataset in data.datasets],
        "clauses": [
            {
                "heading": _both(clause.heading),
                "paragraphs": [_both(paragraph) for paragraph in clause.paragraphs],
            }
            for clause in agreed_clauses(data)
        ],
        "electronic": data.electronic,
        "copies": data.copies,
    }


def _both(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}


def _dataset(dataset: AgreedDataset, language: Language) -> dict[str, str]:
    return {
        "name": dataset.name,
        "edition": dataset.edition,
        "scope": dataset.scope,
        "file_format": dataset.file_format,
        "size": "–" if dataset.size is None else grouped(dataset.size, language),
        "amount": "–" if dataset.amount is None else format_rupiah(dataset.amount, language),
        "definition": dataset.definition_sha256,
    }
