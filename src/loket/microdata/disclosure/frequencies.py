"""
Frequency tables fit for publication: small cells withheld, and others with them.

A cell of 1 to 4 rows is withheld. As totals are published, so many further cells of its row and
its column are withheld, the smallest first, that what is missing from each line is at least two
cells and at least five rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loket.microdata.codebook import Code, DataFile
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, quoted, scan

SMALLEST = 5
_FEWEST_HIDDEN = 2
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """
    Rows by columns; a cell is None when withheld. Totals are those of all cells.

    ``row_codes`` and ``column_codes`` name the lines; None stands for empty values.
    """

    row_codes: tuple[Code | None, ...]
    column_codes: tuple[Code | None, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int


def cross_table(edition: Edition, file: DataFile, rows: str, columns: str) -> FrequencyTable:
    """
    Count ``file`` by two of its variables and withhold what must be.

    A line whose total is itself small is left out, and is missing from the totals.

    :raises UnknownVariable: if a variable is not in the file
    """
    file.variable(rows)
    file.variable(columns)
    a, b = quoted(rows), quoted(columns)
    query = f"SELECT {a}, {b}, count(*) FROM {scan(edition.master(file))} GROUP BY 1, 2"  # noqa: S608
    with connected() as connection:
        counted = {(r, c): n for r, c, n in connection.execute(query).fetchall()}
    row_codes = _lines(counted, 0)
    column_codes = _lines(counted, 1)
    cells = [[int(counted.get((r, c), 0)) for c in column_codes] for r in row_codes]
    kept_rows, kept_columns = _kept(cells)
    return protected(
        tuple(row_codes[i] for i in kept_rows),
        tuple(column_codes[j] for j in kept_columns),
        [[cells[i][j] for j in kept_columns] for i in kept_rows],
    )


def protected(
    row_codes: Sequence[Code | None], column_codes: Sequence[Code | None], cells: list[list[int]]
) -> FrequencyTable:
    """Return the table of ``cells`` with small ones, and what would give them away, withheld."""
    hidden = withheld(cells)
    return FrequencyTable(
        tuple(row_codes),
        tuple(column_codes),
        tuple(
            tuple(None if (i, j) in hidden else n for j, n in enumerate(line))
            for i, line in enumerate(cells)
        ),
        tuple(sum(line) for line in cells),
        tuple(sum(column) for column in zip(*cells, strict=True)),
        sum(map(sum, cells)),
    )


def withheld(cells: list[list[int]]) -> set[Place]:
    """Return the places to withhold in a table whose totals are published."""
    hidden = {
        (i, j)
        for i, line in enumerate(cells)
        for j, count in enumerate(line)
        if 0 < count < SMALLEST
    }
    lines = [[(i, j) for j in range(len(line))] for i, line in enumerate(cells)]
    lines += [[(i, j) for i in range(len(cells))] for j in range(len(cells[0]) if cells else 0)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            further = _further(cells, line, hidden)
            if further is not None:
                hidden.add(further)
                changed = True
    return hidden


def _further(cells: list[list[int]], line: list[Place], hidden: set[Place]) -> Place | None:
    """Return the next cell to withhold in ``line``, or None when it is protected."""
    mine = [place for place in line if place in hidden]
    if not mine:
        return None
    missing = sum(cells[i][j] for i, j in mine)
    if len(mine) >= _FEWEST_HIDDEN and missing >= SMALLEST:
        return None
    open_ = [place for place in line if place not in hidden and cells[place[0]][place[1]]]
    # A cell already withheld in its other line costs nothing there, but smallest first is enough.
    return min(open_, key=lambda place: (cells[place[0]][place[1]], place), default=None)


def _lines(counted: dict[tuple[Code | None, Code | None], int], side: int) -> list[Code | None]:
    found = {key[side] for key in counted}
    return sorted(found, key=lambda code: (code is None, isinstance(code, str), code or 0))


def _kept(cells: list[list[int]]) -> tuple[list[int], list[int]]:
    """Leave out lines with a small total until none is left."""
    rows = list(range(len(cells)))
    columns = list(range(len(cells[0]) if cells else 0))
    while True:
        small_row = next((i for i in rows if sum(cells[i][j] for j in columns) < SMALLEST), None)
        if small_row is not None:
            rows.remove(small_row)
            continue
        small = next((j for j in columns if sum(cells[i][j] for i in rows) < SMALLEST), None)
        if small is None:
            return rows, columns
        columns.remove(small)
