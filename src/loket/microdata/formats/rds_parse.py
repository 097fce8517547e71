"""
Reading R's serialisation format (.rds, XDR, versions 2 and 3) as a stream.

The columns of a data frame go to a scratch file as Arrow batches, since rows are wanted and
columns come; attributes are small and stay in memory. Source: R Internals, "Serialization
Formats".
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import struct
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pyarrow as pa

from loket.microdata.formats.source import BATCH_ROWS

NIL, SYMBOL, PAIRLIST, CHARACTERS = 254, 1, 2, 9
LOGICALS, INTEGERS, DOUBLES, TEXTS, LIST, REFERENCE, ALTERNATIVE = 10, 13, 14, 16, 19, 255, 238
COLUMNS = frozenset({LOGICALS, INTEGERS, DOUBLES, TEXTS})
HAS_ATTRIBUTES, HAS_TAG = 1 << 9, 1 << 10
LATIN_1 = 1 << 14
MISSING_LOW, MISSING_HIGH = 1954, 0x7FF00000
DEEPEST = 20
MOST_ATTRIBUTE_ELEMENTS = 1 << 24
NO_INTEGER = -(2**31)
OPENERS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open))


class NotRds(ValueError):
    """The bytes are no serialised data frame of a kind we read."""


@dataclass(slots=True)
class Column:
    """One column: where its batches lie in the scratch file, and its attributes."""

    type: int
    segments: list[tuple[int, int]] = field(default_factory=list)
    letters: set[str] = field(default_factory=set)
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def schema(self) -> pa.Schema:
        """Schema of its batches: the values, and the letters of tagged missing values."""
        if self.type == TEXTS:
            return pa.schema([("value", pa.string())])
        number = pa.float64() if self.type == DOUBLES else pa.int32()
        return pa.schema([("value", number), ("letter", pa.string())])


@dataclass(slots=True, weakref_slot=True)
class Frame:
    """A data frame: columns in a scratch file that lives as long as this."""

    columns: list[Column]
    attributes: dict[str, Any]
    rows: int
    scratch: IO[bytes]

    def batches(self) -> Iterator[list[pa.RecordBatch]]:
        """Yield the batches of all columns, side by side."""
        for number in range(len(self.columns[0].segments) if self.columns else 0):
            yield [self._batch(column, number) for column in self.columns]

    def _batch(self, column: Column, number: int) -> pa.RecordBatch:
        at, length = column.segments[number]
        self.scratch.seek(at)
        return pa.ipc.read_record_batch(pa.py_buffer(self.scratch.read(length)), column.schema)


def parse(path: Path) -> Frame:
    """
    Read the data frame in ``path``.

    :raises NotRds: if there is none, or it has columns of lists or of R's compact kinds
    """
    with path.open("rb") as plain:
        magic = plain.read(6)
    opener = next((open_ for mark, open_ in OPENERS if magic.startswith(mark)), open)
    with cast("IO[bytes]", opener(path, "rb")) as stream, contextlib.ExitStack() as stack:
        scratch = cast("IO[bytes]", stack.enter_context(tempfile.TemporaryFile()))
        frame = _Parser(stream, scratch).frame()
        weakref.finalize(frame, stack.pop_all().close)
        return frame


class _Parser:
    def __init__(self, stream: IO[bytes], scratch: IO[bytes]) -> None:
        self.stream = stream
        self.scratch = scratch
        self.symbols: list[str] = []
        self.end = 0

    def frame(self) -> Frame:
        if self._raw(2) != b"X\n":
            raise NotRds("not R's XDR serialisation")
        version, _, _ = self._integers(3)
        if version == 3:  # noqa: PLR2004
            self._raw(self._integer())
        elif version != 2:  # noqa: PLR2004
            raise NotRds(f"version {version}")
        word = self._integer()
        if word & 255 != LIST:
            raise NotRds("not a data frame")
        columns = [self._column() for _ in range(self._length())]
        attributes = self._attributes(0) if word & HAS_ATTRIBUTES else {}
        names = attributes.get("names") or []
        if "data.frame" not in attributes.get("class", []) or len(names) != len(columns):
            raise NotRds("not a data frame")
        return Frame(columns, attributes, self._rows(columns), self.scratch)

    def _rows(self, columns: list[Column]) -> int:
        found = {c.attributes.pop("@length") for c in columns}
        if len(found) > 1:
            raise NotRds("columns of different lengths")
        return int(found.pop()) if found else 0

    def _column(self) -> Column:
        word = self._integer()
        type_ = word & 255
        if type_ == ALTERNATIVE:
            return self._alternative()
        if type_ not in COLUMNS:
            raise NotRds(f"column of type {type_}")
        column = Column(type_)
        length = self._length()
        for first in range(0, length, BATCH_ROWS):
            self._keep(column, min(BATCH_ROWS, length - first))
        if word & HAS_ATTRIBUTES:
            column.attributes = self._attributes(0)
        column.attributes["@length"] = length
        return column

    def _alternative(self) -> Column:
        """Read a vector in one of R's compact kinds: a series, or one with a note about it."""
        kind = self._value(0)[0][0]
        if kind in {"compact_intseq", "compact_realseq"}:
            column = self._series(kind, *self._value(0))
        elif kind.startswith("wrap_") and self._integer() & 255 == PAIRLIST:
            column = self._column()
            self._value(0)
        else:
            raise NotRds(f"{kind}; save again in R with saveRDS(x, file, version = 2)")
        column.attributes |= self._attributes(0)
        return column

    def _series(self, kind: str, length: float, first: float, step: float) -> Column:
        column = Column(INTEGERS if kind == "compact_intseq" else DOUBLES)
        if not 0 <= length < 2**31:
            raise NotRds(f"{kind} of {length} elements")
        for at in range(0, int(length), BATCH_ROWS):
            numbers = first + step * np.arange(at, min(at + BATCH_ROWS, int(length)))
            values = pa.array(numbers, pa.float64()).cast(column.schema.field(0).type)
            self._store(column, [values, pa.nulls(len(values), pa.string())])
        column.attributes["@length"] = int(length)
        return column

    def _keep(self, column: Column, count: int) -> None:
        if column.type == TEXTS:
            texts = [self._characters() for _ in range(count)]
            arrays = [pa.array(texts, pa.string())]
        elif column.type == DOUBLES:
            arrays = self._doubles(column, count)
        else:
            raw = np.frombuffer(self._raw(4 * count), ">i4").astype(np.int32)
            letters = pa.nulls(count, pa.string())
            arrays = [pa.array(raw, mask=raw == NO_INTEGER), letters]
        self._store(column, arrays)

    def _store(self, column: Column, arrays: list[pa.Array]) -> None:
        batch = pa.RecordBatch.from_arrays(arrays, schema=column.schema)
        packed = batch.serialize()
        self.scratch.write(packed)
        column.segments.append((self.end, packed.size))
        self.end += packed.size

    def _doubles(self, column: Column, count: int) -> list[pa.Array]:
        words = np.frombuffer(self._raw(8 * count), ">u4").reshape(count, 2)
        values = words.view(">f8")[:, 0].astype(np.float64)
        holes = np.isnan(values)
        if not holes.any():
            return [pa.array(values), pa.nulls(count, pa.string())]
        marks = words[:, 0] & 0xFF
        tagged = holes & (words[:, 1] == MISSING_LOW) & (marks >= ord("a")) & (marks <= ord("z"))
        letters = np.where(tagged, marks, 0)
        column.letters.update(chr(mark) for mark in np.unique(letters) if mark)
        said = [chr(mark) if mark else None for mark in letters.tolist()]
        return [pa.array(values, mask=holes), pa.array(said, pa.string())]

    def _characters(self) -> str | None:
        word, length = self._integers(2)
        if word & 255 != CHARACTERS:
            raise NotRds("a text is expected")
        if length < 0:
            return None
        return self._raw(length).decode("latin-1" if word & LATIN_1 else "utf-8")

    def _attributes(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            word = self._integer()
            if word & 255 == NIL:
                return found
            if word & 255 != PAIRLIST:
                raise NotRds("attributes are expected")
            if word & HAS_ATTRIBUTES:
                self._attributes(depth + 1)
            name = self._symbol(self._integer()) if word & HAS_TAG else ""
            found[name] = self._value(depth + 1)

    def _symbol(self, word: int) -> str:
        if word & 255 == SYMBOL:
            self.symbols.append(self._characters() or "")
            return self.symbols[-1]
        number = word >> 8 or self._integer()
        if word & 255 != REFERENCE or not 1 <= number <= len(self.symbols):
            raise NotRds("a name is expected")
        return self.symbols[number - 1]

    def _value(self, depth: int) -> Any:
        """Return a small vector as a list; its names, if any, make it a list of pairs."""
        if depth > DEEPEST:
            raise NotRds("too deep")
        word = self._integer()
        type_ = word & 255
        if type_ in {SYMBOL, REFERENCE}:
            return [self._symbol(word)]
        if type_ == NIL:
            return []
        if type_ == PAIRLIST:
            # Without names: what stands before a compact vector.
            return [self._value(depth + 1), *self._value(depth + 1)]
        if type_ not in COLUMNS | {LIST}:
            raise NotRds(f"attribute of type {type_}")
        values = self._elements(type_, depth)
        attributes = self._attributes(depth) if word & HAS_ATTRIBUTES else {}
        names = attributes.get("names")
        return list(zip(names, values, strict=False)) if names else values

    def _elements(self, type_: int, depth: int) -> list[Any]:
        length = self._length()
        if length > MOST_ATTRIBUTE_ELEMENTS:
            raise NotRds(f"attribute of {length} elements")
        if type_ == TEXTS:
            return [self._characters() or "" for _ in range(length)]
        if type_ == LIST:
            return [self._value(depth + 1) for _ in range(length)]
        if type_ != DOUBLES:
            return list(self._integers(length))
        raw = self._raw(8 * length)
        return [_number(raw[at : at + 8]) for at in range(0, len(raw), 8)]

    def _length(self) -> int:
        length = self._integer()
        if length < 0:
            raise NotRds("a length is negative")
        return length

    def _integer(self) -> int:
        return int(struct.unpack(">i", self._raw(4))[0])

    def _integers(self, count: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}i", self._raw(4 * count))

    def _raw(self, count: int) -> bytes:
        found = self.stream.read(count)
        if len(found) != count:
            raise NotRds("the file ends too early")
        return found


def _number(raw: bytes) -> float | str:
    """Return a number, or the letter of a tagged missing value."""
    high, low = struct.unpack(">II", raw)
    letter = chr(high & 0xFF)
    if low == MISSING_LOW and high & 0x7FF00000 == MISSING_HIGH and "a" <= letter <= "z":
        return letter
    return float(struct.unpack(">d", raw)[0])
