"""A sheet's cells as texts by column, from .xlsx or delimited text."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.csv_read import encoding_of
from loket.microdata.formats.source import unreadable
from loket.microdata.sheet.columns import HEADINGS, SHEET, SUFFIXES, column_of

FAILURES = (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException, csv.Error)
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, counted from 1, and its texts by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows_of(path: Path) -> tuple[dict[str, str], list[Row]]:
    """
    Return the headings found (column to heading as written) and the rows with anything in them.

    :raises UnreadableFile: if it is no sheet, or has no column of variables
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(
            id=f"lembar buku kode harus {', '.join(sorted(SUFFIXES))}",
            en=f"a codebook sheet must be {', '.join(sorted(SUFFIXES))}",
            place=path.name,
        )
    try:
        raw = list(_from_xlsx(path) if suffix == ".xlsx" else _from_text(path))
    except FAILURES as error:
        raise unreadable(path, "XLSX" if suffix == ".xlsx" else "CSV", error) from error
    first = next((n for n, cells in enumerate(raw) if "variable" in map(column_of, cells)), None)
    if first is None:
        raise UnreadableFile(
            id="tidak ada kolom variabel; baris judulnya harus memuat antara lain "
            f"{', '.join(h.name for h in HEADINGS.values())}",
            en="there is no column of variables; its heading row must have among others "
            f"{', '.join(h.name for h in HEADINGS.values())}",
            place=path.name,
        )
    columns = [column_of(heading) for heading in raw[first]]
    headings = {c: h for c, h in zip(columns, raw[first], strict=True) if c}
    rows = []
    for number, cells in enumerate(raw[first + 1 :], first + 2):
        pairs = zip(columns, cells, strict=False)
        said = {column: cell for column, cell in pairs if column and cell}
        if said:
            rows.append(Row(number, said))
    return headings, rows


def _from_xlsx(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        for cells in sheet.iter_rows(values_only=True, max_row=MOST_ROWS):
            yield [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell).strip()


def _from_text(path: Path) -> Iterator[list[str]]:
    with path.open(encoding=encoding_of(path), newline="") as stream:
        first = stream.readline()
        delimiter = max(",;\t", key=first.count)
        stream.seek(0)
        for cells in csv.reader(stream, delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in cells]
