"""
R's serialisation format, version 2 (XDR): the bytes of vectors and of their attributes.

Source: R Internals, section "Serialization Formats"; the letters of tagged missing values as the
R package haven stores them, in the fifth byte of the number.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

# Version 2, written as by R 4.2.2, readable since R 2.3.0.
HEADER = b"X\n" + struct.pack(">iii", 2, 0x040202, 0x020300)
SYMBOL, PAIRLIST, CHARACTERS, INTEGERS, DOUBLES, TEXTS, LIST = 1, 2, 9, 13, 14, 16, 19
IS_OBJECT, HAS_ATTRIBUTES, HAS_TAG = 1 << 8, 1 << 9, 1 << 10
UTF_8 = 1 << 15
REFERENCE, END = 255, 254
NOTHING = 0x7FF00000000007A2  # NA_real_
NO_INTEGER = -(2**31)
SECONDS = 86_400
Bits = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Symbols:
    """Names of attributes: written out once, then referred to by their number."""

    known: dict[str, int] = field(default_factory=dict)

    def pairlist(self, pairs: Pairs) -> bytes:
        """Return named values as the attributes of a vector."""
        said = b"".join(
            struct.pack(">i", PAIRLIST | HAS_TAG) + self._tag(name) + value(self)
            for name, value in pairs
        )
        return said + struct.pack(">i", END)

    def _tag(self, name: str) -> bytes:
        if name in self.known:
            return struct.pack(">i", self.known[name] << 8 | REFERENCE)
        self.known[name] = len(self.known) + 1
        return struct.pack(">i", SYMBOL) + _characters(name)


# A value is serialised where it stands: the numbers of names follow their order in the file.
Value = Callable[[Symbols], bytes]
Pairs = Sequence[tuple[str, Value]]


def flags(type_: int, attributes: Pairs) -> int:
    """Return the word before a vector: its type, and whether it has attributes and a class."""
    named = {name for name, _ in attributes}
    return type_ | (HAS_ATTRIBUTES if named else 0) | (IS_OBJECT if "class" in named else 0)


def start(type_: int, length: int, attributes: Pairs) -> bytes:
    """Return what stands before the elements of a vector."""
    return struct.pack(">ii", flags(type_, attributes), length)


def texts(*values: str) -> Value:
    """Return a character vector without attributes."""
    return lambda _: start(TEXTS, len(values), ()) + b"".join(map(_characters, values))


def _characters(text: str) -> bytes:
    raw = text.encode()
    return struct.pack(">ii", CHARACTERS | UTF_8, len(raw)) + raw


def integers(*values: int) -> Value:
    """Return an integer vector without attributes."""
    return lambda _: start(INTEGERS, len(values), ()) + struct.pack(f">{len(values)}i", *values)


def doubles(values: Bits) -> Value:
    """Return a numeric vector without attributes, from the bits of its numbers."""
    return lambda _: start(DOUBLES, len(values), ()) + values.astype(">u8").tobytes()


def named(type_: int, value: Value, length: int, names: Sequence[str]) -> Value:
    """Return ``value``, a vector without attributes, with a name on each element."""
    pairs = (("names", texts(*names)),)

    def said(symbols: Symbols) -> bytes:
        elements = value(symbols)[len(start(type_, length, ())) :]
        return start(type_, length, pairs) + elements + symbols.pairlist(pairs)

    return said


def bits(values: Sequence[float]) -> Bits:
    """Return the bits of numbers."""
    return np.array(values, np.float64).view(np.uint64)


def tagged(letter: str) -> int:
    """Return the bits of the missing value tagged with ``letter``."""
    return NOTHING | ord(letter) << 32


def number_elements(array: pa.Array, letters: pa.Array | None) -> bytes:
    """Return numbers, days or seconds since 1970 as the elements of a numeric vector."""
    if pa.types.is_date(array.type):
        array = array.cast(pa.int32())
    elif pa.types.is_timestamp(array.type):
        micros = array.cast(pa.timestamp("us")).cast(pa.int64()).cast(pa.float64())
        array = pc.divide(micros, 1e6)
    filled = pc.fill_null(array.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False)
    raw = np.array(filled, np.float64).view(np.uint64)
    if array.null_count:
        raw[array.is_null().to_numpy(zero_copy_only=False)] = NOTHING
    if letters is not None and letters.null_count < len(letters):
        _put_letters(raw, letters)
    return raw.astype(">u8").tobytes()


def _put_letters(raw: Bits, letters: pa.Array) -> None:
    holes = raw == NOTHING
    for letter in pc.unique(letters.drop_null()).to_pylist():
        here = pc.fill_null(pc.equal(letters, letter), False).to_numpy(zero_copy_only=False)
        raw[holes & here] = tagged(letter)


def text_elements(array: pa.Array) -> bytes:
    """Return texts as the elements of a character vector; a null becomes ``NA_character_``."""
    rows = len(array)
    if rows == 0:
        return b""
    filled = pc.fill_null(array.cast(pa.string()), "")
    _, offsets_buffer, data_buffer = filled.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int32)[filled.offset : filled.offset + rows + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)[offsets[0] : offsets[-1]]
    head = np.empty((rows, 2), ">i4")
    head[:, 0] = CHARACTERS | UTF_8
    head[:, 1] = np.diff(offsets)
    if array.null_count:
        head[array.is_null().to_numpy(zero_copy_only=False)] = (CHARACTERS, -1)
    width = head.itemsize * 2
    at = (offsets[:-1] - offsets[0]).astype(np.int64) + width * np.arange(rows)
    out = np.empty(len(data) + width * rows, np.uint8)
    is_data = np.ones(len(out), np.bool_)
    places = at[:, None] + np.arange(width)
    out[places] = head.view(np.uint8).reshape(rows, width)
    is_data[places] = False
    out[is_data] = data
    return out.tobytes()


def frame_attributes(count: int, names: Sequence[str], label: str) -> Pairs:
    """Return the attributes that make a list of columns a data frame of ``count`` rows."""
    pairs = [
        ("names", texts(*names)),
        ("class", texts("data.frame")),
        ("row.names", integers(NO_INTEGER, -count)),
    ]
    return [*pairs, ("label", texts(label))] if label else pairs
