"""CSV in UTF-8: writing. Labels go into syntax files, see ``syntax``."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from loket.microdata.codebook import Study
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.sink import Rows

BOM = b"\xef\xbb\xbf"


def write_csv(path: Path, fitted: Fitted, rows: Rows, study: Study, *, bom: bool = False) -> None:
    """Write comma-separated text: a line of names, an empty field for a missing value."""
    names = [c.name for c in fitted.columns]
    schema = pa.schema([pa.field(n, rows.schema.field(i).type) for i, n in enumerate(names)])
    with path.open("wb") as stream:
        if bom:
            stream.write(BOM)
        with pacsv.CSVWriter(
            stream, schema, write_options=pacsv.WriteOptions(quoting_style="needed")
        ) as writer:
            for batch in rows.batches:
                columns = batch.columns[: len(names)]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
