"""The monthly ledger as a workbook and as CSV.

Text from people is written so that no spreadsheet takes it for a formula; amounts are numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

import xlsxwriter

from loket.payments.papers import METHODS
from loket.payments.reports import (
    FOREGONE_COLUMNS,
    LEDGER_COLUMNS,
    ForegoneRow,
    LedgerRow,
    MonthlyReport,
)
from loket.people.queries import zone_of
from loket.rules.wording import Language, Text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
LEDGER = Text("Penerimaan", "Revenue")
FOREGONE = Text("Keringanan tarif", "Lower tariffs")
TOTAL = Text("Jumlah", "Total")


def csv_of(report: MonthlyReport, language: Language) -> bytes:
    """Write the ledger as UTF-8 CSV with a byte-order mark, amounts as plain figures."""
    return _csv(LEDGER_COLUMNS, _ledger(report, language), language)


def foregone_csv_of(report: MonthlyReport, language: Language) -> bytes:
    """Write what lower tariffs cost, in the same way."""
    return _csv(FOREGONE_COLUMNS, _foregone(report), language)


def workbook_of(report: MonthlyReport, language: Language) -> bytes:
    """Write ledger and lower tariffs as XLSX, with sums."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd hh:mm",
    }
    book = xlsxwriter.Workbook(target, options)
    _sheet(book, LEDGER, LEDGER_COLUMNS, _ledger(report, language), 7, report.total, language)
    _sheet(
        book,
        FOREGONE,
        FOREGONE_COLUMNS,
        _foregone(report),
        9,
        report.foregone_total,
        language,
    )
    book.close()
    return target.getvalue()


def harmless(cell: object) -> object:
    """Return the cell so that no spreadsheet takes it for a formula."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


Row = Sequence[object]


def _csv(columns: Sequence[Text], rows: Iterable[Row], language: Language) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([column.in_language(language) for column in columns])
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def _ledger(report: MonthlyReport, language: Language) -> Iterable[Row]:
    for row in report.rows:
        cells = list(_local(row, report))
        cells[6] = METHODS[row.method].in_language(language)
        yield cells


def _foregone(report: MonthlyReport) -> Iterable[Row]:
    for row in report.foregone:
        yield list(_local(row, report))


def _local(row: LedgerRow | ForegoneRow, report: MonthlyReport) -> Iterable[object]:
    """Yield the cells, with instants by the office's clock and without a zone."""
    zone = zone_of(report.office)
    for cell in astuple(row):
        yield cell.astimezone(zone).replace(tzinfo=None) if isinstance(cell, datetime) else cell


def _sheet(
    book: Any,
    title: Text,
    columns: Sequence[Text],
    rows: Iterable[Row],
    amount_column: int,
    total: int,
    language: Language,
) -> None:
    sheet = book.add_worksheet(title.in_language(language))
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    strong_money = book.add_format({"bold": True, "num_format": "#,##0"})
    sheet.write_row(0, 0, [column.in_language(language) for column in columns], bold)
    line = 0
    for line, row in enumerate(rows, start=1):
        for position, cell in enumerate(row):
            _cell(sheet, line, position, cell, money)
    sheet.write(line + 1, 0, TOTAL.in_language(language), bold)
    sheet.write_number(line + 1, amount_column, total, strong_money)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _cell(sheet: Any, line: int, position: int, cell: object, money: Any) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(line, position, cell)
    elif isinstance(cell, int):
        sheet.write_number(line, position, cell, money)
    else:
        sheet.write_string(line, position, str(cell))
