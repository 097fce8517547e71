"""
Where the SQL of the two engines differs: DuckDB, and Spark for files that outgrow one machine.

``plan`` writes everything else in words that both read alike, see docs/decisions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from loket.microdata import engine

ROW = "file_row_number"


@dataclass(frozen=True, slots=True)
class Dialect:
    """
    How one engine names a column, writes a value, and reads a master.

    ``scan`` gives SQL for all columns of a Parquet file and ``file_row_number``, the place of
    each row from 0 on. ``keeps_order`` tells whether rows come in the file's order by themselves.
    """

    quoted: Callable[[str], str]
    literal: Callable[[str | float], str]
    scan: Callable[[Path], str]
    starts_with: str
    keeps_order: bool


def _duckdb_scan(path: Path) -> str:
    return f"read_parquet({engine.literal(str(path))}, {ROW} = true)"


def _spark_quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _spark_literal(value: str | float) -> str:
    """Backslashes have a meaning in Spark's texts; a number is a double, never a decimal."""
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"{value!r}D"


def _spark_scan(path: Path) -> str:
    place = f"parquet.{_spark_quoted(path.absolute().as_uri())}"
    return f"(SELECT *, _metadata.row_index AS {ROW} FROM {place})"  # noqa: S608


DUCKDB = Dialect(engine.quoted, engine.literal, _duckdb_scan, "starts_with", keeps_order=True)
SPARK = Dialect(_spark_quoted, _spark_literal, _spark_scan, "startswith", keeps_order=False)
