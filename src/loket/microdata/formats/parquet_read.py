"""Parquet: reading; the codebook travels in the file's metadata when our writer made it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import DataFile, Kind, Variable
from loket.microdata.formats.embedded import unpack
from loket.microdata.formats.source import BATCH_ROWS, Source, Take, unreadable


def read_parquet(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open a Parquet file.

    :raises UnreadableFile: if it is not one, or has nested columns
    """
    try:
        parquet = pq.ParquetFile(path)
        schema = pa.schema([pa.field(f.name, _type(path, f)) for f in parquet.schema_arrow])
        described = unpack(parquet.schema_arrow.metadata)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(path, "Parquet", error) from error

    def feed(take: Take) -> None:
        try:
            for batch in parquet.iter_batches(batch_size=BATCH_ROWS):
                take(pa.Table.from_batches([batch]).cast(schema).combine_chunks().to_batches()[0])
        except (pa.ArrowException, OSError) as error:
            raise unreadable(path, "Parquet", error) from error

    rows = parquet.metadata.num_rows
    file = described or DataFile(path.stem, tuple(map(_variable, schema)), rows=rows)
    return Source(file, schema, feed, encoding="utf-8")


def _type(path: Path, field: pa.Field) -> pa.DataType:
    type_ = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_large_string(type_) or pa.types.is_string(type_):
        return pa.string()
    if pa.types.is_boolean(type_):
        return pa.int8()
    if pa.types.is_decimal(type_):
        return pa.float64()
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us")
    if pa.types.is_date(type_):
        return pa.date32()
    if pa.types.is_integer(type_) or pa.types.is_floating(type_):
        return type_
    raise unreadable(path, "Parquet", f"{field.name}: {type_}")


def _variable(field: pa.Field) -> Variable:
    kind: Kind = "numeric"
    if pa.types.is_string(field.type):
        kind = "text"
    elif pa.types.is_date(field.type):
        kind = "date"
    elif pa.types.is_timestamp(field.type):
        kind = "datetime"
    return Variable(field.name, kind=kind)
