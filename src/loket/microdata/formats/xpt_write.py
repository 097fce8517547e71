"""
SAS transport .xpt, version 8: writing in blocks of columns with NumPy.

Numbers are IBM doubles (base 16, 56 bits); dates are days since 1960. Value labels go into a
PROC FORMAT program, see ``syntax``. Source: SAS, "Record Layout of a SAS Version 8 or 9 Data Set
in SAS Transport Format".
"""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.codebook import Study
from loket.microdata.formats.fitted_widths import text_width
from loket.microdata.formats.fitting import Column, Fitted
from loket.microdata.formats.fixed_text import fixed
from loket.microdata.formats.moment import XPT_DATETIME
from loket.microdata.formats.sink import Rows

RECORD = 80
EPOCH_DAYS = 3_653
SPACE = ord(" ")
Bytes = npt.NDArray[np.uint8]


def write_xpt(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a SAS transport file with one data set."""
    widths = [text_width(c.variable) or 8 for c in fitted.columns]
    row = sum(widths)
    with path.open("wb") as stream:
        stream.write(header(fitted, widths))
        for batch in rows.batches:
            block = np.empty((batch.num_rows, row), np.uint8)
            at = 0
            for index, (column, width) in enumerate(zip(fitted.columns, widths, strict=True)):
                block[:, at : at + width] = _cells(batch.column(index), column, width)
                at += width
            stream.write(block.data)
        stream.write(b" " * (-rows.count * row % RECORD))


def header(fitted: Fitted, widths: list[int]) -> bytes:
    """Return everything before the rows."""
    name = b"DATA".ljust(32)
    label = fitted.label.encode()[:40].ljust(40)
    number = f"{len(fitted.columns):010d}".encode()
    described = b"".join(
        _namestr(number_, column, width, at)
        for number_, (column, width, at) in enumerate(
            zip(fitted.columns, widths, np.cumsum([0, *widths]).tolist(), strict=False), 1
        )
    )
    pieces = [
        b"HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!" + b"0" * 30 + b"  ",
        b"SAS     SAS     SASLIB  9.4     LOKET   ".ljust(64) + XPT_DATETIME,
        XPT_DATETIME.ljust(RECORD),
        b"HEADER RECORD*******MEMBV8  HEADER RECORD!!!!!!!" + b"0" * 17 + b"1600000000140  ",
        b"HEADER RECORD*******DSCPTV8 HEADER RECORD!!!!!!!" + b"0" * 30 + b"  ",
        b"SAS     " + name + b"SASDATA 9.4     LOKET   " + XPT_DATETIME,
        XPT_DATETIME + b" " * 16 + label + b" " * 8,
        b"HEADER RECORD*******NAMSTV8 HEADER RECORD!!!!!!!" + number + b"0" * 20 + b"  ",
        described + b" " * (-len(described) % RECORD),
        _long_labels(fitted),
        b"HEADER RECORD*******OBSV8   HEADER RECORD!!!!!!!" + b"0" * 30 + b"  ",
    ]
    return b"".join(pieces)


def _namestr(number: int, column: Column, width: int, at: int) -> bytes:
    """Describe one variable in 140 bytes."""
    kind = column.variable.kind
    format_ = {"date": b"YYMMDD", "datetime": b"DATETIME"}.get(kind, b"")
    length = {"date": 10, "datetime": 20}.get(kind, 0)
    return struct.pack(
        ">hhhh8s40s8shhh2s8shhl32sh18s",
        2 if kind == "text" else 1,
        0,
        width,
        number,
        column.name.encode()[:8].ljust(8),
        column.label.encode()[:40].decode(errors="ignore").encode().ljust(40),
        format_.ljust(8),
        length,
        0,
        0,
        b"  ",
        b" " * 8,
        0,
        0,
        at,
        column.name.encode().ljust(32),
        len(column.label.encode()),
        b"\0" * 18,
    )


def _long_labels(fitted: Fitted) -> bytes:
    """Labels above 40 bytes stand in records of their own."""
    long = [
        (number, c.name.encode(), c.label.encode())
        for number, c in enumerate(fitted.columns, 1)
        if len(c.label.encode()) > 40  # noqa: PLR2004
    ]
    if not long:
        return b""
    said = b"".join(struct.pack(">hhh", n, len(a), len(b)) + a + b for n, a, b in long)
    head = b"HEADER RECORD*******LABELV8 HEADER RECORD!!!!!!!" + str(len(long)).encode().ljust(32)
    return head + said + b" " * (-len(said) % RECORD)


def _cells(array: pa.Array, column: Column, width: int) -> Bytes:
    if column.variable.kind == "text":
        return fixed(array, width, SPACE)
    if pa.types.is_date(array.type):
        array = pc.add(array.cast(pa.int32()), EPOCH_DAYS)
    elif pa.types.is_timestamp(array.type):
        micros = array.cast(pa.timestamp("us")).cast(pa.int64()).cast(pa.float64())
        array = pc.add(pc.divide(micros, 1e6), float(EPOCH_DAYS * 86_400))
    holes = array.is_null().to_numpy(zero_copy_only=False)
    values = pc.fill_null(array.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False)
    cells = ibm(values)
    cells[holes] = 0
    cells[holes, 0] = ord(".")
    return cells


def ibm(values: npt.NDArray[np.float64]) -> Bytes:
    """Return IEEE doubles as IBM doubles, eight bytes each, without loss of digits."""
    fraction, exponent = np.frexp(values)
    # value = fraction * 2**exponent, with the fraction in [1/2, 1): shift it so that the exponent
    # is a multiple of four. The 56 bits of IBM hold the 53 of IEEE after any such shift.
    quarters = -(-exponent // 4)
    shifted = np.ldexp(np.abs(fraction), exponent - 4 * quarters + 56)
    bits = shifted.astype(np.uint64)
    top = (quarters + 64).astype(np.uint64) | (
        np.signbit(values).astype(np.uint64) << np.uint64(7)
    )
    whole = np.where(values == 0, np.uint64(0), (top << np.uint64(56)) | bits)
    return whole.astype(">u8").view(np.uint8).reshape(-1, 8)
