"""Parquet: writing, with the description as DDI in the file's metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import Study
from loket.microdata.formats.embedded import pack
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.sink import Rows

# Cells of a row group: large enough to compress well, small enough to be held.
GROUP_CELLS = 1 << 23


def write_parquet(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a Parquet file; each column's label also stands in its own metadata."""
    file = replace(fitted.file, rows=rows.count)
    labels = {c.variable.name: {b"label": c.label.encode()} for c in fitted.columns}
    schema = pa.schema(
        [field.with_metadata(labels.get(field.name)) for field in rows.schema],
        metadata=pack(file, Study(study.idno, study.title)),
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(rows.batches, GROUP_CELLS // max(len(schema), 1)):
            writer.write_table(group.cast(schema), row_group_size=group.num_rows)


def _groups(batches: Iterator[pa.RecordBatch], least: int) -> Iterator[pa.Table]:
    """Yield the rows in pieces of at least ``least`` rows, but for the last."""
    kept: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        kept.append(batch)
        count += batch.num_rows
        if count >= least:
            yield pa.Table.from_batches(kept)
            kept, count = [], 0
    if count:
        yield pa.Table.from_batches(kept)
