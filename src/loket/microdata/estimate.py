"""
How many bytes a definition will be, before anything is written.

Stata and dBASE rows have one size, so counting rows is enough; compressed SPSS rows are summed up
in SQL by the rules of their codes; CSV likewise, but for fractions, whose digits are bounded.
Other formats are measured by writing them to a scratch folder.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from loket.microdata.definition.model import Definition
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, quoted
from loket.microdata.extract import extract, fitted_to, whole_bounds
from loket.microdata.formats.dbf_write import header, layout
from loket.microdata.formats.dta_blocks import frame
from loket.microdata.formats.dta_write import without_rows
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.sav_blocks import GREATEST, LEAST, slots
from loket.microdata.formats.sav_write import LONGEST_PLAIN_TEXT, dictionary
from loket.microdata.formats.writers import format_named
from loket.microdata.plan import deliveries

# A fraction is written in DuckDB's digits give or take an exponent and a trailing ".0".
CSV_SHORTER, CSV_LONGER = 2, 6


@dataclass(frozen=True, slots=True)
class FileEstimate:
    """Size of one file in bytes: between ``low`` and ``high``, which are the same when exact."""

    name: str
    rows: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """Size of all data files of a definition."""

    files: tuple[FileEstimate, ...]

    @property
    def low(self) -> int:
        """Not fewer bytes than this."""
        return sum(file.low for file in self.files)

    @property
    def high(self) -> int:
        """Not more bytes than this."""
        return sum(file.high for file in self.files)

    @property
    def is_exact(self) -> bool:
        """Tell whether this is the size itself."""
        return self.low == self.high


def estimate(edition: Edition, definition: Definition) -> Estimate:
    """
    Return the size of the data files that ``definition`` orders.

    :raises MicrodataError: as ``extract`` does
    """
    format_ = format_named(definition.format)
    found = []
    with connected() as connection:
        for query in deliveries(edition, definition):
            fitted = fitted_to(format_, query.file, definition.language)
            bounds = whole_bounds(edition, query)
            counting = _Counting(connection, query.sql, fitted, bounds)
            formula = _FORMULAS.get(format_.word)
            sizes = formula(counting) if formula else None
            if sizes is None:
                return measure(edition, definition)
            found.append(FileEstimate(query.file.name, counting.rows(), *sizes))
    return Estimate(tuple(found))


def measure(edition: Edition, definition: Definition) -> Estimate:
    """Return the exact size, found by writing the files to a scratch folder."""
    with tempfile.TemporaryDirectory() as scratch:
        written = extract(edition, definition, Path(scratch))
        return Estimate(
            tuple(FileEstimate(w.fitted.file.name, w.rows, w.bytes, w.bytes) for w in written)
        )


@dataclass(frozen=True, slots=True)
class _Counting:
    connection: duckdb.DuckDBPyConnection
    sql: str
    fitted: Fitted
    bounds: Mapping[str, tuple[int, int]]

    def rows(self) -> int:
        return self.totals([])[0]

    def totals(self, sums: list[str]) -> list[int]:
        """Return the number of rows, and each sum over them."""
        columns = ", ".join(["count(*)", *(f"coalesce(sum({s}), 0)" for s in sums)])
        query = f"SELECT {columns} FROM ({self.sql})"  # noqa: S608
        (row,) = self.connection.execute(query).fetchall()
        return [int(value) for value in row]

    def schema(self) -> pa.Schema:
        relation: Any = self.connection.sql(f"SELECT * FROM ({self.sql}) LIMIT 0")  # noqa: S608
        return relation.to_arrow_table().schema


def _dta(counting: _Counting) -> tuple[int, int]:
    empty = without_rows(counting.fitted, counting.schema(), counting.bounds)
    made = frame(empty, 0)
    size = made.empty_bytes + counting.rows() * made.row.itemsize
    return size, size


def _dbf(counting: _Counting) -> tuple[int, int]:
    fields = [layout(c.name, c.variable) for c in counting.fitted.columns]
    record = 1 + sum(f.width for f in fields)
    size = len(header(fields, 0)) + counting.rows() * record + 1
    return size, size


def _sav(counting: _Counting) -> tuple[int, int] | None:
    columns = counting.fitted.columns
    widths = [c.variable.width if c.variable.kind == "text" else None for c in columns]
    if any(width is not None and width > LONGEST_PLAIN_TEXT for width in widths):
        return None
    schema = pa.schema(
        [pa.field(c.name, counting.schema().field(i).type) for i, c in enumerate(columns)]
    )
    head = len(dictionary(counting.fitted, schema, 0, "rows"))
    _, words = slots(widths)
    sums = list(_sav_words(counting.fitted))
    rows, *found = counting.totals([sum_ for sum_, _ in sums])
    blocks = -(-rows * words // 8)
    literals = sum(found[i] for i, (_, is_blank) in enumerate(sums) if not is_blank)
    blanks = sum(found[i] for i, (_, is_blank) in enumerate(sums) if is_blank)
    high = head + 8 * (blocks + literals)
    return high - 8 * blanks, high


def _sav_words(fitted: Fitted) -> Iterator[tuple[str, bool]]:
    """
    Yield sums of the words that follow their code; and of words that may be blank within a text.
    """
    for column in fitted.columns:
        name = quoted(column.variable.name)
        if column.variable.kind == "text":
            yield f"ceil(strlen(rtrim({name}, ' ')) / 8.0)", False
            gaps = f"len(regexp_extract_all(rtrim({name}, ' '), ' {{8}}'))"
            yield gaps, True
        elif column.variable.kind == "numeric":
            small = f"{name} BETWEEN {LEAST} AND {GREATEST} AND {name} = round({name})"
            yield f"({name} IS NOT NULL AND NOT ({small}))::INT", False
        else:
            yield f"({name} IS NOT NULL)::INT", False


def _csv(counting: _Counting) -> tuple[int, int]:
    columns = counting.fitted.columns
    schema = counting.schema()
    sums = []
    for index, column in enumerate(columns):
        name = quoted(column.variable.name)
        if column.variable.kind == "text":
            quotes = f"(regexp_matches({name}, '[,\"\\r\\n]') OR {name} = '')::INT * 2"
            doubled = f"strlen({name}) - strlen(replace({name}, '\"', ''))"
            sums.append(f"strlen({name}) + {quotes} + {doubled}")
        elif pa.types.is_floating(schema.field(index).type):
            sums.append(f"strlen(CAST({name} AS VARCHAR))")
        elif column.variable.kind == "date":
            sums.append(f"CASE WHEN {name} IS NULL THEN 0 ELSE 10 END")
        elif column.variable.kind == "datetime":
            sums.append(f"CASE WHEN {name} IS NULL THEN 0 ELSE 26 END")
        else:
            sums.append(f"strlen(CAST({name} AS VARCHAR))")
    floats = [
        f"({quoted(c.variable.name)} IS NOT NULL)::INT"
        for i, c in enumerate(columns)
        if pa.types.is_floating(schema.field(i).type)
    ]
    rows, *found = counting.totals([*sums, *floats])
    head = sum(len(f'"{c.name}"'.encode()) for c in columns) + len(columns)
    size = head + rows * len(columns) + sum(found[: len(sums)])
    fractions = sum(found[len(sums) :])
    return size - CSV_SHORTER * fractions, size + CSV_LONGER * fractions


_FORMULAS: Mapping[str, Callable[[_Counting], tuple[int, int] | None]] = {
    "dta": _dta,
    "dbf": _dbf,
    "sav": _sav,
    "csv": _csv,
}
