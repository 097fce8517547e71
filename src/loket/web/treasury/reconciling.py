"""A SIMPONI export against our books: upload, result, and a step for every difference."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket import wiring
from loket.adapters.billing.statements.reading import read_statement
from loket.adapters.billing.statements.tables import MAX_BYTES
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments.models import ReconciliationLine, ReconciliationRun
from loket.payments.reconciliation import exports, operations, queries
from loket.payments.reconciliation.words import STEPS, VERDICTS
from loket.payments.refusals import Refusal
from loket.people.models import Role
from loket.people.queries import local_day
from loket.ports.failures import Rejected
from loket.ports.statements import Statement, StatementError
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.reasons import words_of
from loket.web.templatetags.loket import language
from loket.web.treasury.finding import by
from loket.web.treasury.forms import DeskForm
from loket.web.treasury.reports import attachment

LINES = 100  # a page
PROBLEMS = 50  # rows named on the page; all are in the export
CANNOT = (Refusal, Rejected, ActionRefused, ChangedMeanwhile)
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class StatementForm(DeskForm):
    name = "statement"
    file = forms.FileField(
        label=gettext_lazy("Berkas dari SIMPONI"),
        help_text=gettext_lazy(
            "CSV atau XLSX dengan kolom Kode Billing, NTPN, Tanggal Bayar, dan Jumlah Setoran."
        ),
    )
    first = forms.DateField(
        label=gettext_lazy("Dari tanggal"),
        required=False,
        widget=DAY,
        help_text=gettext_lazy("Kosong berarti hari pertama di dalam berkas."),
    )
    last = forms.DateField(
        label=gettext_lazy("Sampai tanggal"),
        required=False,
        widget=DAY,
        help_text=gettext_lazy("Kosong berarti hari terakhir di dalam berkas."),
    )

    def clean(self) -> dict[str, Any]:
        """
        :raises ValidationError: never; days in the wrong order are marked at the field
        """
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("Tanggal akhir mendahului tanggal awal."))
        return self.cleaned_data


@staff(Role.TREASURER)
@require_http_methods(["GET", "HEAD", "POST"])
def reconciliations(request: HttpRequest) -> HttpResponse:
    """Earlier comparisons, and a new one from a file; the same file twice is one comparison."""
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _list(request, form)
    file = form.cleaned_data["file"]
    content = file.read(MAX_BYTES + 1)
    try:
        statement = read_statement(content)
    except StatementError as refusal:
        form.add_error("file", words_of(refusal))
        return _list(request, form)
    office = office_of(request)
    first, last = _days(request, statement, form.cleaned_data["first"], form.cleaned_data["last"])
    earlier = queries.same_file(office, content, first, last)
    if earlier is not None:
        messages.info(request, _("Berkas ini sudah dicocokkan; tidak ada yang tercatat dua kali."))
        return redirect("treasury:reconciliation", earlier.pk)
    made = operations.run(
        office,
        content,
        statement,
        file_name=file.name or "",
        first=first,
        last=last,
        by=by(request),
        at=timezone.now(),
    )
    return redirect("treasury:reconciliation", made.pk)


@staff(Role.TREASURER)
@require_safe
def reconciliation(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    asked = request.GET.get("hasil", "")
    lines = run.lines.select_related("billing__invoice__order", "exception", "step_by")
    if asked in VERDICTS:
        lines = lines.filter(verdict=asked)
    page = Paginator(lines.order_by("position"), LINES).get_page(request.GET.get("halaman"))
    context = {
        "run": run,
        "page": page,
        "asked": asked,
        "counts": [(name, VERDICTS[name].title, n) for name, n in run.counts.items()],
        "rows": [_row(line) for line in page],
        "problems": run.problems[:PROBLEMS],
        "unrecorded": queries.unrecorded(run).count(),
    }
    return render(request, "treasury/reconciliation.html", context)


@staff(Role.TREASURER)
@require_POST
def compare_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the file that is kept with the books as they are now."""
    run = _run(request, pk)
    with wiring.storage().open(run.sha256) as stored:
        content = stored.read()
    made = operations.run(
        office_of(request),
        content,
        read_statement(content),
        file_name=run.file_name,
        first=run.first_day,
        last=run.last_day,
        by=by(request),
        at=timezone.now(),
    )
    messages.success(request, _("Dicocokkan lagi dengan buku yang sekarang."))
    return redirect("treasury:reconciliation", made.pk)


@staff(Role.TREASURER)
@require_POST
def step(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Record a line's payment, make it a case, or note why nothing is to be done."""
    line = _run(request, pk).lines.filter(position=position).first()
    if line is None:
        raise Http404
    wanted, note = request.POST.get("step", ""), request.POST.get("note", "").strip()[:400]
    try:
        case = operations.take_step(line, wanted, note=note, by=by(request), at=timezone.now())
    except CANNOT as refusal:
        messages.error(request, f"{line.code}: {words_of(refusal)}")
    else:
        if case is not None:
            return redirect("treasury:exception", case.pk)
        messages.success(request, _("Baris %(position)s selesai.") % {"position": position})
    return redirect("treasury:reconciliation", pk)


@staff(Role.TREASURER)
@require_POST
def record_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Record every payment that only SIMPONI knows; what does not fit becomes a case."""
    recorded = parked = 0
    for line in queries.unrecorded(_run(request, pk)):
        try:
            case = operations.take_step(line, "recorded", by=by(request), at=timezone.now())
        except CANNOT as refusal:
            messages.error(request, f"{line.code}: {words_of(refusal)}")
        else:
            recorded, parked = recorded + (case is None), parked + (case is not None)
    messages.success(
        request,
        _("%(recorded)s pembayaran dicatat, %(parked)s menjadi kasus.")
        % {"recorded": recorded, "parked": parked},
    )
    return redirect("treasury:reconciliation", pk)


@staff(Role.TREASURER)
@require_safe
def download(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    run = _run(request, pk)
    write = exports.csv_of if format == "csv" else exports.workbook_of
    name = f"cocok-simponi-{run.office.code}-{run.first_day}-{run.last_day}"
    return attachment(write(run, language()), name, format)


def _run(request: HttpRequest, pk: int) -> ReconciliationRun:
    found = queries.runs_of(office_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _days(
    request: HttpRequest, statement: Statement, first: date | None, last: date | None
) -> tuple[date, date]:
    today = local_day(office_of(request), timezone.now())
    days = [row.paid_on for row in statement.rows] or [today]
    begin = first or min(days)
    return begin, max(begin, last or max(days))


def _row(line: ReconciliationLine) -> dict[str, Any]:
    return {
        "line": line,
        "words": VERDICTS[line.verdict],
        "told": line.theirs or {},
        "paid_on": date.fromisoformat(line.theirs["paid_on"]) if line.theirs else None,
        "steps": operations.steps_of(line),
        "taken": STEPS.get(line.step),
    }


def _list(request: HttpRequest, form: StatementForm) -> HttpResponse:
    runs = queries.runs_of(office_of(request)).select_related("made_by").order_by("-pk")
    page = Paginator(runs, LINES).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "runs": [(run, queries.open_lines(run).count()) for run in page],
        "statement_form": form,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "treasury/reconciliations.html", context, status=status)
