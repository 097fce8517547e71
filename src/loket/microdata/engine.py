"""One DuckDB connection with bounded memory, and quoting of names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY = "256MB"


@contextmanager
def connected(
    spill: Path | None = None, *, memory: str = MEMORY
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield an in-memory DuckDB that spills to ``spill`` and keeps rows in order."""
    connection = duckdb.connect(config={"memory_limit": memory, "threads": 2})
    try:
        connection.execute("SET preserve_insertion_order = true")
        connection.execute("SET enable_progress_bar = false")
        # A wide master describes thousands of column chunks: read that once for all queries.
        connection.execute("SET parquet_metadata_cache = true")
        if spill is not None:
            connection.execute(f"SET temp_directory = {literal(str(spill))}")
        yield connection
    finally:
        connection.close()


def quoted(name: str) -> str:
    """Return ``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | float) -> str:
    """Return ``value`` as an SQL literal."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)


def scan(path: Path) -> str:
    """Return SQL that reads a Parquet file."""
    return f"read_parquet({literal(str(path))})"
