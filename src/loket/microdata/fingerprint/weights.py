"""
Marking by weights: pairs of households exchange a very small part of their weight.

Pairs lie in one regency and one combination of ``cells`` (stratum and household size), so the sum
of weights in each cell, and with it of weight times size, stays exactly as it was. In units of
the last stored decimal: w_a + s·e, w_b - s·e, with s = ±1 by the order's key and
e = max(1, floor(delta · min(w_a, w_b))). Every other weight of the household is changed by the
same factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loket.microdata.codebook import DataFile
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, quoted, scan
from loket.microdata.fingerprint.keys import OrderKey
from loket.microdata.fingerprint.permutation import Numbers, Permutation
from loket.microdata.fingerprint.units import numbered
from loket.microdata.regions import COLUMN

PAIRS, SIGNS = "pairs", "signs"


@dataclass(frozen=True, slots=True)
class WeightPairs:
    """
    Which weight is shifted: the household ``file``, and the variables of its ``cells``.

    ``per_million`` is the largest relative shift (100 for 1e-4).
    """

    file: str
    cells: tuple[str, ...]
    per_million: int = 100


@dataclass(frozen=True, slots=True)
class Pairs:
    """
    The pairs of one order: household numbers, their weights, shift ``e`` and sign ``s``.

    Weights and shifts are whole numbers, in units of the last stored decimal.
    """

    first: Numbers
    second: Numbers
    first_weight: Numbers
    second_weight: Numbers
    shift: Numbers
    sign: Numbers


@dataclass(frozen=True, slots=True)
class Households:
    """Households with a weight: number, weight in units, and the cell they may exchange in."""

    number: Numbers
    weight: Numbers
    cell: Numbers


def households(edition: Edition, plan: WeightPairs) -> tuple[Households, int]:
    """
    Return the households of the edition that have a weight, and its stored decimals.

    :raises UnknownVariable: if the file, its weight or a cell variable is not there
    """
    file = edition.codebook.file(plan.file)
    decimals = file.variable(file.weight).decimals
    where = _cells(file, plan)
    columns = ", ".join([*map(quoted, file.keys), quoted(file.weight)])
    master = scan(edition.master(file))
    rows = f"SELECT {columns}, dense_rank() OVER (ORDER BY {where}) AS cell FROM {master}"  # noqa: S608
    rows = f"SELECT * FROM ({rows}) WHERE {quoted(file.weight)} > 0"  # noqa: S608
    with connected() as connection:
        table, numbers = numbered(connection, edition, file.keys, rows)
        connection.register("numbers", table.append_column("number", [numbers]))
        found = connection.sql(
            f"SELECT n.number, r.cell, "  # noqa: S608
            f"CAST(round(r.{quoted(file.weight)} * 1e{decimals}) AS BIGINT) AS w "
            f" FROM ({rows}) r JOIN numbers n USING ({', '.join(map(quoted, file.keys))}) "
            "ORDER BY n.number"
        ).to_arrow_table()
    columns_ = [found.column(name).to_numpy().astype(np.int64) for name in ("number", "w", "cell")]
    return Households(*columns_), decimals


def pairs(homes: Households, key: OrderKey, plan: WeightPairs) -> Pairs:
    """Return the secret pairs of the order ``key`` among ``homes``."""
    order = Permutation(key.derived(PAIRS)).forward(homes.number)
    sorted_ = np.lexsort((order, homes.cell))
    cell = homes.cell[sorted_]
    starts = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]]) if len(cell) else np.zeros(0, int)
    place = np.arange(len(cell)) - np.repeat(starts, np.diff(np.r_[starts, len(cell)]))
    is_first = (place % 2 == 0) & np.r_[cell[1:] == cell[:-1], False][: len(cell)]
    first, second = sorted_[is_first], sorted_[np.flatnonzero(is_first) + 1]
    smaller = np.minimum(homes.weight[first], homes.weight[second])
    shift = np.maximum(1, smaller * plan.per_million // 1_000_000)
    usable = shift < smaller
    first, second, shift = first[usable], second[usable], shift[usable]
    coin = Permutation(key.derived(SIGNS)).forward(homes.number[first])
    return Pairs(
        first=homes.number[first],
        second=homes.number[second],
        first_weight=homes.weight[first],
        second_weight=homes.weight[second],
        shift=shift,
        sign=1 - 2 * (coin % 2),
    )


def factors(edition: Edition, key: OrderKey, plan: WeightPairs) -> dict[int, float]:
    """Return, for each marked household number, marked weight over true weight."""
    homes, _ = households(edition, plan)
    made = pairs(homes, key, plan)
    moved: NDArray[np.int64] = made.sign * made.shift
    up = (made.first_weight + moved) / made.first_weight
    down = (made.second_weight - moved) / made.second_weight
    numbers = np.concatenate([made.first, made.second]).tolist()
    return dict(zip(numbers, np.concatenate([up, down]).tolist(), strict=True))


def _cells(file: DataFile, plan: WeightPairs) -> str:
    for name in plan.cells:
        file.variable(name)
    region = [f"left({quoted(COLUMN)}, 4)"] if file.region else []
    return ", ".join([*region, *map(quoted, plan.cells)]) or "1"
