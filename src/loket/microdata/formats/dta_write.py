"""Stata .dta, format 118: writing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import readstat_arrow

from loket.microdata.codebook import Study
from loket.microdata.formats.dta_blocks import block, frame
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.moment import DTA_TIMESTAMP
from loket.microdata.formats.readstat import declare
from loket.microdata.formats.sink import Rows

# Least and greatest value of Stata's whole-number types (the rest are missing values).
RANGES = (
    (pa.int8(), -127, 100),
    (pa.int16(), -32_767, 32_740),
    (pa.int32(), -2_147_483_647, 2_147_483_620),
)
TIMESTAMP = b"</label><timestamp>\x11"  # followed by 0x11 characters


def write_dta(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a Stata file; whole numbers in the narrowest type that holds them."""
    made = frame(without_rows(fitted, rows.schema, rows.bounds), rows.count)
    places = [
        rows.schema.get_field_index(c.variable.tag_column) if c.variable.tags else -1
        for c in fitted.columns
    ]
    with path.open("wb") as stream:
        stream.write(made.before)
        for batch in rows.batches:
            letters = [batch.column(p) if p >= 0 else None for p in places]
            stream.write(block(batch, made.row, letters).data)
        stream.write(made.after)


def without_rows(
    fitted: Fitted, schema: pa.Schema, bounds: Mapping[str, tuple[int, int]]
) -> bytes:
    """Return the whole file as it would be with no rows."""
    fields = []
    for column in fitted.columns:
        name = column.variable.name
        type_ = stata_type(schema.field(name).type, bounds.get(name))
        fields.append(pa.field(column.name, type_))
    stream = io.BytesIO()
    with readstat_arrow.DtaWriter(stream, pa.schema(fields), 0, declare(fitted, spss=False)):
        pass
    return _timeless(stream.getvalue())


def _timeless(file: bytes) -> bytes:
    """Put the fixed moment in place of the time of writing; it has the same length."""
    start = file.index(TIMESTAMP) + len(TIMESTAMP)
    return file[:start] + DTA_TIMESTAMP + file[start + len(DTA_TIMESTAMP) :]


def stata_type(type_: pa.DataType, bounds: tuple[int, int] | None) -> pa.DataType:
    """Return the Arrow type under which a column fits one of Stata's types."""
    if not pa.types.is_integer(type_):
        return type_
    low, high = bounds or (-(2 ** (type_.bit_width - 1)), 2 ** (type_.bit_width - 1) - 1)
    for narrow, least, greatest in RANGES:
        if least <= low and high <= greatest:
            return narrow
    return pa.float64()
