"""Comparing columns cell by cell: what was ordered against what a second reader finds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.codebook import Variable

SHOWN = 10


@dataclass(slots=True)
class Tally:
    """
    What was found in one column.

    ``valid`` values, and of numbers the ``sum`` (and ``size``, that of their absolute values, to
    judge rounding by), of texts the ``length`` in characters: the
    re-check script finds the same figures in the delivered file.
    """

    cells: int = 0
    valid: int = 0
    sum: float = 0.0
    size: float = 0.0
    length: int = 0
    different: int = 0
    places: list[int] = field(default_factory=list)


def compare(
    tally: Tally,
    variable: Variable,
    wanted: pa.Array,
    found: pa.Array,
    *,
    first: int,
    decimals: int | None,
    relative: float = 0.0,
) -> None:
    """
    Add a batch to ``tally``; ``first`` is the number of its first row, counted from 1.

    ``decimals`` and ``relative`` allow for a loss that the format announced: numbers rounded to so
    many decimals, or by that share of themselves.
    """
    left, right = comparable(wanted, variable), comparable(found, variable)
    tally.cells += len(left)
    tally.valid += len(right) - right.null_count
    if variable.kind == "numeric":
        tally.sum = math.fsum((tally.sum, pc.sum(right).as_py() or 0.0))
        tally.size += pc.sum(pc.abs(right)).as_py() or 0.0
    elif pa.types.is_string(right.type):
        tally.length += pc.sum(pc.utf8_length(right)).as_py() or 0
    if left.equals(right):
        return
    same = pc.fill_null(_same(left, right, decimals, relative), False)
    both_null = pc.and_(left.is_null(), right.is_null())
    wrong = pc.indices_nonzero(pc.invert(pc.or_(same, both_null)))
    tally.different += len(wrong)
    tally.places += [first + i for i in wrong.to_pylist()[: SHOWN - len(tally.places)]]


def _same(left: pa.Array, right: pa.Array, decimals: int | None, relative: float) -> pa.Array:
    if decimals is not None and pa.types.is_timestamp(left.type):
        whole = pa.timestamp("s")
        return pc.equal(left.cast(whole, safe=False), right.cast(whole, safe=False))
    if relative and pa.types.is_floating(left.type):
        slack = pc.multiply(pc.abs(left), relative)
        return pc.less_equal(pc.abs(pc.subtract(left, right)), slack)
    if decimals is None or not pa.types.is_floating(left.type):
        return pc.equal(left, right)
    return pc.less_equal(pc.abs(pc.subtract(left, right)), 0.51 * 10.0**-decimals)


def comparable(array: pa.Array, variable: Variable) -> pa.Array:
    """Return a column in the type of its kind; an empty text is no different from none."""
    if variable.kind == "numeric":
        return _plain(array).cast(pa.float64())
    if variable.kind == "date":
        return _plain(array).cast(pa.date32())
    if variable.kind == "datetime":
        return _plain(array).cast(pa.timestamp("us")).cast(pa.timestamp("ms"), safe=False)
    trimmed = pc.utf8_rtrim(_plain(array).cast(pa.string()), " ")
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _plain(array: pa.Array) -> pa.Array:
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
