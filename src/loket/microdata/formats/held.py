"""Arrow columns as NumPy arrays over the same memory: the values, and which of them count."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_TYPES: dict[Any, np.dtype[Any]] = {
    pa.int8(): np.dtype("i1"),
    pa.int16(): np.dtype("<i2"),
    pa.int32(): np.dtype("<i4"),
    pa.int64(): np.dtype("<i8"),
    pa.float32(): np.dtype("<f4"),
    pa.float64(): np.dtype("<f8"),
}
Numbers = npt.NDArray[Any]
Bits = npt.NDArray[np.uint8]


def held(array: pa.Array) -> tuple[Numbers, Bits | None]:
    """
    Return the (n,) numbers of ``array`` without a copy, and ones where they are valid.

    Numbers that are not valid are whatever lies there; the second is None if all are valid.

    Other kinds of numbers (unsigned, decimal, boolean) come as doubles.
    """
    type_ = _TYPES.get(array.type)
    if type_ is None:
        return held(array.cast(pa.float64()))
    rows = len(array)
    if not rows:
        return np.empty(0, type_), None
    validity, data = array.buffers()
    numbers = np.frombuffer(data, type_, rows, array.offset * type_.itemsize)
    if validity is None or not array.null_count:
        return numbers, None
    return numbers, valid_bits(validity, array.offset, rows)


def valid_bits(validity: pa.Buffer, offset: int, rows: int) -> Bits:
    """Return the (``rows``,) bits of a validity buffer from ``offset`` on, one byte each."""
    first, skipped = divmod(offset, 8)
    packed = np.frombuffer(validity, np.uint8, -(-(skipped + rows) // 8), first)
    return np.unpackbits(packed, count=skipped + rows, bitorder="little")[skipped:]
