"""
Marking rows as they pass: surrogate ids, and the keyed order of households within each regency.

Rows come with each regency together. Whole regencies are put in order at a time, members of a
household keeping theirs; the result is that of one sort of the whole file by regency and place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.fingerprint.permutation import Numbers, Permutation

# Cells held at a time, give or take one regency.
CELLS = 1 << 21
MOST_CELLS = 1 << 24
MANY_ROWS = 30_000
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Homes:
    """The distinct ``keys`` of households and the number of each, where it is not the key."""

    keys: pa.Array
    numbers: Numbers

    def numbers_of(self, keys: pa.Array) -> Numbers:
        """Return the number of each row's household; -1 where there is none."""
        found = pc.fill_null(pc.index_in(keys.cast(self.keys.type), self.keys), -1)
        places = np.asarray(found.to_numpy(zero_copy_only=False))
        numbers: Numbers = np.append(self.numbers, -1)[places]
        return numbers


@dataclass(slots=True)
class MarkedStream:
    """
    A stream of batches marked.

    ``key`` and ``regency`` are places of columns. Without ``homes``, keys are their own numbers.
    ``ids`` and ``order`` permute the numbers of households; None: that mark is off.
    """

    key: int
    regency: tuple[int, ...]
    homes: Homes | None
    ids: Permutation | None
    order: Permutation | None
    _rows: int = 0

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of ``batches`` marked."""
        pieces = batches if self.order is None else self._regencies(batches)
        for batch in pieces:
            if batch.num_rows:
                yield self._marked(batch)

    def _regencies(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Cut the stream anew, between regencies."""
        kept: list[pa.RecordBatch] = []
        cells = 0
        for batch in batches:
            if not batch.num_rows:
                continue
            kept.append(batch)
            cells += batch.num_rows * batch.num_columns
            if cells < CELLS:
                continue
            whole = pa.concat_batches(kept)
            starts = np.flatnonzero(self._begins(whole))
            kept, last = [whole], int(starts[-1]) if len(starts) else 0
            if last:
                yield whole.slice(0, last)
                kept = [whole.slice(last)]
            cells = kept[0].num_rows * batch.num_columns
        if kept:
            yield pa.concat_batches(kept)

    def _begins(self, batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
        """Tell of each row whether a regency begins with it; the first row is not counted."""
        begins = np.zeros(batch.num_rows, np.bool_)
        for place in self.regency:
            codes = batch.column(place)
            differ = pc.fill_null(
                pc.not_equal(codes.slice(1), codes.slice(0, len(codes) - 1)), True
            )
            begins[1:] |= differ.to_numpy(zero_copy_only=False)
        return begins

    def _marked(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        numbers = self._numbers(batch.column(self.key))
        self._draw(len(numbers))
        if self.ids is not None:
            batch = self._with_ids(batch, _permuted(self.ids, numbers))
        if self.order is None:
            return batch
        place = _permuted(self.order, numbers)
        place[place < 0] = LAST
        order = np.lexsort((place, np.cumsum(self._begins(batch))))
        return batch.take(pa.array(order))

    def _numbers(self, keys: pa.Array) -> Numbers:
        if self.homes is not None:
            return self.homes.numbers_of(keys)
        return np.asarray(pc.fill_null(keys.cast(pa.int64()), -1).to_numpy())

    def _draw(self, rows: int) -> None:
        """In a long stream, draw the tables of the permutations once."""
        self._rows += rows
        if self._rows > MANY_ROWS:
            for permutation in (self.ids, self.order):
                if permutation is not None:
                    permutation.draw()

    def _with_ids(self, batch: pa.RecordBatch, ids: Numbers) -> pa.RecordBatch:
        field = batch.schema.field(self.key)
        column = pa.array(ids, mask=ids < 0).cast(field.type)
        return batch.set_column(self.key, field, column)


def _permuted(permutation: Permutation, numbers: Numbers) -> Numbers:
    """Permute the numbers; -1 stays."""
    is_known = numbers >= 0
    if is_known.all():
        return permutation.forward(numbers)
    found = np.full(len(numbers), -1, np.int64)
    found[is_known] = permutation.forward(numbers[is_known])
    return found
