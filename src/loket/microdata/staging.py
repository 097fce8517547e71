"""
The first pass over a data file: raw rows to Parquet, and what the values need to be stored.

Nothing is held but one batch; each batch adds to the facts of its columns.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.held import held
from loket.microdata.formats.source import Source

EXACT = 2**53
INTEGERS = (("TINYINT", 2**7), ("SMALLINT", 2**15), ("INTEGER", 2**31), ("BIGINT", 2**63))


@dataclass(slots=True)
class Facts:
    """What one column holds: bounds of numbers, bytes of texts."""

    nulls: int = 0
    whole: bool = True
    low: float = math.inf
    high: float = -math.inf
    decimals: int = 0
    bytes: int = 0

    @property
    def digits(self) -> int:
        """Characters before the point, with the sign."""
        if self.low > self.high:
            return 1
        return max(len(f"{math.trunc(b):d}") for b in (self.low, self.high)) + (
            1 if -1 < self.low < 0 else 0
        )

    @property
    def storage(self) -> str:
        """The narrowest DuckDB type for the numbers."""
        if not self.whole:
            return "DOUBLE"
        for name, bound in INTEGERS:
            if -bound <= self.low and self.high < bound:
                return name
        return "TINYINT" if self.low > self.high else "DOUBLE"


@dataclass(slots=True)
class Staged:
    """A staged file: Parquet of raw rows, their count by source, and the facts by column."""

    path: Path
    schema: pa.Schema
    rows: list[int] = field(default_factory=list)
    facts: dict[str, Facts] = field(default_factory=dict)


def stage(sources: Iterable[Source], path: Path) -> Staged:
    """
    Write the rows of ``sources``, one after another, to ``path``.

    :raises UnreadableFile: if the sources do not have the same columns
    """
    sources = list(sources)
    schema = _common(sources)
    staged = Staged(path, schema, facts={f.name: Facts() for f in schema})
    with pq.ParquetWriter(path, schema, compression="lz4", write_statistics=False) as writer:
        for source in sources:
            staged.rows.append(0)

            def take(batch: pa.RecordBatch) -> None:
                batch = _conformed(batch, schema)
                staged.rows[-1] += batch.num_rows
                for index, name in enumerate(schema.names):
                    observe(staged.facts[name], batch.column(index))
                writer.write_batch(batch)

            source.feed(take)
    return staged


def _common(sources: list[Source]) -> pa.Schema:
    first = sources[0]
    for other in sources[1:]:
        if other.schema.names != first.schema.names:
            differing = sorted(set(other.schema.names) ^ set(first.schema.names))
            raise UnreadableFile(
                id=f"kolomnya berbeda dari {first.file.name}: {', '.join(differing[:5])}; "
                "bagian satu berkas harus sama susunannya",
                en=f"its columns differ from {first.file.name}: {', '.join(differing[:5])}; "
                "parts of one file must have the same layout",
                place=other.file.name,
            )
    fields = []
    for index, name in enumerate(first.schema.names):
        types = {source.schema.field(index).type for source in sources}
        fields.append(pa.field(name, types.pop() if len(types) == 1 else _wider(types)))
    return pa.schema(fields)


def _wider(types: set[pa.DataType]) -> pa.DataType:
    return pa.string() if any(map(pa.types.is_string, types)) else pa.float64()


def _conformed(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [
        _without_nan(array if array.type == f.type else array.cast(f.type, safe=False))
        for array, f in zip(batch.columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _without_nan(array: pa.Array) -> pa.Array:
    """NaN and infinity are no survey values: they become null."""
    if not pa.types.is_floating(array.type) or _is_finite(array):
        return array
    finite = pc.is_finite(array)
    if pc.all(finite, min_count=0).as_py():
        return array
    return pc.if_else(finite, array, pa.scalar(None, array.type))


def _is_finite(array: pa.Array) -> bool:
    """Tell, for sure if true, that there is neither NaN nor infinity: their sum would be one."""
    numbers, _ = held(array)
    with np.errstate(all="ignore"):
        return bool(np.isfinite(numbers.sum()))


def observe(facts: Facts, array: pa.Array) -> None:
    """Add one batch of a column to its facts."""
    facts.nulls += array.null_count
    if array.null_count == len(array):
        return
    if pa.types.is_string(array.type):
        facts.bytes = max(facts.bytes, pc.max(pc.binary_length(array)).as_py())
    elif pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
        _observe_numbers(facts, array)


def _observe_numbers(facts: Facts, array: pa.Array) -> None:
    bounds = pc.min_max(array)
    facts.low = min(facts.low, bounds["min"].as_py())
    facts.high = max(facts.high, bounds["max"].as_py())
    if pa.types.is_integer(array.type):
        return
    numbers, valid = held(array)
    with np.errstate(invalid="ignore"):
        is_broken = numbers != np.rint(numbers)
    if valid is not None:
        is_broken &= valid.view(np.bool_)
    if is_broken.any():
        facts.whole = False
        facts.decimals = max(facts.decimals, _decimals(pa.array(numbers[is_broken])))


def _decimals(values: pa.Array) -> int:
    """Return how many decimals the shortest exact writing of any of ``values`` has."""
    written = pc.cast(values, pa.string())
    plain = written.filter(pc.invert(pc.match_substring(written, "e")))
    found = 0
    if len(plain):
        after = pc.subtract(pc.utf8_length(plain), pc.find_substring(plain, "."))
        found = pc.max(after).as_py() - 1
    for said in written.filter(pc.match_substring(written, "e")).to_pylist():
        mantissa, _, exponent = said.partition("e")
        digits = len(mantissa.partition(".")[2])
        found = max(found, digits - int(exponent))
    return int(found)
