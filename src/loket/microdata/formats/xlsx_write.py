"""XLSX: writing small files for people; codes as they are, their labels on a second sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from loket.microdata.codebook import Bilingual, Study, Variable
from loket.microdata.formats.fitting import Fitted, Loss
from loket.microdata.formats.moment import MOMENT
from loket.microdata.formats.sink import Rows

OPTIONS = {
    "constant_memory": True,
    # A text that looks like a formula, a link or a number stays the text it is.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
EXACT_DIGITS = 15
ROUNDING = 1e-15
HEAD = ("Variabel / Variable", "Label", "Kode / Code", "Arti / Meaning")


def write_xlsx(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a workbook: the data, then the labels."""
    with xlsxwriter.Workbook(path, OPTIONS) as workbook:
        workbook.set_properties({"title": fitted.label[:255], "created": MOMENT})
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        time = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        blank = workbook.add_format()
        data = workbook.add_worksheet("Data")
        data.freeze_panes(1, 0)
        data.write_row(0, 0, [c.name for c in fitted.columns])
        formats = [{"date": date, "datetime": time}.get(c.variable.kind) for c in fitted.columns]
        at = 1
        for batch in rows.batches:
            _write(data, batch, at, formats, blank)
            at += batch.num_rows
        _labels(workbook, fitted)


def is_rounded(variable: Variable) -> bool:
    """Tell whether a number may need more digits than a cell holds."""
    return variable.kind == "numeric" and variable.width > EXACT_DIGITS


def losses(fitted: Fitted) -> tuple[Loss, ...]:
    """Return the numbers that are rounded in their last digit."""
    said = Bilingual("angka dibulatkan pada digit ke-16", "numbers are rounded in the 16th digit")
    return tuple(Loss(c.variable.name, said) for c in fitted.columns if is_rounded(c.variable))


def _write(sheet: Any, batch: pa.RecordBatch, at: int, formats: Sequence[Any], blank: Any) -> None:
    columns = [batch.column(i).to_pylist() for i in range(len(formats))]
    for offset, values in enumerate(zip(*columns, strict=True)):
        for place, value in enumerate(values):
            if value is None or value == "":
                # A row of nothing but missing values must still be a row.
                if place == 0:
                    sheet.write_blank(at + offset, 0, None, blank)
                continue
            if isinstance(value, str):
                sheet.write_string(at + offset, place, value)
            elif formats[place] is not None:
                sheet.write_datetime(at + offset, place, value, formats[place])
            else:
                sheet.write_number(at + offset, place, value)


def _labels(workbook: Any, fitted: Fitted) -> None:
    sheet = workbook.add_worksheet("Label")
    sheet.write_row(0, 0, HEAD)
    at = 1
    for column in fitted.columns:
        sheet.write_string(at, 0, column.name)
        sheet.write_string(at, 1, column.label)
        at += 1
        for code, meaning in column.values:
            sheet.write_string(at, 0, column.name)
            sheet.write(at, 2, code)
            sheet.write_string(at, 3, meaning)
            at += 1
