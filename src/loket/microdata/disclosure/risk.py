"""
Measures of the risk of re-identification, counted on the full file by SQL.

For each combination of key variables: fk rows in the file, Fk the sum of their weights. The
individual risk is that of Benedetti and Franconi (1998) in the form used by sdcMicro
(``indivRisk``), with p = fk/Fk and q = 1 - p:

- fk = 1: p/q · ln(1/p)
- fk = 2: p/q - (p/q)² · ln(1/p)
- fk > 2: p / (fk - q)
- Fk <= fk: 1/fk

An empty key is a category of its own. (sdcMicro lets it match every category, which gives larger
fk; ours is the more careful reading.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from loket.microdata.codebook import DataFile
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, quoted, scan
from loket.microdata.errors import InvalidSelection

LEVELS = (2, 3, 5)
# Where p is so near 1, the formulas for fk = 1 and 2 lose their digits; their limit is 1/fk.
_NEAR_ONE = 1e-6


@dataclass(frozen=True, slots=True)
class Diversity:
    """Distinct values of a sensitive variable: the fewest in a cell, and rows in cells with 1."""

    fewest: int
    rows_alike: int


@dataclass(frozen=True, slots=True)
class Risk:
    """
    The risk of one file over ``keys``.

    ``below`` counts, for each k of 2, 3 and 5, the rows whose combination occurs fewer than k
    times. ``expected`` is the number of rows expected to be re-identified by somebody who links
    them all; ``above`` counts rows with a risk over ``threshold``. ``household_highest`` and
    ``households_expected`` are given where a household key was.
    """

    keys: tuple[str, ...]
    rows: int
    cells: int
    smallest: int
    below: Mapping[int, int]
    expected: float
    highest: float
    threshold: float
    above: int
    household_highest: float | None = None
    households_expected: float | None = None
    diversity: Mapping[str, Diversity] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Return the measures as JSON values; real numbers have four digits."""
        return {
            "keys": list(self.keys),
            "rows": self.rows,
            "cells": self.cells,
            "smallest": self.smallest,
            "below": {str(k): n for k, n in self.below.items()},
            "expected": float(f"{self.expected:.4g}"),
            "highest": float(f"{self.highest:.4g}"),
            "threshold": self.threshold,
            "above": self.above,
            "household_highest": _short(self.household_highest),
            "households_expected": _short(self.households_expected),
            "diversity": {
                name: {"fewest": each.fewest, "rows_alike": each.rows_alike}
                for name, each in self.diversity.items()
            },
        }


def file_risk(
    edition: Edition,
    file: DataFile,
    keys: Sequence[str],
    *,
    sensitive: Sequence[str] = (),
    household: Sequence[str] = (),
    threshold: float = 0.1,
) -> Risk:
    """
    Measure the whole master of ``file`` over the key variables ``keys``.

    :raises UnknownVariable: if a variable is not in the file
    :raises InvalidSelection: if no key is given
    """
    for name in (*keys, *sensitive, *household):
        file.variable(name)
    with connected() as connection:
        return measure(
            connection,
            scan(edition.master(file)),
            keys,
            weight=file.weight,
            sensitive=sensitive,
            household=household,
            threshold=threshold,
        )


def measure(
    connection: duckdb.DuckDBPyConnection,
    rows_sql: str,
    keys: Sequence[str],
    *,
    weight: str = "",
    sensitive: Sequence[str] = (),
    household: Sequence[str] = (),
    threshold: float = 0.1,
) -> Risk:
    """
    Measure the rows of ``rows_sql`` (a table, or a query in brackets).

    Without ``weight`` the rows are taken for the whole population. :raises InvalidSelection: if
    no key is given
    """
    if not keys:
        raise InvalidSelection(
            id="risiko memerlukan sedikitnya satu variabel kunci",
            en="risk needs at least one key variable",
        )
    below = ", ".join(f"coalesce(sum(fk) FILTER (WHERE fk < {k}), 0)" for k in LEVELS)
    row = connection.execute(
        "SELECT coalesce(sum(fk), 0), count(*), coalesce(min(fk), 0), "  # noqa: S608
        "coalesce(sum(fk * risk), 0), coalesce(max(risk), 0), "
        f"coalesce(sum(fk) FILTER (WHERE risk > {threshold!r}), 0), {below} "
        f"FROM ({cells_sql(rows_sql, keys, weight)})"
    ).fetchone()
    rows, count, smallest, expected, highest, above, *under = row or (0,) * (6 + len(LEVELS))
    home_highest, homes_expected = (
        _households(connection, rows_sql, keys, weight, household) if household else (None, None)
    )
    return Risk(
        keys=tuple(keys),
        rows=int(rows),
        cells=int(count),
        smallest=int(smallest),
        below={k: int(n) for k, n in zip(LEVELS, under, strict=True)},
        expected=float(expected),
        highest=float(highest),
        threshold=threshold,
        above=int(above),
        household_highest=home_highest,
        households_expected=homes_expected,
        diversity={name: _diversity(connection, rows_sql, keys, name) for name in sensitive},
    )


def cells_sql(rows_sql: str, keys: Sequence[str], weight: str = "") -> str:
    """Return SQL giving each combination of ``keys`` with ``fk``, ``population`` and ``risk``."""
    names = ", ".join(map(quoted, keys))
    total = f"coalesce(sum({quoted(weight)}), 0)" if weight else "count(*)"
    return (
        f"SELECT *, {_risk_sql()} AS risk FROM (SELECT {names}, count(*) AS fk, "  # noqa: S608
        f"CAST({total} AS DOUBLE) AS population FROM {rows_sql} GROUP BY {names})"
    )


def _risk_sql() -> str:
    p = "(fk / population)"
    odds = f"({p} / (1 - {p}))"
    return (
        f"CASE WHEN population <= fk * (1 + {_NEAR_ONE}) THEN 1.0 / fk "
        f"WHEN fk = 1 THEN {odds} * ln(1 / {p}) "
        f"WHEN fk = 2 THEN {odds} - {odds} * {odds} * ln(1 / {p}) "
        f"ELSE {p} / (fk - (1 - {p})) END"
    )


def _households(
    connection: duckdb.DuckDBPyConnection,
    rows_sql: str,
    keys: Sequence[str],
    weight: str,
    household: Sequence[str],
) -> tuple[float, float]:
    """Risk that any member is re-identified: 1 - the product of (1 - risk)."""
    on = " AND ".join(f"r.{quoted(k)} IS NOT DISTINCT FROM c.{quoted(k)}" for k in keys)
    homes = ", ".join(f"r.{quoted(name)}" for name in household)
    query = (
        "SELECT coalesce(max(risk), 0), coalesce(sum(risk), 0) FROM ("  # noqa: S608
        "SELECT 1 - exp(sum(ln(greatest(1 - c.risk, 1e-300)))) AS risk "
        f"FROM {rows_sql} r JOIN ({cells_sql(rows_sql, keys, weight)}) c ON {on} GROUP BY {homes})"
    )
    row = connection.execute(query).fetchone()
    return (float(row[0]), float(row[1])) if row else (0.0, 0.0)


def _diversity(
    connection: duckdb.DuckDBPyConnection, rows_sql: str, keys: Sequence[str], name: str
) -> Diversity:
    names = ", ".join(map(quoted, keys))
    value = quoted(name)
    query = (
        "SELECT coalesce(min(l), 0), coalesce(sum(fk) FILTER (WHERE l < 2), 0) FROM ("  # noqa: S608
        f"SELECT count(*) AS fk, count(DISTINCT {value}) + CAST(bool_or({value} IS NULL) AS INT) "
        f"AS l FROM {rows_sql} GROUP BY {names})"
    )
    row = connection.execute(query).fetchone()
    return Diversity(int(row[0]), int(row[1])) if row else Diversity(0, 0)


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")
