"""Write a synthetic study as data files with their DDI, or import it as an edition."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from loket.microdata.codebook import Codebook
from loket.microdata.ddi.write import write_ddi
from loket.microdata.edition import Edition
from loket.microdata.importing import import_study
from loket.microdata.synthetic.susenas import (
    Plan,
    SyntheticStudy,
    by_regency,
    codebook,
    schema_of,
)
from loket.microdata.tables import write_tables

DDI = "ddi.xml"


def write_study(study: SyntheticStudy, folder: Path, *, format: str = "sav") -> Path:
    """
    Write every file in ``format``, labels in Indonesian, and the DDI; return the DDI's path.

    Files published in parts are written in parts.
    """
    write_tables(study.codebook, study.tables, folder, format=format)
    write_ddi(study.codebook, folder / DDI)
    return folder / DDI


def stream_parquet(plan: Plan, folder: Path) -> Codebook:
    """
    Write a study of any size, one regency in memory at a time, with its DDI.

    Files published in parts are written in one piece.
    """
    folder.mkdir(parents=True, exist_ok=True)
    empty = codebook(plan, {})
    writers = {
        file.name: pq.ParquetWriter(
            folder / f"{file.name}.parquet", schema_of(file), compression="zstd"
        )
        for file in empty.files
    }
    rows = dict.fromkeys(writers, 0)
    try:
        for tables in by_regency(plan):
            for name, table in tables.items():
                writers[name].write_table(table)
                rows[name] += table.num_rows
    finally:
        for writer in writers.values():
            writer.close()
    written = codebook(plan, rows)
    write_ddi(written, folder / DDI)
    return written


def synthetic_edition(plan: Plan | SyntheticStudy, into: Path) -> Edition:
    """
    Import ``plan``, or a study already generated, as the edition folder ``into``.

    :raises MicrodataError: if ``into`` exists
    """
    with tempfile.TemporaryDirectory(prefix="sintetis-") as name:
        folder = Path(name)
        if isinstance(plan, Plan):
            stream_parquet(plan, folder)
        else:
            write_study(plan, folder, format="parquet")
        return import_study(sorted(folder.glob("*.parquet")), into, ddi=folder / DDI)
