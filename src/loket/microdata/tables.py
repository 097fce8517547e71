"""Arrow tables in memory, with their codebook, written as files of one format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from loket.microdata.codebook import Codebook, DataFile, Language
from loket.microdata.edition import sha256
from loket.microdata.extract import file_stem, fitted_to
from loket.microdata.formats.sink import Rows, Written
from loket.microdata.formats.writers import format_named


def write_tables(
    codebook: Codebook,
    tables: Mapping[str, pa.Table],
    folder: Path,
    *,
    format: str = "sav",
    language: Language = "id",
) -> tuple[Written, ...]:
    """
    Write every file of ``codebook`` into ``folder``, parts as files of their own.

    :raises UnfitFormat: if the format is unknown or cannot hold a file
    """
    format_ = format_named(format)
    folder.mkdir(parents=True, exist_ok=True)
    done: list[Written] = []
    for file in codebook.files:
        fitted = fitted_to(format_, file, language)
        for name, table in pieces(file, tables[file.name]):
            path = folder / (file_stem(name) + format_.suffix)
            whole = table.combine_chunks()
            batches = iter(whole.to_batches())
            rows = Rows(whole.num_rows, whole.schema, batches, {})
            format_.write(path, fitted, rows, codebook.study)
            size = path.stat().st_size
            done.append(Written(path, format_, fitted, whole.num_rows, size, sha256(path)))
    return tuple(done)


def pieces(file: DataFile, table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Yield the name and rows of each physical file that ``file`` consists of."""
    if not file.parts:
        yield file.name, table
        return
    start = 0
    for part in file.parts:
        yield part.name, table.slice(start, part.rows)
        start += part.rows
