"""
dBASE .dbf: writing in blocks of columns with NumPy.

Texts are UTF-8 (said in the .cpg beside it by ``package``); numbers are right-aligned with the
decimals of the codebook; an empty number is blank. Source of the layout: see ``dbf_read``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.codebook import Bilingual, Study, Variable
from loket.microdata.formats.fitting import Fitted, Loss
from loket.microdata.formats.limits import DBF
from loket.microdata.formats.moment import DBF_DATE
from loket.microdata.formats.sink import Format, Rows

WIDEST_NUMBER = 20
MOST_DECIMALS = 15
END_OF_HEADER = b"\r"
END_OF_FILE = b"\x1a"
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Layout:
    """One field of the record: type letter, width and decimals."""

    name: str
    type: str
    width: int
    decimals: int


def layout(name: str, variable: Variable) -> Layout:
    """Return the field that holds ``variable``."""
    if variable.kind == "text":
        return Layout(name, "C", max(variable.width, 1), 0)
    if variable.kind == "date":
        return Layout(name, "D", 8, 0)
    if variable.kind == "datetime":
        return Layout(name, "C", 19, 0)
    decimals = min(variable.decimals, MOST_DECIMALS)
    width = min(max(variable.width, 1), WIDEST_NUMBER)
    return Layout(name, "N", width, min(decimals, max(width - 2, 0)))


ROUNDED = Bilingual(
    f"angka dibulatkan menjadi {WIDEST_NUMBER} digit",
    f"numbers are rounded to {WIDEST_NUMBER} digits",
)
AS_TEXT = Bilingual(
    "waktu menjadi teks tanpa pecahan detik", "times become texts without fractions of a second"
)


def losses(fitted: Fitted) -> tuple[Loss, ...]:
    """Return the numbers that would need more digits than a field has, and the times."""
    found = []
    for column in fitted.columns:
        variable = column.variable
        if variable.kind == "numeric" and variable.width > WIDEST_NUMBER:
            found.append(Loss(variable.name, ROUNDED))
        elif variable.kind == "datetime":
            found.append(Loss(variable.name, AS_TEXT))
    return tuple(found)


def write_dbf(path: Path, fitted: Fitted, rows: Rows, study: Study) -> None:
    """Write a dBASE III table."""
    fields = [layout(c.name, c.variable) for c in fitted.columns]
    with path.open("wb") as stream:
        stream.write(header(fields, rows.count))
        for batch in rows.batches:
            stream.write(_block(batch, fields).data)
        stream.write(END_OF_FILE)


def header(fields: Sequence[Layout], rows: int) -> bytes:
    """Return the header: 32 bytes, 32 for each field, and its end."""
    record = 1 + sum(f.width for f in fields)
    start = 32 + 32 * len(fields) + 1
    head = struct.pack("<B3BIHH20x", 0x03, *DBF_DATE, rows, start, record)
    descriptors = b"".join(
        struct.pack("<11sc4xBB14x", f.name.encode(), f.type.encode(), f.width, f.decimals)
        for f in fields
    )
    return head + descriptors + END_OF_HEADER


def _block(batch: pa.RecordBatch, fields: Sequence[Layout]) -> Bytes:
    record = 1 + sum(f.width for f in fields)
    block = np.full((batch.num_rows, record), ord(" "), np.uint8)
    at = 1
    for index, field in enumerate(fields):
        array = batch.column(index)
        if field.type == "N" and field.decimals == 0 and pa.types.is_integer(array.type):
            _integers(array, block[:, at : at + field.width])
        else:
            _texts(_written(array, field), field, block[:, at : at + field.width])
        at += field.width
    return block


def _integers(array: pa.Array, into: Bytes) -> None:
    """Write whole numbers digit by digit, from the right, without making texts of them."""
    valid = array.is_valid().to_numpy(zero_copy_only=False)
    numbers = pc.fill_null(array, 0).to_numpy(zero_copy_only=False)
    negative = numbers < 0
    left = np.abs(numbers.astype(np.int64))
    width = into.shape[1]
    going = valid.copy()
    for place in range(width - 1, -1, -1):
        left, digit = np.divmod(left, 10)
        np.copyto(into[:, place], (digit + ord("0")).astype(np.uint8), where=going)
        done = going & (left == 0)
        if place and negative.any():
            np.copyto(into[:, place - 1], np.uint8(ord("-")), where=done & negative)
        going &= left != 0
        if not going.any():
            return
    if going.any():
        raise ValueError(f"a whole number does not fit {width} digits")


def _written(array: pa.Array, field: Layout) -> pa.Array:
    if field.type == "D":
        return pc.strftime(array, format="%Y%m%d")
    if pa.types.is_timestamp(array.type):
        return pc.strftime(pc.cast(array, pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%S")
    if field.type == "N":
        return _decimal_texts(array, field)
    return array


def _decimal_texts(array: pa.Array, field: Layout) -> pa.Array:
    """Fixed-point texts; formatting once for each different value, in C."""
    coded = pc.dictionary_encode(pc.cast(array, pa.float64()))
    said = [f"{value:>{field.width}.{field.decimals}f}" for value in coded.dictionary.to_pylist()]
    long = next((s for s in said if len(s) > field.width), None)
    if long is not None:
        said = [_squeezed(s, field.width) for s in said]
    return pc.take(pa.array(said, pa.string()), coded.indices)


def _squeezed(said: str, width: int) -> str:
    """Give up decimals, as ``losses`` announced; whole digits are never given up."""
    if len(said) <= width:
        return said
    if len(said.partition(".")[0]) > width:
        raise ValueError(f"{said} does not fit {width} characters")
    return said[:width]


def _texts(array: pa.Array, field: Layout, into: Bytes) -> None:
    raw = pc.fill_null(array, "").cast(pa.binary())
    padded = raw.to_numpy(zero_copy_only=False).astype(f"S{field.width}")
    view = np.ascontiguousarray(padded).view(np.uint8).reshape(len(raw), field.width)
    np.copyto(into, np.where(view == 0, np.uint8(ord(" ")), view))


DBF_FORMAT = Format("dbf", ".dbf", DBF, write_dbf, losses)
