"""Parquet: writing, with the description as DDI in the file's metadata."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import Study
from loket.microdata.formats.embedded import pack
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.limits import PARQUET
from loket.microdata.formats.sink import Format, Rows


def write_parquet(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a Parquet file; each column's label also stands in its own metadata."""
    file = replace(fitted.file, rows=rows.count)
    labels = {c.variable.name: {b"label": c.label.encode()} for c in fitted.columns}
    schema = pa.schema(
        [field.with_metadata(labels.get(field.name)) for field in rows.schema],
        metadata=pack(file, Study(study.idno, study.title)),
    )
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in rows.batches:
            writer.write_batch(batch.cast(schema))


PARQUET_FORMAT = Format("parquet", ".parquet", PARQUET, write_parquet)
