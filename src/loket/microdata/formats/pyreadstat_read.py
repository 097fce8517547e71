"""SAS .sas7bdat and .xpt: reading, by pyreadstat in blocks of rows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyreadstat

from loket.microdata.codebook import Bilingual, DataFile, Kind, Missing, ValueLabel, Variable
from loket.microdata.formats.readstat import MEASURES, plain
from loket.microdata.formats.source import BATCH_ROWS, Source, Take, unreadable

READERS: Mapping[str, Callable[..., Any]] = {
    ".sas7bdat": pyreadstat.read_sas7bdat,
    ".xpt": pyreadstat.read_xport,
}
NAMES = {".sas7bdat": "SAS", ".xpt": "SAS XPORT"}
DATES = frozenset(
    {"DATE", "YYMMDD", "MMDDYY", "DDMMYY", "ADATE", "EDATE", "SDATE", "JDATE", "E8601DA"}
)
DATETIMES = frozenset({"DATETIME", "YMDHMS", "E8601DT"})
FAILURES = (
    pyreadstat.PyreadstatError,
    pyreadstat.ReadstatError,
    ValueError,
    UnicodeError,
    OSError,
)
TYPES: Mapping[Kind, pa.DataType] = {
    "numeric": pa.float64(),
    "text": pa.string(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
}


def read_by_pyreadstat(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open the file; times are seconds, also above a day.

    :raises UnreadableFile: if it is damaged or of another format
    """
    suffix = path.suffix.lower()
    options: dict[str, Any] = {"output_format": "dict"}
    if encoding is not None:
        options["encoding"] = encoding
    read = READERS[suffix]
    try:
        # Kinds show only in values: the first block tells dates from numbers.
        columns, metadata = read(str(path), row_limit=BATCH_ROWS, **options)
    except FAILURES as error:
        raise unreadable(path, NAMES[suffix], error) from error
    times = [n for n in metadata.column_names if _is_time(columns[n])]
    kinds = {name: _kind(name, columns[name], metadata) for name in metadata.column_names}
    schema = pa.schema([pa.field(name, TYPES[kind]) for name, kind in kinds.items()])

    def feed(take: Take) -> None:
        first = 0
        while True:
            try:
                block, _ = read(str(path), row_offset=first, row_limit=BATCH_ROWS, **options)
                if times:
                    # As times of day they would lose whole days.
                    raw = {**options, "usecols": times, "disable_datetime_conversion": True}
                    block |= read(str(path), row_offset=first, row_limit=BATCH_ROWS, **raw)[0]
                batch = _batch(block, kinds, schema)
            except (*FAILURES, pa.ArrowException) as error:
                raise unreadable(path, NAMES[suffix], error) from error
            take(batch)
            first += batch.num_rows
            if batch.num_rows < BATCH_ROWS:
                return

    variables = tuple(_variable(name, kind, metadata) for name, kind in kinds.items())
    file = DataFile(path.stem, variables, label=Bilingual(metadata.file_label or ""))
    return Source(file, schema, feed, encoding=metadata.file_encoding or "")


def _kind(name: str, values: Any, metadata: Any) -> Kind:
    if metadata.readstat_variable_types.get(name) == "string":
        return "text"
    first = next((v for v in values if not _is_empty(v)), None)
    if first is None:
        return _kind_of_format(metadata.original_variable_types.get(name) or "")
    if isinstance(first, datetime.datetime | np.datetime64):
        return "datetime"
    return "date" if isinstance(first, datetime.date) else "numeric"


def _is_time(values: Any) -> bool:
    return isinstance(next((v for v in values if not _is_empty(v)), None), datetime.time)


def _kind_of_format(format_: str) -> Kind:
    """Judge a column without values by its display format."""
    name = format_.rstrip("0123456789.").upper()
    if name in DATETIMES:
        return "datetime"
    return "date" if name in DATES else "numeric"


def _is_empty(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124


def _batch(block: Any, kinds: Mapping[str, Kind], schema: pa.Schema) -> pa.RecordBatch:
    columns = [_column(block[name], kind) for name, kind in kinds.items()]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _column(values: Any, kind: Kind) -> pa.Array:
    if kind == "numeric":
        return pa.array([None if _is_empty(v) else float(v) for v in values], pa.float64())
    return pa.array([None if _is_empty(v) or v == "" else v for v in values], TYPES[kind])


def _variable(name: str, kind: Kind, metadata: Any) -> Variable:
    labels = metadata.variable_value_labels.get(name, {})
    ranges = metadata.missing_ranges.get(name, [])
    missing = Missing(
        tuple(plain(r["lo"]) for r in ranges if r["lo"] == r["hi"]),
        tuple((float(r["lo"]), float(r["hi"])) for r in ranges if r["lo"] != r["hi"]),
    )
    coded = [(plain(code), text) for code, text in labels.items()]
    return Variable(
        name=name,
        kind=kind,
        label=Bilingual(metadata.column_names_to_labels.get(name) or ""),
        width=0,
        values=tuple(
            ValueLabel(code, Bilingual(text), missing.covers(code)) for code, text in coded
        ),
        missing=missing,
        measure=MEASURES.get(metadata.variable_measure.get(name, ""), ""),
        display_format=metadata.original_variable_types.get(name) or "",
    )
