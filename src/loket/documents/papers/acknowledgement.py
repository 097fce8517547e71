"""The slip a person takes away after a complaint or a rating: its number, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.documents.papers.engine import compile_paper
from loket.documents.papers.parties import Letterhead, letterhead_payload
from loket.rules.dates import format_date, format_instant
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "acknowledgement/1"


@dataclass(frozen=True, slots=True)
class AcknowledgementData:
    """
    A receipt for a complaint, a request or a rating.

    :param kind: what was received, as the title's second half: "Pengaduan", "Penilaian"
    :param summary: what the person said, as they said it; may be empty
    :param answer_by: last day of the promised answer; None when none is promised
    """

    language: Language
    office: Letterhead
    number: str
    kind: Text
    received_at: datetime
    channel: Text
    summary: str
    next_step: Text
    verification_url: str
    answer_by: date | None = None


def render(data: AcknowledgementData) -> bytes:
    """Typeset the slip."""
    return compile_paper(
        "acknowledgement.typ", _payload(data), at=data.received_at, qr=data.verification_url
    )


def _payload(data: AcknowledgementData) -> dict[str, Any]:
    language = data.language
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "number": data.number,
        "kind": data.kind.in_language(language),
        "received": format_instant(data.received_at, data.office.zone, language),
        "channel": data.channel.in_language(language),
        "summary": data.summary,
        "next_step": data.next_step.in_language(language),
        "answer_by": format_date(data.answer_by, language) if data.answer_by else "",
    }
