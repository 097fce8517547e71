"""The cells of a codebook sheet in .xlsx."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from loket.microdata.formats.source import unreadable
from loket.microdata.sheet.columns import SHEET

FAILURES = (OSError, ValueError, KeyError, zipfile.BadZipFile, InvalidFileException)
MOST_ROWS = 200_000


def cells_of(path: Path) -> list[list[str]]:
    """
    Return the texts of the codebook sheet row by row, or of the first sheet if none has its name.

    :raises UnreadableFile: if it is no whole workbook
    """
    try:
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
            rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS)
            return [[_text(cell) for cell in cells] for cells in rows]
    except FAILURES as error:
        raise unreadable(path, "XLSX", error) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell).strip()
