"""
Counts of every variable's values, made once at import, published without small cells.

A cell below ``SMALLEST`` is withheld; when only one is, the next smallest is withheld with it, so
that it cannot be had by subtraction. Percentiles are given only where enough rows lie beyond.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from loket.microdata.codebook import Code, DataFile, Variable
from loket.microdata.engine import quoted, scan

SMALLEST = 5
MOST_CATEGORIES = 120
ENOUGH_FOR_PERCENTILES = 100
PERCENTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Counts:
    """
    Exact counts of one variable: for the office, not for publication.

    ``frequencies`` is None when there are more than ``MOST_CATEGORIES`` different values;
    ``percentiles`` and moments are of the values not declared missing.
    """

    rows: int
    nulls: int
    distinct: int
    frequencies: dict[Code, int] | None
    mean: float | None = None
    deviation: float | None = None
    percentiles: tuple[float, ...] = ()

    def published(self, variable: Variable) -> dict[str, Any]:
        """Return what may be shown to anybody, as JSON values."""
        shown: dict[str, Any] = {
            "rows": self.rows,
            "empty": _cell(self.nulls),
            "missing": _cell(self._missing(variable)),
        }
        if variable.security == "identifier":
            return shown
        categorical = self.frequencies is not None and _is_categorical(variable)
        if categorical and self.frequencies is not None:
            shown["frequencies"] = suppressed(self.frequencies, variable)
        if self.mean is not None and not (categorical and variable.values):
            shown |= {"mean": _short(self.mean), "deviation": _short(self.deviation)}
            shown["percentiles"] = [_short(p) for p in self.percentiles]
        return shown

    def _missing(self, variable: Variable) -> int:
        counted = self.frequencies or {}
        return sum(n for code, n in counted.items() if variable.missing.covers(code))


def _is_categorical(variable: Variable) -> bool:
    return bool(variable.values) or variable.measure in {"nominal", "ordinal"}


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")


def _cell(count: int) -> int | None:
    return count if count == 0 or count >= SMALLEST else None


def suppressed(frequencies: dict[Code, int], variable: Variable) -> list[dict[str, Any]]:
    """Return one row for each code, with ``n`` None where it is withheld."""
    codes = [v.code for v in variable.values]
    codes += sorted((c for c in frequencies if c not in codes), key=str)
    counts = {code: frequencies.get(code, 0) for code in codes}
    hidden = {code for code, n in counts.items() if 0 < n < SMALLEST}
    if len(hidden) == 1:
        left = {c: n for c, n in counts.items() if n and c not in hidden}
        if left:
            hidden.add(min(left, key=lambda code: left[code]))
    return [
        {
            "code": code,
            "label": variable.label_of(code, "id") or "",
            "label_en": variable.label_of(code, "en") or "",
            "missing": variable.missing.covers(code),
            "n": None if code in hidden else n,
        }
        for code, n in counts.items()
    ]


def count_file(
    connection: duckdb.DuckDBPyConnection, master: Path, file: DataFile
) -> dict[str, Counts]:
    """Count every variable of ``file`` in its master."""
    return {v.name: _count(connection, master, v, file.rows) for v in file.variables}


def _count(
    connection: duckdb.DuckDBPyConnection, master: Path, variable: Variable, rows: int
) -> Counts:
    name = quoted(variable.name)
    query = (
        f"SELECT {name}, count(*) FROM {scan(master)} "  # noqa: S608
        f"GROUP BY 1 ORDER BY 1 LIMIT {MOST_CATEGORIES + 2}"
    )
    counted = dict(connection.execute(query).fetchall())
    nulls = counted.pop(None, None)
    frequencies: dict[Code, int] | None = counted
    distinct = len(counted)
    if len(counted) > MOST_CATEGORIES or (variable.kind not in {"numeric", "text"}):
        nulls, distinct = _tally(connection, master, name)
        frequencies = None
    mean, deviation, percentiles = _moments(connection, master, variable, rows)
    return Counts(rows, nulls or 0, distinct, frequencies, mean, deviation, percentiles)


def _tally(connection: duckdb.DuckDBPyConnection, master: Path, name: str) -> tuple[int, int]:
    query = f"SELECT count(*) - count({name}), approx_count_distinct({name}) FROM {scan(master)}"  # noqa: S608
    row = connection.execute(query).fetchall()
    return int(row[0][0]), int(row[0][1])


def _moments(
    connection: duckdb.DuckDBPyConnection, master: Path, variable: Variable, rows: int
) -> tuple[float | None, float | None, tuple[float, ...]]:
    if variable.kind != "numeric" or rows < ENOUGH_FOR_PERCENTILES:
        return None, None, ()
    name = quoted(variable.name)
    valid = valid_sql(variable)
    percentiles = ", ".join(f"quantile_cont({name}, {p})" for p in PERCENTILES)
    query = (
        f"SELECT count(*), avg({name}), stddev_samp({name}), {percentiles} "  # noqa: S608
        f"FROM {scan(master)} WHERE {valid}"
    )
    (row,) = connection.execute(query).fetchall()
    if row[0] < ENOUGH_FOR_PERCENTILES:
        return None, None, ()
    return float(row[1]), float(row[2] or 0.0), tuple(float(p) for p in row[3:])


def valid_sql(variable: Variable) -> str:
    """Return the SQL condition that a value is present and not declared missing."""
    name = quoted(variable.name)
    said = [f"{name} IS NOT NULL"]
    codes = [c for c in variable.missing.codes if not isinstance(c, str)]
    if codes:
        said.append(f"{name} NOT IN ({', '.join(map(repr, codes))})")
    for low, high in variable.missing.ranges:
        bounds = []
        if low != float("-inf"):
            bounds.append(f"{name} >= {low!r}")
        if high != float("inf"):
            bounds.append(f"{name} <= {high!r}")
        said.append(f"NOT ({' AND '.join(bounds) or 'true'})")
    return " AND ".join(said)
