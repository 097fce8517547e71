"""The monthly ledger as a paper, printed on demand."""

from __future__ import annotations

from datetime import datetime

from loket.documents.papers import revenue_report as paper
from loket.documents.papers.parties import Official
from loket.payments.papers import METHODS
from loket.payments.reports import MonthlyReport
from loket.people.models import Role, User
from loket.people.papers import POSITIONS, letterhead, official
from loket.people.queries import staff_of
from loket.rules.wording import Language, Text

NOT_PAID_IN = Text("Belum di kas negara", "Not with the treasury yet")
TAKEN_BACK = Text("Ditarik kembali oleh bank", "Taken back by the bank")
FOREGONE = Text("Tidak dipungut karena keringanan tarif", "Not charged under lower tariffs")


def pdf_of(report: MonthlyReport, *, treasurer: User, language: Language, at: datetime) -> bytes:
    """Typeset the month; signed by the treasurer who prints it and the head of the office."""
    heads = staff_of(report.office, Role.APPROVER)
    head = (
        official(heads[0], Role.APPROVER)
        if heads
        else Official(name="", nip="", position=POSITIONS[Role.APPROVER])
    )
    data = paper.RevenueReportData(
        language=language,
        office=letterhead(report.office),
        first_day=report.first_day,
        printed_at=at,
        rows=tuple(
            paper.Received(
                at=row.recorded_at,
                order=row.order,
                kuitansi=row.kuitansi,
                payer=row.payer,
                method=METHODS[row.method],
                ntpn=row.ntpn,
                amount=row.amount,
            )
            for row in report.rows
        ),
        sums=(
            *(paper.Sum(text, report.sum_of(method)) for method, text in METHODS.items()),
            paper.Sum(NOT_PAID_IN, report.without_ntpn),
            paper.Sum(TAKEN_BACK, report.taken_back_total),
            paper.Sum(FOREGONE, report.foregone_total),
        ),
        treasurer=official(treasurer, Role.TREASURER),
        head=head,
    )
    return paper.render(data)
