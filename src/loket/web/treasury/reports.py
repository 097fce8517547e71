"""The monthly ledger of state revenue, on the page and to take away."""

from __future__ import annotations

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.payments import exports, report_paper, reports
from loket.people.models import Role
from loket.people.queries import local_day
from loket.web.access import staff
from loket.web.acting import office_of, user_of
from loket.web.templatetags.loket import language

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@staff(Role.TREASURER)
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    asked = MONTH.fullmatch(request.GET.get("bulan", ""))
    today = local_day(office_of(request), timezone.now())
    year, month = (int(asked[1]), int(asked[2])) if asked else (today.year, today.month)
    report = reports.monthly(office_of(request), year, month)
    context = {
        "report": report,
        "month": f"{year}-{month:02d}",
        "sums": [(method, report.sum_of(method)) for method in ("cash", "billing", "transfer")],
    }
    return render(request, "treasury/report.html", context)


@staff(Role.TREASURER)
@require_safe
def download(request: HttpRequest, month: str, format: str) -> HttpResponse:
    """The same as a file: pdf to sign, xlsx or csv."""
    asked = MONTH.fullmatch(month)
    if asked is None:
        raise Http404
    first = date(int(asked[1]), int(asked[2]), 1)
    report = reports.monthly(office_of(request), first.year, first.month)
    if format == "pdf":
        content = report_paper.pdf_of(
            report, treasurer=user_of(request), language=language(), at=timezone.now()
        )
        return attachment(content, f"pnbp-{report.office.code}-{month}", format)
    write = exports.csv_of if format == "csv" else exports.workbook_of
    return attachment(write(report, language()), f"pnbp-{report.office.code}-{month}", format)


@staff(Role.TREASURER)
@require_safe
def foregone(request: HttpRequest, month: str) -> HttpResponse:
    """What lower tariffs cost in the month, as CSV."""
    asked = MONTH.fullmatch(month)
    if asked is None:
        raise Http404
    report = reports.monthly(office_of(request), int(asked[1]), int(asked[2]))
    content = exports.foregone_csv_of(report, language())
    return attachment(content, f"keringanan-{report.office.code}-{month}", "csv")


def attachment(content: bytes, name: str, format: str) -> HttpResponse:
    """Answer with a file to take away: csv, xlsx or pdf."""
    response = HttpResponse(content, content_type=KINDS[format])
    response["Content-Disposition"] = f'attachment; filename="{name}.{format}"'
    return response
