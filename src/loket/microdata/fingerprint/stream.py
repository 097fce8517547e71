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

from loket.microdata.fingerprint.permutation import Numbers

# Cells held at a time, give or take one regency.
CELLS = 1 << 22
MOST_CELLS = 1 << 24
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class MarkedStream:
    """
    A stream of batches marked.

    ``key`` and ``regency`` are places of columns. ``homes`` are the distinct keys, sorted; each
    has one of ``ids`` and of ``places`` (None: that mark is off), which have one entry more, for
    rows without a household.
    """

    key: int
    regency: tuple[int, ...]
    homes: pa.Array
    ids: Numbers | None
    places: Numbers | None

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the rows of ``batches`` marked."""
        pieces = batches if self.places is None else self._regencies(batches)
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
        found = self._found(batch.column(self.key))
        is_known = found >= 0
        if self.ids is not None:
            batch = self._with_ids(batch, self.ids[found], is_known)
        if self.places is None:
            return batch
        place = np.where(is_known, self.places[found], LAST)
        order = np.lexsort((place, np.cumsum(self._begins(batch))))
        return batch.take(pa.array(order))

    def _found(self, keys: pa.Array) -> Numbers:
        """Return the place among ``homes`` of each key; -1 for an empty one."""
        if not pa.types.is_integer(keys.type):
            found = pc.fill_null(pc.index_in(keys, self.homes), -1)
            return np.asarray(found.to_numpy(zero_copy_only=False)).astype(np.int64)
        homes = self.homes.to_numpy().astype(np.int64)
        wanted = pc.fill_null(keys.cast(pa.int64()), -1).to_numpy()
        found = np.minimum(np.searchsorted(homes, wanted), max(len(homes) - 1, 0))
        return np.where(homes[found] == wanted, found, -1) if len(homes) else found - 1

    def _with_ids(
        self, batch: pa.RecordBatch, ids: Numbers, is_known: npt.NDArray[np.bool_]
    ) -> pa.RecordBatch:
        field = batch.schema.field(self.key)
        column = pa.array(ids, mask=~is_known).cast(field.type)
        return batch.set_column(self.key, field, column)
