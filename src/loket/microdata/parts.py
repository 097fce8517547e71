"""
Files published in parts by range of provinces: ``…_11_31``, ``…_32_36``, ``…_51_97``.

Import makes one logical file of them; a definition may ask for the same parts again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import pyarrow as pa

from loket.microdata.codebook import DataFile, Part

RANGE = re.compile(r"_(\d\d)_(\d\d)$")


def stem_of(name: str) -> str:
    """Return the name of the logical file that a file called ``name`` is a part of."""
    return RANGE.sub("", name)


def range_of(name: str) -> tuple[str, str] | None:
    """Return the least and greatest province that a part's name tells, or None."""
    found = RANGE.search(name)
    return (found[1], found[2]) if found else None


def first_province(part: Part) -> str:
    """
    Return the province with which the range of ``part`` begins.

    :raises ValueError: if its name tells no range
    """
    bounds = range_of(part.name)
    if bounds is None:
        raise ValueError(f"{part.name} tells no range of provinces")
    return bounds[0]


def covered(file: DataFile, regions: Sequence[str]) -> tuple[Part, ...]:
    """
    Return the parts of ``file`` that hold some of ``regions`` (none given: all parts).

    Nothing if the file was not published in parts.
    """
    if not regions:
        return file.parts
    wanted = [code[:2] for code in regions]
    return tuple(part for part in file.parts if _holds(part, wanted))


def divided(
    file: DataFile, table: pa.Table, regions: Sequence[str]
) -> tuple[pa.Table, tuple[Part, ...]]:
    """
    Return the rows of ``table`` by province, and how many of them each covered part has.

    Without a region code among its columns the rows are shared out evenly.
    """
    parts = covered(file, regions)
    if not parts:
        return table, ()
    province = file.region[0].variable if file.region else ""
    if province not in table.column_names:
        ends = [table.num_rows * (n + 1) // len(parts) for n in range(len(parts))]
    else:
        table = table.sort_by(province)
        codes = [str(code)[:2] for code in table.column(province).to_pylist()]
        starts = [bisect_left(codes, first_province(part)) for part in parts[1:]]
        ends = [*starts, table.num_rows]
    rows = [end - start for start, end in pairwise([0, *ends])]
    return table, tuple(Part(p.name, n) for p, n in zip(parts, rows, strict=True))


def _holds(part: Part, provinces: Sequence[str]) -> bool:
    bounds = range_of(part.name)
    return bounds is None or any(bounds[0] <= each <= bounds[1] for each in provinces)
