"""A codebook sheet as .xlsx, with a second sheet that says what belongs into each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from loket.microdata.formats.moment import MOMENT
from loket.microdata.sheet.columns import HEADINGS, SHEET

WIDTHS = {"label": 40, "label_en": 30, "meaning": 30, "question": 40, "notes": 30}


def write_workbook(rows: Sequence[Mapping[str, str]], path: Path) -> None:
    """Write the texts of ``rows``, each by column, to a workbook."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MOMENT})
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 2)
        for place, (column, heading) in enumerate(HEADINGS.items()):
            sheet.set_column(place, place, WIDTHS.get(column, 12), wrapped)
            sheet.write_string(0, place, heading.name, bold)
            for number, row in enumerate(rows, 1):
                if row.get(column):
                    sheet.write_string(number, place, row[column])
        help_ = book.add_worksheet("Petunjuk")
        help_.set_column(0, 2, 50, wrapped)
        for number, heading in enumerate(HEADINGS.values()):
            said = (heading.name, heading.says.id, heading.says.en)
            for place, text in enumerate(said):
                help_.write_string(number, place, text)
