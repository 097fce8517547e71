"""Writing a codebook sheet: a template to fill in, or all that is known of data files."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from loket.microdata.codebook import Codebook, DataFile, Missing, Variable
from loket.microdata.errors import UnfitFormat
from loket.microdata.formats.moment import MOMENT
from loket.microdata.sheet.columns import HEADINGS, KIND_WORDS, SHEET

WIDTHS = {"label": 40, "label_en": 30, "meaning": 30, "question": 40, "notes": 30}


def write_sheet(codebook: Codebook, path: Path) -> None:
    """
    Write ``codebook`` to ``path``, .xlsx or .csv; one without files gives an empty template.

    :raises UnfitFormat: if the suffix is another
    """
    rows = [row for file in codebook.files for row in _rows(file)]
    suffix = path.suffix.lower()
    if suffix == ".csv":
        _csv(rows, path)
    elif suffix == ".xlsx":
        _xlsx(rows, path)
    else:
        raise UnfitFormat(
            id="lembar buku kode ditulis sebagai .xlsx atau .csv",
            en="a codebook sheet is written as .xlsx or .csv",
            place=path.name,
        )


def _rows(file: DataFile) -> Iterator[dict[str, str]]:
    for variable in file.variables:
        codes = list(_codes(variable))
        yield {
            "file": file.name,
            "variable": variable.name,
            "label": variable.label.id,
            "label_en": variable.label.en,
            "kind": KIND_WORDS[variable.kind],
            "width": str(variable.width or ""),
            "decimals": str(variable.decimals or ""),
            "missing": _missing(variable.missing),
            "measure": variable.measure.replace("scale", "skala"),
            "question": variable.question.literal,
            "universe": variable.universe,
            "notes": variable.notes,
            **(codes[0] if codes else {}),
        }
        yield from codes[1:]


def _codes(variable: Variable) -> Iterator[dict[str, str]]:
    pairs = [(str(value.code), value.label) for value in variable.values]
    pairs += [(f".{letter}", label) for letter, label in variable.tags]
    for code, label in pairs:
        if label:
            yield {"code": code, "meaning": label.id, "meaning_en": label.en}


def _missing(missing: Missing) -> str:
    ranges = [
        f"{'' if math.isinf(low) else f'{low:g}'}..{'' if math.isinf(high) else f'{high:g}'}"
        for low, high in missing.ranges
    ]
    return ", ".join([*map(str, missing.codes), *ranges])


def _csv(rows: list[dict[str, str]], path: Path) -> None:
    # The mark lets spreadsheets see that it is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([heading.name for heading in HEADINGS.values()])
        writer.writerows([row.get(column, "") for column in HEADINGS] for row in rows)


def _xlsx(rows: list[dict[str, str]], path: Path) -> None:
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
