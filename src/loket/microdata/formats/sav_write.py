"""
SPSS .sav (row-compressed) and .zsav: writing.

The dictionary comes from readstat-arrow, written without rows; the rows are ours (``sav_blocks``).
Files with texts above 255 bytes, whose rows are laid out otherwise, are left to readstat-arrow.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Literal

import pyarrow as pa
import readstat_arrow

from loket.microdata.codebook import Study
from loket.microdata.formats.fitting import Fitted
from loket.microdata.formats.moment import SAV_DATE_AND_TIME
from loket.microdata.formats.readstat import declare
from loket.microdata.formats.sav_blocks import Encoder
from loket.microdata.formats.sink import Rows

Compression = Literal["rows", "zlib"]
LONGEST_PLAIN_TEXT = 255
CREATED = 92  # where the header says when it was written
CASES = 80  # where the header says how many rows there are
DICTIONARY_END = struct.pack("<ii", 999, 0)
# Extension record 16: the number of rows once more, in 64 bits.
LONG_COUNT = struct.pack("<iiiiq", 7, 16, 8, 2, 1)
ZLIB_BLOCK = 0x3FF000
ZLIB_LEVEL = 4  # half the time of 6 for 4 % more bytes
MOST_ANNOUNCED = 2**31 - 1


def write_sav(
    path: Path, fitted: Fitted, rows: Rows, study: Study, *, compression: Compression
) -> None:
    """Write an SPSS system file."""
    schema = _schema(fitted, rows)
    batches = (_named(batch, schema) for batch in rows.batches)
    widths = [c.variable.width if c.variable.kind == "text" else None for c in fitted.columns]
    if any(width is not None and width > LONGEST_PLAIN_TEXT for width in widths):
        _by_readstat(path, fitted, rows.count, schema, batches, compression)
        return
    encoder = Encoder(widths)
    with path.open("wb") as stream:
        stream.write(dictionary(fitted, schema, rows.count, compression))
        if compression == "zlib":
            _deflated(stream, _encoded(encoder, batches))
        else:
            for piece in _encoded(encoder, batches):
                stream.write(piece)


def _schema(fitted: Fitted, rows: Rows) -> pa.Schema:
    return pa.schema(
        [pa.field(c.name, rows.schema.field(i).type) for i, c in enumerate(fitted.columns)]
    )


def _named(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(batch.columns[: len(schema)], schema=schema)


def _by_readstat(
    path: Path,
    fitted: Fitted,
    count: int,
    schema: pa.Schema,
    batches: Iterator[pa.RecordBatch],
    compression: Compression,
) -> None:
    metadata = declare(fitted, spss=True)
    with readstat_arrow.SavWriter(
        path, schema, count, metadata, compression=compression
    ) as writer:
        for batch in batches:
            writer.write_batch(batch)
    with path.open("r+b") as stream:
        stream.seek(CREATED)
        stream.write(SAV_DATE_AND_TIME)


def dictionary(fitted: Fitted, schema: pa.Schema, count: int, compression: Compression) -> bytes:
    """Return everything before the rows, announcing ``count`` of them."""
    stream = io.BytesIO()
    metadata = declare(fitted, spss=True)
    with readstat_arrow.SavWriter(stream, schema, 0, metadata, compression=compression):
        pass
    written = stream.getvalue()
    end = written.rindex(DICTIONARY_END) + len(DICTIONARY_END)
    head = bytearray(written[:end])
    head[CREATED : CREATED + len(SAV_DATE_AND_TIME)] = SAV_DATE_AND_TIME
    struct.pack_into("<i", head, CASES, count if count <= MOST_ANNOUNCED else -1)
    long_count = head.find(LONG_COUNT)
    if long_count >= 0:
        struct.pack_into("<q", head, long_count + len(LONG_COUNT), count)
    return bytes(head)


def _encoded(encoder: Encoder, batches: Iterator[pa.RecordBatch]) -> Iterator[memoryview]:
    for batch in batches:
        yield encoder.encode(batch)
    yield encoder.rest()


def _deflated(stream: IO[bytes], pieces: Iterator[memoryview]) -> None:
    """Write the .zsav data section: a header, deflated blocks, and an index of them."""
    start = stream.tell()
    stream.write(bytes(24))
    index: list[tuple[int, int]] = []
    # zlib lets go of the interpreter's lock: two blocks at a time use both cores.
    with ThreadPoolExecutor(2) as pool:
        for raw, deflated in _ahead(pool, _blocks(pieces)):
            stream.write(deflated)
            index.append((raw, len(deflated)))
    trailer = stream.tell()
    stream.write(struct.pack("<qqii", -100, 0, ZLIB_BLOCK, len(index)))
    plain, packed = start, start + 24
    for raw, deflated_length in index:
        stream.write(struct.pack("<qqii", plain, packed, raw, deflated_length))
        plain += raw
        packed += deflated_length
    end = stream.tell()
    stream.seek(start)
    stream.write(struct.pack("<qqq", start, trailer, end - trailer))
    stream.seek(end)


def _blocks(pieces: Iterator[memoryview]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= ZLIB_BLOCK:
            yield bytes(held[:ZLIB_BLOCK])
            del held[:ZLIB_BLOCK]
    if held:
        yield bytes(held)


def _ahead(pool: ThreadPoolExecutor, blocks: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Deflate in order, never more than four blocks ahead."""
    waiting = []
    for block in blocks:
        waiting.append((len(block), pool.submit(zlib.compress, block, ZLIB_LEVEL)))
        if len(waiting) > 4:  # noqa: PLR2004
            length, future = waiting.pop(0)
            yield length, future.result()
    for length, future in waiting:
        yield length, future.result()
