"""A sheet's cells as texts by column, from .xlsx or delimited text."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.csv_read import encoding_of
from loket.microdata.formats.source import unreadable
from loket.microdata.sheet.columns import HEADINGS, SUFFIXES, column_of

FAILURES = (OSError, ValueError, csv.Error)
# Loaded only for a workbook: openpyxl takes a second.
WORKBOOK = "loket.microdata.sheet.workbook_read:cells_of"


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
    raw = _from_workbook(path) if suffix == ".xlsx" else _from_text(path)
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


def _from_workbook(path: Path) -> list[list[str]]:
    return cast("list[list[str]]", resolve_name(WORKBOOK)(path))


def _from_text(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding=encoding_of(path), newline="") as stream:
            first = stream.readline()
            delimiter = max(",;\t", key=first.count)
            stream.seek(0)
            rows = csv.reader(stream, delimiter=delimiter, strict=True)
            return [[cell.strip() for cell in cells] for cells in rows]
    except FAILURES as error:
        raise unreadable(path, "CSV", error) from error
