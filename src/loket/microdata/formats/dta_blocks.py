"""
The data section of a Stata 118 file, packed by NumPy in blocks of rows.

The header and the labels come from readstat-arrow, which writes the file without rows; what is
put in is the rows, their number, and the offsets after them. Source: Stata's "dta_118" help.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.formats.fixed_text import fixed
from loket.microdata.formats.held import held

TYPES = {65526: "<f8", 65527: "<f4", 65528: "<i4", 65529: "<i2", 65530: "i1"}
# The plain missing value of each type, as an integer of its width, and the step to .a, .b, …
MISSING = {
    "i1": (101, 1),
    "<i2": (32_741, 1),
    "<i4": (2_147_483_621, 1),
    "<f4": (0x7F000000, 0x800),
    "<f8": (0x7FE0000000000000, 0x10000000000),
}
INTEGER_OF = {"i1": "i1", "<i2": "<i2", "<i4": "<i4", "<f4": "<i4", "<f8": "<i8"}
EPOCH_DAYS = 3_653  # from 1960-01-01 to 1970-01-01
EPOCH_MILLISECONDS = EPOCH_DAYS * 86_400_000
AFTER_DATA = (10, 11, 12, 13)  # entries of the map that stand after the rows
Record = npt.NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and after the rows, and the type of a row."""

    before: bytes
    after: bytes
    row: np.dtype[np.void]

    @property
    def empty_bytes(self) -> int:
        """Size of the file without rows."""
        return len(self.before) + len(self.after)


def frame(empty: bytes, rows: int) -> Frame:
    """Take apart a file without rows, and have it announce ``rows`` of them."""
    row = _row_type(empty)
    start = empty.index(b"<data>") + len(b"<data>")
    before = bytearray(empty[:start])
    number = before.index(b"<N>") + len(b"<N>")
    before[number : number + 8] = struct.pack("<Q", rows)
    table = before.index(b"<map>") + len(b"<map>")
    for entry in AFTER_DATA:
        at = table + 8 * entry
        (offset,) = struct.unpack_from("<Q", before, at)
        struct.pack_into("<Q", before, at, offset + rows * row.itemsize)
    return Frame(bytes(before), empty[start:], row)


def _row_type(empty: bytes) -> np.dtype[np.void]:
    start = empty.index(b"<variable_types>") + len(b"<variable_types>")
    end = empty.index(b"</variable_types>")
    codes = np.frombuffer(empty[start:end], "<u2").tolist()
    kinds = [TYPES.get(code, f"S{code}") for code in codes]
    return np.dtype([(f"f{i}", kind) for i, kind in enumerate(kinds)])


def block(
    batch: pa.RecordBatch, row: np.dtype[np.void], letters: Sequence[pa.Array | None]
) -> Record:
    """Return the rows of ``batch`` packed; ``letters`` are the missing letters by column."""
    packed = np.empty(batch.num_rows, row)
    names = row.names or ()
    for index, name in enumerate(names):
        type_ = row[name]
        if type_.kind == "S":
            text = fixed(batch.column(index), type_.itemsize, 0)
            packed[name] = text.view(f"S{type_.itemsize}")[:, 0]
        else:
            packed[name] = _numbers(batch.column(index), type_, letters[index])
    return packed


def _numbers(
    array: pa.Array, type_: np.dtype[np.generic], letters: pa.Array | None
) -> npt.NDArray[np.generic]:
    numbers, valid = held(_raw(array))
    if valid is None:
        return numbers
    code = type_.str.replace("|", "")
    plain, step = MISSING[code]
    with np.errstate(invalid="ignore"):
        values = numbers.astype(type_)
    bits = values.view(INTEGER_OF[code])
    holes = valid == 0
    np.copyto(bits, np.array(plain, bits.dtype), where=holes)
    if letters is not None and letters.null_count < len(letters):
        places = pc.fill_null(pc.index_in(letters, pa.array(list(LETTERS))), -1)
        number = places.to_numpy(zero_copy_only=False).astype(np.int64) + 1
        tagged = holes & (number > 0)
        bits[tagged] = (plain + number[tagged] * step).astype(bits.dtype)
    return values


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _raw(array: pa.Array) -> pa.Array:
    """Dates become days, times milliseconds, since 1960."""
    if pa.types.is_date(array.type):
        return pc.add(array.cast(pa.int32()), EPOCH_DAYS)
    if pa.types.is_timestamp(array.type):
        milliseconds = array.cast(pa.timestamp("ms"), safe=False).cast(pa.int64())
        return pc.add(milliseconds, EPOCH_MILLISECONDS).cast(pa.float64())
    return array
