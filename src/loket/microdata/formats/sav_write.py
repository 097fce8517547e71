"""SPSS .sav (row-compressed) and .zsav: writing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

import pyarrow as pa
import readstat_arrow

from loket.microdata.codebook import Study
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.limits import SAV
from loket.microdata.formats.readstat import declare
from loket.microdata.formats.sink import Format, Rows


def write_sav(
    path: Path, fitted: Fitted, rows: Rows, study: Study, *, compression: Literal["rows", "zlib"]
) -> None:
    """Write an SPSS system file."""
    names = [c.name for c in fitted.columns]
    schema = pa.schema([pa.field(n, rows.schema.field(i).type) for i, n in enumerate(names)])
    writer = readstat_arrow.SavWriter(
        path,
        schema,
        rows.count,
        declare(fitted, spss=True),
        on_text_limits_exceeded="error",
        compression=compression,
    )
    with writer:
        for batch in rows.batches:
            columns = batch.columns[: len(names)]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


SAV_FORMAT = Format("sav", ".sav", SAV, partial(write_sav, compression="rows"))
ZSAV_FORMAT = Format("zsav", ".zsav", SAV, partial(write_sav, compression="zlib"))
