"""
R .rds: writing a data frame as the R package haven would hold it.

A data frame is stored column by column, and rows come in batches: few wait in memory, many in a
Parquet file beside the target, of which one column of some rows is in memory at a time.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import Bilingual, Code, Language, Study
from loket.microdata.formats.fitting import Column, Fitted, Loss
from loket.microdata.formats.rds_vectors import (
    DOUBLES,
    HEADER,
    LIST,
    TEXTS,
    Pairs,
    Symbols,
    Value,
    bits,
    doubles,
    frame_attributes,
    named,
    number_elements,
    start,
    tagged,
    text_elements,
    texts,
)
from loket.microdata.formats.sink import Rows

# Neither name nor time in the header: the same rows give the same bytes.
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
BLOCK = 1 << 20
FEW_CELLS = 1 << 22
LEVEL = 3  # two thirds of the time of 6 for 10 % more bytes
AHEAD = 4
HAVEN = ("haven_labelled", "vctrs_vctr")
CODE_ON_DATE = Bilingual(
    "label nilai tanggal hanya ada dalam buku kode", "labels of dates are in the codebook only"
)


def losses(fitted: Fitted) -> tuple[Loss, ...]:
    """Return the dates with value labels: R labels numbers and texts only."""
    return tuple(
        Loss(c.variable.name, CODE_ON_DATE)
        for c in fitted.columns
        if c.values and c.variable.kind not in {"numeric", "text"}
    )


def write_rds(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write an .rds file with one data frame."""
    with _waiting(path, rows) as frame, path.open("wb") as stream:
        _deflated(stream, _pieces(fitted, rows.count, frame))


class Frame(Protocol):
    """The rows that wait, by column."""

    @property
    def names(self) -> Sequence[str]: ...

    def chunks(self, names: Sequence[str]) -> Iterator[list[pa.Array]]:
        """Yield the named columns of some rows after the other."""
        ...


@contextmanager
def _waiting(path: Path, rows: Rows) -> Iterator[Frame]:
    if rows.count * len(rows.schema) <= FEW_CELLS:
        yield Held(rows.schema.names, list(rows.batches))
        return
    waiting = path.with_name(f".{path.name}.parquet")
    try:
        with pq.ParquetWriter(waiting, rows.schema, compression="lz4") as writer:
            for batch in rows.batches:
                writer.write_batch(batch)
        with pq.ParquetFile(waiting) as parquet:
            yield Spilled(rows.schema.names, parquet)
    finally:
        waiting.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Held:
    names: Sequence[str]
    batches: Sequence[pa.RecordBatch]

    def chunks(self, names: Sequence[str]) -> Iterator[list[pa.Array]]:
        for batch in self.batches:
            yield [batch.column(name) for name in names]


@dataclass(frozen=True, slots=True)
class Spilled:
    names: Sequence[str]
    parquet: pq.ParquetFile

    def chunks(self, names: Sequence[str]) -> Iterator[list[pa.Array]]:
        for group in range(self.parquet.num_row_groups):
            table = self.parquet.read_row_group(group, columns=list(names))
            yield [table.column(name).combine_chunks() for name in names]


def _pieces(fitted: Fitted, count: int, rows: Frame) -> Iterator[bytes]:
    symbols = Symbols()
    frame = frame_attributes(count, [c.name for c in fitted.columns], fitted.label)
    yield HEADER + start(LIST, len(fitted.columns), frame)
    for name, column in zip(rows.names, fitted.columns, strict=False):
        tag = column.variable.tag_column
        read = [name]
        if column.variable.tags and tag in rows.names:
            read.append(tag)
        attributes = _attributes(column, fitted.language)
        is_text = column.variable.kind == "text"
        yield start(TEXTS if is_text else DOUBLES, count, attributes)
        yield from _column(column, rows.chunks(read))
        if attributes:
            yield symbols.pairlist(attributes)
    yield symbols.pairlist(frame)


def _column(column: Column, chunks: Iterator[list[pa.Array]]) -> Iterator[bytes]:
    for values, *letters in chunks:
        if column.variable.kind == "text":
            yield text_elements(values)
        else:
            yield number_elements(values, letters[0] if letters else None)


def _attributes(column: Column, language: Language) -> Pairs:
    variable = column.variable
    pairs: list[tuple[str, Value]] = []
    if column.label:
        pairs.append(("label", texts(column.label)))
    if variable.display_format:
        maker = "stata" if variable.display_format.startswith("%") else "spss"
        pairs.append((f"format.{maker}", texts(variable.display_format)))
    if variable.measure:
        pairs.append(("measure", texts(variable.measure)))
    if variable.kind == "date":
        return [*pairs, ("class", texts("Date"))]
    if variable.kind == "datetime":
        return [*pairs, ("tzone", texts("UTC")), ("class", texts("POSIXct", "POSIXt"))]
    return [*pairs, *_labelled(column, language)]


def _labelled(column: Column, language: Language) -> Pairs:
    missing = column.missing
    tags = [(t, label.said_in(language)) for t, label in column.variable.tags if label]
    if not (column.values or missing or tags):
        return ()
    pairs: list[tuple[str, Value]] = []
    if missing.codes:
        pairs.append(("na_values", _codes(column, missing.codes)))
    for low, high in missing.ranges:
        pairs.append(("na_range", doubles(bits([low, high]))))
    if column.values or tags:
        pairs.append(("labels", _labels(column, tags)))
    is_text = column.variable.kind == "text"
    classes = [*(("haven_labelled_spss",) if missing else ()), *HAVEN]
    return [*pairs, ("class", texts(*classes, "character" if is_text else "double"))]


def _codes(column: Column, codes: Sequence[Code], tags: Sequence[str] = ()) -> Value:
    if column.variable.kind == "text":
        return texts(*map(str, codes))
    letters = np.array([tagged(t) for t in tags], np.uint64)
    return doubles(np.concatenate([bits([float(c) for c in codes]), letters]))


def _labels(column: Column, tags: Sequence[tuple[str, str]]) -> Value:
    """Return the codes, each with its meaning as its name."""
    codes = _codes(column, [code for code, _ in column.values], [letter for letter, _ in tags])
    meanings = [said for _, said in (*column.values, *tags)]
    type_ = TEXTS if column.variable.kind == "text" else DOUBLES
    return named(type_, codes, len(meanings), meanings)


def _deflated(stream: IO[bytes], pieces: Iterator[bytes]) -> None:
    """Write one gzip member; its blocks are deflated side by side."""
    stream.write(GZIP_HEADER)
    check, length = 0, 0
    with ThreadPoolExecutor(2) as pool:
        waiting: list[Future[bytes]] = []
        for block in _blocks(pieces):
            check = zlib.crc32(block, check)
            length += len(block)
            waiting.append(pool.submit(_deflate, block))
            if len(waiting) > AHEAD:
                stream.write(waiting.pop(0).result())
        for future in waiting:
            stream.write(future.result())
    stream.write(zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS).flush())
    stream.write(struct.pack("<II", check, length % 2**32))


def _deflate(block: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)


def _blocks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= BLOCK:
            yield bytes(held[:BLOCK])
            del held[:BLOCK]
    yield bytes(held)
