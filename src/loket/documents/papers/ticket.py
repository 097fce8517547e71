"""The queue ticket, for a 58 or 80 mm paper roll."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from loket.documents.papers.engine import compile_paper
from loket.documents.papers.parties import Letterhead, letterhead_payload
from loket.rules.dates import format_date, format_time, in_zone
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "ticket/1"


@dataclass(frozen=True, slots=True)
class TicketData:
    """
    A printed ticket. It carries no name.

    :param label: for example A012
    :param ahead: guests waiting before this one
    :param expected_minutes: expected wait; None when it cannot be said
    :param roll_mm: width of the roll; 5 mm on either side stay blank
    :param status_url: page with the live position; becomes the QR code, may be empty
    """

    language: Language
    office: Letterhead
    label: str
    service: Text
    taken_at: datetime
    ahead: int
    expected_minutes: int | None = None
    priority: bool = False
    status_url: str = ""
    roll_mm: Literal[58, 80] = 80


def render(data: TicketData) -> bytes:
    """Typeset the ticket as one page as wide as the roll and as long as it needs."""
    return compile_paper(
        "ticket.typ", _payload(data), at=data.taken_at, qr=data.status_url or None
    )


def _payload(data: TicketData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "label": data.label,
        "service": data.service.in_language(language),
        "date": format_date(in_zone(data.taken_at, zone).date(), language, weekday=True),
        "time": format_time(data.taken_at, zone, language),
        "ahead": data.ahead,
        "expected": data.expected_minutes,
        "priority": data.priority,
        "roll_mm": data.roll_mm,
    }
