"""
Reading a delivered file with another program than wrote it, for the acceptance twin.

SPSS and Stata data through ReadStat, their labels through pyreadstat; CSV and Parquet, written by
Arrow, through DuckDB; dBASE and R through their readers, which share no code with the writers.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyreadstat

from loket.microdata.codebook import DataFile, Language, Missing
from loket.microdata.describing import Described
from loket.microdata.engine import connected, literal, scan
from loket.microdata.formats.readers import open_source
from loket.microdata.formats.source import BATCH_ROWS, Take

# Bounds of missing values may be infinite: no date is to be made of them.
METADATA: Mapping[str, Any] = {
    "metadataonly": True,
    "user_missing": True,
    "output_format": "dict",
    "disable_datetime_conversion": True,
}
WIDE, WIDE_ROWS = 1_000, 256


@dataclass(frozen=True, slots=True)
class Reread:
    """A delivered file as another program sees it, with what the file says of its variables."""

    names: tuple[str, ...]
    feed: Callable[[Take], None]
    described: Mapping[str, Described] = field(default_factory=dict)
    program: str = ""


def reread(path: Path, language: Language) -> Reread:
    """
    Open a delivered file by its suffix.

    ``language`` is that of its labels where the format holds both.

    :raises UnreadableFile: if it cannot be read
    """
    return _READERS[path.suffix.lower()](path, language)


def _spss(path: Path, _: Language) -> Reread:
    metadata = pyreadstat.read_sav(str(path), **METADATA)[1]
    described = {
        name: Described(
            label=metadata.column_names_to_labels[name] or "",
            values=metadata.variable_value_labels.get(name, {}),
            missing=_ranges(metadata.missing_ranges.get(name, [])),
            measure=metadata.variable_measure[name].replace("unknown", ""),
            maker="spss",
            display_format=metadata.original_variable_types[name],
        )
        for name in metadata.column_names
    }
    source = open_source(path)
    program = f"pyreadstat {pyreadstat.__version__}, ReadStat"
    return Reread(tuple(metadata.column_names), source.feed, described, program)


def _ranges(found: Iterable[Any]) -> Missing:
    """A single code is a range from itself to itself."""
    pairs = [(r["lo"], r["hi"]) for r in found]
    return Missing(
        tuple(low for low, high in pairs if low == high),
        tuple((float(low), float(high)) for low, high in pairs if low != high),
    )


def _stata(path: Path, _: Language) -> Reread:
    metadata = pyreadstat.read_dta(str(path), **METADATA)[1]
    described = {}
    for name in metadata.column_names:
        labels: Mapping[Any, str] = metadata.variable_value_labels.get(name, {})
        described[name] = Described(
            label=metadata.column_names_to_labels[name] or "",
            values={code: said for code, said in labels.items() if not isinstance(code, str)},
            tags={code: said for code, said in labels.items() if isinstance(code, str)},
            maker="stata",
            display_format=metadata.original_variable_types[name],
        )
    source = open_source(path)
    program = f"pyreadstat {pyreadstat.__version__}, ReadStat"
    return Reread(tuple(metadata.column_names), source.feed, described, program)


def _of(file: DataFile, language: Language) -> dict[str, Described]:
    """What our own reader makes of a file, for formats that hold a whole description."""
    return {
        variable.name: Described(
            label=variable.label.said_in(language),
            values={v.code: v.label.said_in(language) for v in variable.values},
            missing=variable.missing,
            measure=variable.measure,
            display_format=variable.display_format,
            maker="any",
            tags={letter: label.said_in(language) for letter, label in variable.tags},
        )
        for variable in file.variables
    }


def _dbase(path: Path, _: Language) -> Reread:
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


def _csv(path: Path, _: Language) -> Reread:
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


def _parquet(path: Path, language: Language) -> Reread:
    read = _sql(f"SELECT * FROM {scan(path)}")  # noqa: S608
    return replace(read, described=_of(open_source(path).file, language))


def _r(path: Path, language: Language) -> Reread:
    source = open_source(path)
    return Reread(source.file.names, source.feed, _of(source.file, language), "loket rds_read")


def _xpt(path: Path, _: Language) -> Reread:
    metadata = pyreadstat.read_xport(str(path), metadataonly=True, output_format="dict")[1]
    labels = {
        n: Described(label=said or "") for n, said in metadata.column_names_to_labels.items()
    }
    program = f"pyreadstat {pyreadstat.__version__}"
    return Reread(tuple(metadata.column_names), open_source(path).feed, labels, program)


def _xlsx(path: Path, _: Language) -> Reread:
    """Texts as they stand; numbers and dates as openpyxl understands them."""
    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True)
        sheet = book["Data"]
        names = tuple(str(n) for n in next(sheet.iter_rows(values_only=True)))
        described = _label_sheet(book["Label"], names)

    def feed(take: Take) -> None:
        with path.open("rb") as stream:
            sheet = openpyxl.load_workbook(stream, read_only=True)["Data"]
            rows = sheet.iter_rows(min_row=2, values_only=True)
            while chunk := list(itertools.islice(rows, BATCH_ROWS)):
                padded = (row + (None,) * (len(names) - len(row)) for row in chunk)
                arrays = [pa.array(list(column)) for column in zip(*padded, strict=True)]
                take(pa.RecordBatch.from_arrays(arrays, names=names))

    return Reread(names, feed, described, f"openpyxl {openpyxl.__version__}")


def _label_sheet(sheet: Any, names: Sequence[str]) -> dict[str, Described]:
    """A row with a name and a label describes a variable; one with a code, that code."""
    labels = dict.fromkeys(names, "")
    values: dict[str, dict[Any, str]] = {name: {} for name in names}
    for row in sheet.iter_rows(min_row=2, values_only=True):
        name, label, code, meaning = (*row, None, None, None)[:4]
        if code is None and meaning is None:
            labels[str(name)] = label or ""
        else:
            values[str(name)]["" if code is None else code] = meaning or ""
    return {name: Described(label=labels[name], values=values[name]) for name in names}


_READERS: Mapping[str, Callable[[Path, Language], Reread]] = {
    ".sav": _spss,
    ".zsav": _spss,
    ".dta": _stata,
    ".dbf": _dbase,
    ".csv": _csv,
    ".parquet": _parquet,
    ".rds": _r,
    ".xpt": _xpt,
    ".xlsx": _xlsx,
}
