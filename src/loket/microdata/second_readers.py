"""
Reading a delivered file with another program than wrote it, for the acceptance twin.

SPSS and Stata data through ReadStat, their labels through pyreadstat; CSV and Parquet, written by
Arrow, through DuckDB; dBASE through the reader, which shares no code with the writer.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyreadstat

from loket.microdata.engine import connected, literal, scan
from loket.microdata.formats.readers import open_source
from loket.microdata.formats.source import BATCH_ROWS, Take

WIDE, WIDE_ROWS = 1_000, 256


@dataclass(frozen=True, slots=True)
class Reread:
    """
    A delivered file as another program sees it.

    ``labels`` and ``values`` (codes as the program gives them) are empty for formats without.
    """

    names: tuple[str, ...]
    feed: Callable[[Take], None]
    labels: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    program: str = ""


def reread(path: Path) -> Reread:
    """Open a delivered file by its suffix. :raises UnreadableFile: if it cannot be read"""
    return _READERS[path.suffix.lower()](path)


def _readstat(path: Path) -> Reread:
    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    _, metadata = read(str(path), metadataonly=True, user_missing=True, output_format="dict")
    source = open_source(path)
    return Reread(
        names=tuple(metadata.column_names),
        feed=source.feed,
        labels={n: said or "" for n, said in metadata.column_names_to_labels.items()},
        values=metadata.variable_value_labels,
        program=f"pyreadstat {pyreadstat.__version__}, ReadStat",
    )


def _dbase(path: Path) -> Reread:
    source = open_source(path, encoding="utf-8")
    return Reread(source.file.names, source.feed, program="loket dbf_read")


def _sql(query: str) -> Reread:
    def feed(take: Take) -> None:
        with connected() as connection:
            relation: Any = connection.sql(query)
            for batch in relation.to_arrow_reader(BATCH_ROWS):
                take(batch)

    with connected() as connection:
        names = tuple(connection.sql(query).columns)
    return Reread(names, feed, program="DuckDB")


def _csv(path: Path) -> Reread:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        names = next(csv.reader(stream))
    if len(names) > WIDE:
        return _wide_csv(path, names)
    columns = "{" + ", ".join(f"{literal(n)}: 'VARCHAR'" for n in names) + "}"
    return _sql(
        f"SELECT * FROM read_csv({literal(str(path))}, all_varchar = true, header = true, "  # noqa: S608
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, "
        f"auto_detect = false, columns = {columns})"
    )


def _wide_csv(path: Path, names: list[str]) -> Reread:
    """DuckDB's buffers grow with the columns; Python's reader is slower and needs none."""

    def feed(take: Take) -> None:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            next(rows)
            while chunk := list(itertools.islice(rows, WIDE_ROWS)):
                columns = zip(*chunk, strict=True)
                arrays = [pa.array([v or None for v in c], pa.string()) for c in columns]
                take(pa.RecordBatch.from_arrays(arrays, names=names))

    return Reread(tuple(names), feed, program="Python csv")


def _parquet(path: Path) -> Reread:
    return _sql(f"SELECT * FROM {scan(path)}")  # noqa: S608


def _xpt(path: Path) -> Reread:
    _, metadata = pyreadstat.read_xport(str(path), metadataonly=True, output_format="dict")
    source = open_source(path)
    return Reread(
        names=tuple(metadata.column_names),
        feed=source.feed,
        labels={n: said or "" for n, said in metadata.column_names_to_labels.items()},
        program=f"pyreadstat {pyreadstat.__version__}",
    )


def _xlsx(path: Path) -> Reread:
    """Texts as they stand; numbers and dates as openpyxl understands them."""
    with path.open("rb") as stream:
        sheet = openpyxl.load_workbook(stream, read_only=True)["Data"]
        names = tuple(str(n) for n in next(sheet.iter_rows(values_only=True)))

    def feed(take: Take) -> None:
        with path.open("rb") as stream:
            sheet = openpyxl.load_workbook(stream, read_only=True)["Data"]
            rows = sheet.iter_rows(min_row=2, values_only=True)
            while chunk := list(itertools.islice(rows, BATCH_ROWS)):
                padded = (row + (None,) * (len(names) - len(row)) for row in chunk)
                arrays = [pa.array(list(column)) for column in zip(*padded, strict=True)]
                take(pa.RecordBatch.from_arrays(arrays, names=names))

    return Reread(names, feed, program=f"openpyxl {openpyxl.__version__}")


_READERS: Mapping[str, Callable[[Path], Reread]] = {
    ".sav": _readstat,
    ".zsav": _readstat,
    ".dta": _readstat,
    ".dbf": _dbase,
    ".csv": _csv,
    ".parquet": _parquet,
    ".xpt": _xpt,
    ".xlsx": _xlsx,
}
