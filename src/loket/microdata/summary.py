"""
Counts of every variable's values, made once at import, published without small cells.

A cell below ``SMALLEST`` is withheld, that of the empty values among them, and so many further
ones, the smallest first, that what is missing from the total is at least two cells and at least
five rows: nothing can be had by subtraction. Percentiles are given only where enough rows lie
beyond.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loket.microdata.codebook import Code, DataFile, Missing, Variable
from loket.microdata.formats.held import Numbers

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
            rows, hides_empty = suppressed(self.frequencies, variable, self.nulls)
            shown["frequencies"] = rows
            if hides_empty:
                shown["empty"] = None
            if any(row["n"] is None and row["missing"] for row in rows):
                shown["missing"] = None
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


def suppressed(
    frequencies: dict[Code, int], variable: Variable, nulls: int
) -> tuple[list[dict[str, Any]], bool]:
    """
    Return one row for each code, with ``n`` None where it is withheld, and whether the number of
    empty values has to be withheld too.
    """
    codes = [v.code for v in variable.values]
    codes += sorted((c for c in frequencies if c not in codes), key=str)
    counts = {code: frequencies.get(code, 0) for code in codes}
    cells: dict[Code | None, int] = {None: nulls}
    cells.update(counts.items())
    hidden = _withheld(cells)
    rows: list[dict[str, Any]] = [
        {
            "code": code,
            "label": variable.label_of(code, "id") or "",
            "label_en": variable.label_of(code, "en") or "",
            "missing": variable.missing.covers(code),
            "n": None if code in hidden else n,
        }
        for code, n in counts.items()
    ]
    return rows, None in hidden


def _withheld(counts: Mapping[Code | None, int]) -> set[Code | None]:
    """Return the cells to withhold, the smallest first; None stands for the empty values."""
    hidden = {code for code, n in counts.items() if 0 < n < SMALLEST}
    left = sorted((n, str(code), code) for code, n in counts.items() if n >= SMALLEST)
    for _, _, code in left:
        if not hidden or (len(hidden) > 1 and sum(counts[c] for c in hidden) >= SMALLEST):
            break
        hidden.add(code)
    return hidden


def count_file(master: Path, file: DataFile) -> dict[str, Counts]:
    """Count every variable of ``file`` in its master; one column in memory at a time."""
    parquet = pq.ParquetFile(master)
    return {v.name: _count(parquet.read([v.name]).column(0), v) for v in file.variables}


def _count(column: pa.ChunkedArray, variable: Variable) -> Counts:
    counted = pc.value_counts(column.drop_null())
    frequencies: dict[Code, int] | None = None
    if len(counted) <= MOST_CATEGORIES and variable.kind in {"numeric", "text"}:
        pairs = zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True)
        frequencies = dict(sorted(pairs))
    moments = _moments(counted, variable)
    return Counts(len(column), column.null_count, len(counted), frequencies, *moments)


def _moments(
    counted: pa.StructArray, variable: Variable
) -> tuple[float | None, float | None, tuple[float, ...]]:
    """Return mean, deviation and percentiles, from the different values and how often each is."""
    if variable.kind != "numeric":
        return None, None, ()
    distinct = counted.field(0).cast(pa.float64())
    is_valid = _is_valid(distinct, variable.missing).to_numpy(zero_copy_only=False)
    values = distinct.to_numpy()[is_valid]
    times = counted.field(1).to_numpy()[is_valid]
    order = np.argsort(values)
    values, times = values[order], times[order]
    total = int(times.sum())
    if total < ENOUGH_FOR_PERCENTILES:
        return None, None, ()
    mean = float(values @ times / total)
    deviation = math.sqrt(float(((values - mean) ** 2) @ times) / (total - 1))
    return mean, deviation, tuple(_percentile(values, times.cumsum(), p) for p in PERCENTILES)


def _percentile(values: Numbers, ends: Numbers, share: float) -> float:
    """Return the percentile of sorted values that end at places ``ends``, between two linearly."""
    place = share * (int(ends[-1]) - 1)
    below, above = (
        float(values[np.searchsorted(ends, at, "right")])
        for at in (math.floor(place), math.ceil(place))
    )
    return below + (above - below) * (place - math.floor(place))


def _is_valid(values: pa.Array, missing: Missing) -> pa.Array:
    """Tell which values are not declared missing."""
    codes = pa.array([float(c) for c in missing.codes if not isinstance(c, str)], pa.float64())
    bad = pc.is_in(values, codes)
    for low, high in missing.ranges:
        inside = pc.and_(pc.greater_equal(values, low), pc.less_equal(values, high))
        bad = pc.or_(bad, inside)
    return pc.invert(bad)
