"""Arrow texts as fixed-width bytes, without a Python object for each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Bytes = npt.NDArray[np.uint8]


def fixed(array: pa.Array, width: int, pad: int) -> Bytes:
    """
    Return an (n, ``width``) matrix of the UTF-8 bytes, filled up with the byte ``pad``.

    A null is empty.

    :raises ValueError: if a text has more than ``width`` bytes
    """
    filled = pc.fill_null(array.cast(pa.string()), "")
    rows = len(filled)
    _, offsets_buffer, data_buffer = filled.buffers()
    if rows == 0 or data_buffer is None:
        return np.full((rows, width), pad, np.uint8)
    offsets = np.frombuffer(offsets_buffer, np.int32)[filled.offset : filled.offset + rows + 1]
    data = np.frombuffer(data_buffer, np.uint8)[offsets[0] : offsets[-1]]
    lengths = np.diff(offsets)
    longest = int(lengths.max())
    if longest > width:
        raise ValueError(f"a text of {longest} bytes does not fit {width}")
    matrix = np.full((rows, width), pad, np.uint8)
    if longest == int(lengths.min()):
        matrix[:, :longest] = data.reshape(rows, longest)
        return matrix
    full = lengths == longest
    if int(full.sum()) * longest == len(data):
        matrix[full, :longest] = data.reshape(-1, longest)
        return matrix
    # Byte j of the joined texts belongs in its own row, as far from the row's start as it is
    # from its text's.
    starts = np.arange(rows, dtype=np.int64) * width - (offsets[:-1] - offsets[0])
    matrix.reshape(-1)[np.arange(len(data)) + np.repeat(starts, lengths)] = data
    return matrix
