"""Stata .dta, format 118: writing."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import readstat_arrow

from loket.microdata.codebook import Study
from loket.microdata.formats.fitting import Column, Fitted
from loket.microdata.formats.limits import DTA
from loket.microdata.formats.readstat import declare
from loket.microdata.formats.sink import Format, Rows

TAG = pa.dictionary(pa.int8(), pa.string())
# Least and greatest value of Stata's whole-number types (the rest are missing values).
RANGES = (
    (pa.int8(), -127, 100),
    (pa.int16(), -32_767, 32_740),
    (pa.int32(), -2_147_483_647, 2_147_483_620),
)


def write_dta(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a Stata file; whole numbers in the narrowest type that holds them."""
    types = [_type(c, rows) for c in fitted.columns]
    schema = pa.schema(
        [
            pa.field(c.name, _tagged(t) if c.variable.tags else t)
            for c, t in zip(fitted.columns, types, strict=True)
        ]
    )
    metadata = declare(fitted, spss=False)
    writer = readstat_arrow.DtaWriter(
        path, schema, rows.count, metadata, on_text_limits_exceeded="error"
    )
    with writer:
        for batch in rows.batches:
            columns = [
                _array(batch, i, c, t)
                for i, (c, t) in enumerate(zip(fitted.columns, types, strict=True))
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def stata_type(type_: pa.DataType, bounds: tuple[int, int] | None) -> pa.DataType:
    """Return the Arrow type under which a column fits one of Stata's types."""
    if not pa.types.is_integer(type_):
        return type_
    low, high = bounds or (-(2 ** (type_.bit_width - 1)), 2 ** (type_.bit_width - 1) - 1)
    for narrow, least, greatest in RANGES:
        if least <= low and high <= greatest:
            return narrow
    return pa.float64()


def _type(column: Column, rows: Rows) -> pa.DataType:
    name = column.variable.name
    return stata_type(rows.schema.field(name).type, rows.bounds.get(name))


def _tagged(type_: pa.DataType) -> pa.DataType:
    return pa.struct([("value", type_), ("tag", TAG)])


def _array(batch: pa.RecordBatch, index: int, column: Column, type_: pa.DataType) -> pa.Array:
    array = batch.column(index).cast(type_)
    if not column.variable.tags:
        return array
    tags = batch.column(batch.schema.get_field_index(column.variable.tag_column)).cast(TAG)
    plain = pc.and_(array.is_null(), tags.is_null())
    return pa.StructArray.from_arrays([array, tags], names=["value", "tag"], mask=plain)


DTA_FORMAT = Format("dta", ".dta", DTA, write_dta)
