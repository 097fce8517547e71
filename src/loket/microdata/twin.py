"""
The acceptance twin: every delivered file is read again by another program and compared with the
master, cell by cell and label by label, before anybody gets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from loket.microdata.comparing import Tally, compare
from loket.microdata.definition.model import Definition
from loket.microdata.describing import compare_descriptions
from loket.microdata.edition import Edition
from loket.microdata.engine import connected
from loket.microdata.errors import MicrodataError
from loket.microdata.extract import Rewrite, rows_of
from loket.microdata.formats.dbf_write import layout
from loket.microdata.formats.fitting import Column, Fitted
from loket.microdata.formats.sink import Written
from loket.microdata.formats.xlsx_write import ROUNDING, is_rounded
from loket.microdata.plan import deliveries
from loket.microdata.second_readers import Reread, reread


@dataclass(frozen=True, slots=True)
class FileTwin:
    """
    What the second reader found in one file.

    ``facts`` is how many labels, missing values, measures and formats were compared; ``faults``
    are for people, in both languages.
    """

    name: str
    program: str
    rows: int
    tallies: Mapping[str, Tally]
    facts: int
    faults: tuple[tuple[str, str], ...]

    @property
    def cells(self) -> int:
        """Cells compared."""
        return sum(tally.cells for tally in self.tallies.values())


@dataclass(frozen=True, slots=True)
class Twin:
    """The result for a whole delivery."""

    files: tuple[FileTwin, ...]

    @property
    def passed(self) -> bool:
        """True if nothing at all differs."""
        return not any(file.faults for file in self.files)


def verify(
    edition: Edition,
    definition: Definition,
    written: Sequence[Written],
    *,
    rewrite: Rewrite | None = None,
) -> Twin:
    """
    Compare what ``extract`` wrote with what the definition orders.

    Faults are reported, not raised: a file that cannot even be read is one.
    """
    with connected() as connection:
        found = []
        for query, file in zip(deliveries(edition, definition), written, strict=True):
            _, rows = rows_of(connection, edition, query, rewrite)
            found.append(_verify(file, rows.batches))
    return Twin(tuple(found))


def _verify(written: Written, batches: Iterator[pa.RecordBatch]) -> FileTwin:
    try:
        second = reread(written.path, written.fitted.language)
        return _compared(written, second, batches)
    except (MicrodataError, OSError, ValueError, duckdb.Error, pa.ArrowException) as error:
        fault = (f"tidak terbaca: {error}", f"cannot be read: {error}")
        return FileTwin(written.path.name, "", 0, {}, 0, (fault,))


class _Wanted:
    """The master's rows, handed out in pieces of whatever length the second reader has."""

    def __init__(self, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._left: list[pa.RecordBatch] = []
        self._have = 0

    def take(self, rows: int) -> pa.Table | None:
        """Return the next ``rows`` rows; None if there are not so many."""
        while self._have < rows:
            batch = next(self._batches, None)
            if batch is None:
                return None
            self._left.append(batch)
            self._have += batch.num_rows
        table = pa.Table.from_batches(self._left)
        self._left = table.slice(rows).to_batches()
        self._have -= rows
        return table.slice(0, rows)

    def is_empty(self) -> bool:
        """Tell whether all rows have been handed out."""
        return self._have == 0 and all(b.num_rows == 0 for b in self._batches)


def _compared(written: Written, second: Reread, batches: Iterator[pa.RecordBatch]) -> FileTwin:
    fitted = written.fitted
    faults = _name_faults(fitted, second)
    tallies = {c.variable.name: Tally() for c in fitted.columns}
    wanted = _Wanted(batches)
    seen = [0]

    def take(batch: pa.RecordBatch) -> None:
        if batch.num_rows == 0:
            return
        rows = wanted.take(batch.num_rows)
        if rows is not None and not faults:
            _compare_batch(fitted, tallies, rows, batch, seen[0] + 1, written.format.word)
        seen[0] += batch.num_rows

    second.feed(take)
    if seen[0] != written.rows or not wanted.is_empty():
        said = f"{seen[0]} ≠ {written.rows}"
        faults.append((f"jumlah baris berbeda: {said}", f"the number of rows differs: {said}"))
    faults += _cell_faults(tallies)
    facts, description_faults = compare_descriptions(fitted, second.described)
    return FileTwin(
        written.path.name,
        second.program,
        seen[0],
        tallies,
        facts,
        (*faults, *description_faults),
    )


def _compare_batch(
    fitted: Fitted,
    tallies: Mapping[str, Tally],
    rows: pa.Table,
    batch: pa.RecordBatch,
    first: int,
    word: str,
) -> None:
    for index, column in enumerate(fitted.columns):
        compare(
            tallies[column.variable.name],
            column.variable,
            rows.column(index),
            batch.column(index),
            first=first,
            decimals=_allowed(column, word),
            relative=ROUNDING if word == "xlsx" and is_rounded(column.variable) else 0.0,
        )


def _allowed(column: Column, word: str) -> int | None:
    """Decimals that the format announced to keep, where it announced a rounding."""
    if word == "dbf" and column.variable.kind == "datetime":
        return 0
    if word != "dbf" or column.variable.kind != "numeric":
        return None
    field = layout(column.name, column.variable)
    return field.decimals if field.decimals < column.variable.decimals else None


def _name_faults(fitted: Fitted, second: Reread) -> list[tuple[str, str]]:
    wanted = tuple(c.name for c in fitted.columns)
    if second.names[: len(wanted)] == wanted:
        return []
    differing = [n for n in second.names if n not in wanted] or list(second.names)
    said = ", ".join(differing[:10])
    return [(f"nama variabel berbeda: {said}", f"names of variables differ: {said}")]


def _cell_faults(tallies: Mapping[str, Tally]) -> list[tuple[str, str]]:
    faults = []
    for name, tally in tallies.items():
        if tally.different:
            rows = ", ".join(map(str, tally.places))
            faults.append(
                (
                    f"{name}: {tally.different} sel berbeda, antara lain baris {rows}",
                    f"{name}: {tally.different} cells differ, among them rows {rows}",
                )
            )
    return faults
