"""The month's ledger of state revenue as a paper to sign and file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.documents.papers.engine import compile_paper
from loket.documents.papers.parties import (
    Letterhead,
    Official,
    letterhead_payload,
    official_payload,
)
from loket.rules.dates import format_date, format_instant, in_zone, month_name
from loket.rules.rupiah import format_rupiah
from loket.rules.terbilang import terbilang_rupiah
from loket.rules.wording import Language, Text

TEMPLATE_VERSION = "revenue-report/1"


@dataclass(frozen=True, slots=True)
class Received:
    """A line of the ledger; `amount` in rupiah, `ntpn` empty while not with the state."""

    at: datetime
    order: str
    kuitansi: str
    payer: str
    method: Text
    ntpn: str
    amount: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that stands apart, in rupiah."""

    label: Text
    amount: int


@dataclass(frozen=True, slots=True)
class RevenueReportData:
    """
    A month. Printed on demand, without a number of its own.

    :param sums: by way of payment, not yet with the state, taken back, not charged
    """

    language: Language
    office: Letterhead
    first_day: date
    printed_at: datetime
    rows: tuple[Received, ...]
    sums: tuple[Sum, ...]
    treasurer: Official
    head: Official

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)


def render(data: RevenueReportData) -> bytes:
    """Typeset the report."""
    return compile_paper("revenue_report.typ", _payload(data), at=data.printed_at)


def _payload(data: RevenueReportData) -> dict[str, Any]:
    language, zone = data.language, data.office.zone
    return {
        "language": language,
        "template": TEMPLATE_VERSION,
        "office": letterhead_payload(data.office, language),
        "month": f"{month_name(data.first_day.month, language)} {data.first_day.year}",
        "printed": format_instant(data.printed_at, zone, language),
        "printed_date": format_date(in_zone(data.printed_at, zone).date(), language),
        "rows": [
            {
                "day": f"{in_zone(row.at, zone):%d-%m-%Y}",
                "order": row.order,
                "kuitansi": row.kuitansi,
                "payer": row.payer,
                "method": row.method.in_language(language),
                "ntpn": row.ntpn,
                "amount": format_rupiah(row.amount, language),
            }
            for row in data.rows
        ],
        "total": format_rupiah(data.total, language),
        "terbilang": terbilang_rupiah(data.total, language),
        "sums": [
            {"label": s.label.in_language(language), "amount": format_rupiah(s.amount, language)}
            for s in data.sums
        ],
        "treasurer": official_payload(data.treasurer, language),
        "head": official_payload(data.head, language),
    }
