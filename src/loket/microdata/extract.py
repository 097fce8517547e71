"""Carrying out a definition: queries over the masters, streamed into files of one format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import DataFile, Language
from loket.microdata.definition.model import Definition
from loket.microdata.edition import Edition, sha256
from loket.microdata.engine import connected
from loket.microdata.errors import UnfitFormat
from loket.microdata.formats.fitting import Fitted, fit
from loket.microdata.formats.sink import Format, Rows, Written
from loket.microdata.formats.writers import format_named
from loket.microdata.plan import Query, plan

CELLS_PER_BATCH = 1 << 20
LEAST_ROWS = 1_024
MOST_ROWS = 65_536


class Rewrite(Protocol):
    """
    A change to what a file delivers, made in SQL: surrogate ids, another order of rows.

    Gets the connection (to register tables), the projected file and its SQL; returns both anew.
    """

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, file: DataFile, sql: str, /
    ) -> tuple[DataFile, str]:
        """Return the file and the SQL to use instead."""
        ...


def extract(
    edition: Edition, definition: Definition, folder: Path, *, rewrite: Rewrite | None = None
) -> tuple[Written, ...]:
    """
    Write the files that ``definition`` orders into ``folder``; memory does not grow with rows.

    :raises MicrodataError: as ``plan`` and ``fit`` do; then no file is left behind
    """
    format_ = format_named(definition.format)
    queries = plan(edition, definition)
    done: list[Written] = []
    with connected() as connection:
        for query in queries:
            file, sql = query.file, query.sql
            if rewrite is not None:
                file, sql = rewrite(connection, file, sql)
            fitted = fitted_to(format_, file, definition.language)
            bounds = whole_bounds(edition, query) if rewrite is None else {}
            path = folder / (file_stem(file.name) + format_.suffix)
            try:
                done.append(_write(connection, sql, path, format_, fitted, bounds, edition))
            except BaseException:
                path.unlink(missing_ok=True)
                for written in done:
                    written.path.unlink(missing_ok=True)
                raise
    return tuple(done)


def fitted_to(format_: Format, file: DataFile, language: Language) -> Fitted:
    """Return ``file`` fitted to a format, with every loss. :raises UnfitFormat: as ``fit``"""
    fitted = fit(file, format_.limits, language)
    return replace(fitted, losses=(*fitted.losses, *format_.losses(fitted)))


def file_stem(name: str) -> str:
    """Return a file name without characters that some file system refuses."""
    return "".join(c if c.isalnum() or c in " _.-" else "_" for c in name).strip(" .") or "data"


def _write(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    path: Path,
    format_: Format,
    fitted: Fitted,
    bounds: Mapping[str, tuple[int, int]],
    edition: Edition,
) -> Written:
    rows = opened(connection, sql, bounds)
    if format_.limits.rows is not None and rows.count > format_.limits.rows:
        raise UnfitFormat(
            id=f"{rows.count} baris melebihi batas {format_.limits.format} "
            f"({format_.limits.rows}); pilih wilayah lebih sedikit atau format lain",
            en=f"{rows.count} rows exceed the limit of {format_.limits.format} "
            f"({format_.limits.rows}); choose fewer regions or another format",
            place=fitted.file.name,
        )
    format_.write(path, fitted, rows, edition.codebook.study)
    return Written(path, format_, fitted, rows.count, path.stat().st_size, sha256(path))


def opened(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    bounds: Mapping[str, tuple[int, int]] | None = None,
) -> Rows:
    """Run ``sql`` and return its rows as a stream of batches of about a million cells."""
    counted = connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()  # noqa: S608
    count = int(counted[0][0])
    relation: Any = connection.sql(sql)
    size = max(LEAST_ROWS, min(MOST_ROWS, CELLS_PER_BATCH // max(len(relation.columns), 1)))
    reader = relation.to_arrow_reader(size)
    return Rows(count, reader.schema, iter(reader), bounds or {})


def whole_bounds(edition: Edition, query: Query) -> dict[str, tuple[int, int]]:
    """Return the bounds of whole-number columns, from the master's row group statistics."""
    found: dict[str, tuple[int, int]] = {}
    for file in edition.codebook.present:
        if file.name == query.file.name or not set(query.file.names).issubset(file.names):
            found = {**bounds_of(edition.master(file)), **found}
    mine = edition.codebook.file(query.file.name)
    return {**found, **bounds_of(edition.master(mine))}


def bounds_of(master: Path) -> dict[str, tuple[int, int]]:
    """Return the least and greatest value of each whole-number column of a master."""
    parquet = pq.ParquetFile(master)
    metadata = parquet.metadata
    found: dict[str, tuple[int, int]] = {}
    for index, field in enumerate(parquet.schema_arrow):
        if not pa.types.is_integer(field.type):
            continue
        pairs = []
        for group in range(metadata.num_row_groups):
            chunk = metadata.row_group(group).column(index)
            statistics = chunk.statistics
            if statistics is not None and statistics.has_min_max:
                pairs.append((statistics.min, statistics.max))
        if pairs:
            found[field.name] = (min(p[0] for p in pairs), max(p[1] for p in pairs))
    return found
