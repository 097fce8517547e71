"""Carrying out a definition: queries over the masters, streamed into files of one format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.ahead import ahead
from loket.microdata.codebook import DataFile, Language
from loket.microdata.definition.model import Definition
from loket.microdata.edition import Edition, sha256
from loket.microdata.engine import connected
from loket.microdata.errors import UnfitFormat
from loket.microdata.formats.fitting import Fitted, fit
from loket.microdata.formats.sink import Format, Rows, Written
from loket.microdata.formats.writers import format_named
from loket.microdata.plan import Query, deliveries
from loket.microdata.room import least_to_write, needs_room, writing

CELLS_PER_BATCH = 1 << 21
LEAST_ROWS = 1_024
MOST_ROWS = 65_536

Stream = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


@dataclass(frozen=True, slots=True)
class Rewritten:
    """
    What is delivered instead: the file as described, its SQL, and what is then done to the rows.

    ``stream`` keeps number and columns of the rows; ``changed`` are the columns with other values
    than the master's.
    """

    file: DataFile
    sql: str
    stream: Stream | None = None
    changed: frozenset[str] = frozenset()


class Rewrite(Protocol):
    """A change to what a file delivers: surrogate ids, another order of rows."""

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, file: DataFile, sql: str, /
    ) -> Rewritten:
        """
        Return what to deliver for the projected ``file``, of which ``sql`` gives the rows.

        Tables may be registered in ``connection``. The number of rows stays the same.
        """
        ...


class Engine(Protocol):
    """Carries out the selections of a definition; DuckDB in this process unless told otherwise."""

    def selected(
        self, edition: Edition, definition: Definition, /
    ) -> AbstractContextManager[tuple[Query, ...]]:
        """
        Yield queries in DuckDB's SQL that give the selected rows, in the master's order.

        What they read is there until the block ends.
        """
        ...


def extract(
    edition: Edition,
    definition: Definition,
    folder: Path,
    *,
    rewrite: Rewrite | None = None,
    engine: Engine | None = None,
) -> tuple[Written, ...]:
    """
    Write the files that ``definition`` orders into ``folder``; memory does not grow with rows.

    :raises MicrodataError: as ``plan`` and ``fit`` do, or ``NoRoom``; then no file is left behind
    """
    format_ = format_named(definition.format)
    done: list[Written] = []
    made = engine.selected(edition, definition) if engine else None
    with (
        made or nullcontext(deliveries(edition, definition)) as queries,
        TemporaryDirectory(prefix=".spill", dir=folder) as spill,
        connected(Path(spill)) as connection,
    ):
        for query in queries:
            file, rows = rows_of(
                connection, edition, query, rewrite, with_bounds=format_.uses_bounds
            )
            fitted = fitted_to(format_, file, definition.language)
            path = folder / (file_stem(file.name) + format_.suffix)
            try:
                done.append(_write(path, format_, fitted, rows, edition))
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


def rows_of(
    connection: duckdb.DuckDBPyConnection,
    edition: Edition,
    query: Query,
    rewrite: Rewrite | None = None,
    *,
    with_bounds: bool = False,
) -> tuple[DataFile, Rows]:
    """Run one query, rewritten if so asked, and return the file and its stream of rows."""
    made = Rewritten(query.file, query.sql)
    if rewrite is not None:
        made = rewrite(connection, query.file, query.sql)
    known = whole_bounds(edition, query) if with_bounds else {}
    bounds = {name: pair for name, pair in known.items() if name not in made.changed}
    rows = opened(connection, made.sql, bounds, count_sql=query.sql)
    if made.stream is not None:
        rows = replace(rows, batches=made.stream(rows.batches))
    return made.file, rows


def _write(path: Path, format_: Format, fitted: Fitted, rows: Rows, edition: Edition) -> Written:
    if format_.limits.rows is not None and rows.count > format_.limits.rows:
        raise UnfitFormat(
            id=f"{rows.count} baris melebihi batas {format_.limits.format} "
            f"({format_.limits.rows}); pilih wilayah lebih sedikit atau format lain",
            en=f"{rows.count} rows exceed the limit of {format_.limits.format} "
            f"({format_.limits.rows}); choose fewer regions or another format",
            place=fitted.file.name,
        )
    needs_room(path.parent, least_to_write(format_.word, fitted, rows.count), fitted.file.name)
    with writing(fitted.file.name), ahead(rows.batches) as batches:
        format_.write(path, fitted, replace(rows, batches=batches), edition.codebook.study)
    return Written(path, format_, fitted, rows.count, path.stat().st_size, sha256(path))


def opened(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    bounds: Mapping[str, tuple[int, int]] | None = None,
    *,
    count_sql: str,
) -> Rows:
    """
    Run ``sql`` and return its rows as a stream of batches of about two million cells.

    ``count_sql`` gives as many rows and is cheaper to count; it is run where there are many.
    """
    relation: Any = connection.sql(sql)
    size = max(LEAST_ROWS, min(MOST_ROWS, CELLS_PER_BATCH // max(len(relation.columns), 1)))
    reader = relation.to_arrow_reader(size)
    head = list(islice(reader, 1))
    rows = head[0].num_rows if head else 0
    if rows < size:
        head += islice(reader, 1)
    if rows == size or len(head) > 1:  # there are more
        with connection.cursor() as beside:  # the stream goes on meanwhile
            counted = beside.execute(f"SELECT count(*) FROM ({count_sql})").fetchall()  # noqa: S608
        rows = int(counted[0][0])
    return Rows(rows, reader.schema, chain(head, reader), bounds or {})


def whole_bounds(edition: Edition, query: Query) -> dict[str, tuple[int, int]]:
    """Return the bounds of whole-number columns, from the masters' row group statistics."""
    mine = edition.codebook.file(query.source)
    found = bounds_of(edition.master(mine), query.file.names)
    joined = [name for name in query.file.names if name not in mine]
    for file in edition.codebook.present if joined else ():
        for name, (low, high) in bounds_of(edition.master(file), joined).items():
            other = found.get(name, (low, high))
            found[name] = (min(low, other[0]), max(high, other[1]))
    return found


def bounds_of(master: Path, names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Return the least and greatest value of those of ``names`` that hold whole numbers."""
    told = master.stat()
    known = _all_bounds(master, told.st_size, told.st_mtime_ns)
    return {name: known[name] for name in names if name in known}


@lru_cache(maxsize=64)
def _all_bounds(master: Path, _size: int, _written: int) -> Mapping[str, tuple[int, int]]:
    """Read the statistics of all row groups, once for a file as it is: that takes its time."""
    parquet = pq.ParquetFile(master)
    metadata = parquet.metadata
    indexes = [
        (field.name, index)
        for index, field in enumerate(parquet.schema_arrow)
        if pa.types.is_integer(field.type)
    ]
    found: dict[str, tuple[int, int]] = {}
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for name, index in indexes:
            statistics = group.column(index).statistics
            if statistics is not None and statistics.has_min_max:
                low, high = statistics.min, statistics.max
                known = found.get(name, (low, high))
                found[name] = (min(low, known[0]), max(high, known[1]))
    return found
