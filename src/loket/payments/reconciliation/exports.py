"""A comparison as XLSX and CSV; text from people is never taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

import xlsxwriter

from loket.payments.exports import harmless
from loket.payments.models import ReconciliationRun
from loket.payments.reconciliation.words import STEPS, VERDICTS
from loket.people.queries import zone_of
from loket.rules.wording import Language, Text

COLUMNS = (
    Text("Hasil", "Result"),
    Text("Kode billing", "Billing code"),
    Text("NTPN", "NTPN"),
    Text("Baris berkas", "Row of the file"),
    Text("Jumlah menurut SIMPONI (Rp)", "Amount by SIMPONI (Rp)"),
    Text("Tanggal menurut SIMPONI", "Date by SIMPONI"),
    Text("Jumlah menurut kantor (Rp)", "Amount by the office (Rp)"),
    Text("Tanggal menurut kantor", "Date by the office"),
    Text("Pesanan", "Order"),
    Text("Tindakan", "Step"),
    Text("Catatan", "Note"),
)
PROBLEM = Text("Baris tidak terbaca", "Row not read")


def csv_of(run: ReconciliationRun, language: Language) -> bytes:
    """Write UTF-8 CSV with a byte-order mark, amounts as plain figures."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerows([harmless(cell) for cell in row] for row in _rows(run, language))
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def workbook_of(run: ReconciliationRun, language: Language) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet("SIMPONI")
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    for line, row in enumerate(_rows(run, language)):
        for position, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, position, cell, money)
            else:
                sheet.write_string(line, position, _text(cell), bold if line == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return target.getvalue()


def _rows(run: ReconciliationRun, language: Language) -> Iterator[Iterable[object]]:
    zone = zone_of(run.office)
    yield [column.in_language(language) for column in COLUMNS]
    lines = run.lines.select_related("billing__invoice__order").order_by("position")
    for line in lines:
        told = line.theirs or {}
        ours = line.our_paid_at.astimezone(zone).replace(tzinfo=None) if line.our_paid_at else ""
        yield [
            VERDICTS[line.verdict].title.in_language(language),
            line.code,
            line.ntpn,
            told.get("row", ""),
            told.get("amount", ""),
            told.get("paid_on", ""),
            "" if line.our_amount is None else line.our_amount,
            ours,
            line.billing.invoice.order.reference if line.billing else "",
            STEPS[line.step].in_language(language) if line.step else "",
            line.note,
        ]
    for problem in run.problems:
        words = problem["en"] if language == "en" else problem["id"]
        blank = [""] * 6
        yield [PROBLEM.in_language(language), "", "", problem["row"], *blank, words]


def _text(cell: object) -> str:
    return cell.strftime("%Y-%m-%d %H:%M") if isinstance(cell, datetime) else str(cell)
