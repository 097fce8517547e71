"""
dBASE .dbf: writing in blocks of columns with NumPy.

Texts are UTF-8 (said in the .cpg beside it by ``package``); numbers are right-aligned with the
decimals of the codebook; an empty number is blank. Source of the layout: see ``dbf_read``.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.codebook import Bilingual, Study, Variable
from loket.microdata.formats.digits import WholeTable, fixed_point
from loket.microdata.formats.fitting import Fitted, Loss
from loket.microdata.formats.fixed_text import fixed
from loket.microdata.formats.held import held
from loket.microdata.formats.moment import DBF_DATE
from loket.microdata.formats.sink import Rows

WIDEST_NUMBER = 20
MOST_DECIMALS = 15
END_OF_HEADER = b"\r"
END_OF_FILE = b"\x1a"
SPACE = ord(" ")
Bytes = npt.NDArray[np.uint8]
Bounds = Mapping[str, tuple[int, int]]


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
    packer = _Packer(fields, [c.variable.name for c in fitted.columns], rows.bounds)
    with path.open("wb") as stream:
        stream.write(header(fields, rows.count))
        for batch in rows.batches:
            stream.write(packer.block(batch))
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


class _Packer:
    """Packs batches into records; what each field needs is made ready once."""

    def __init__(self, fields: Sequence[Layout], names: Sequence[str], bounds: Bounds) -> None:
        self._fields = fields
        self._record = np.dtype(
            [("deleted", "V1"), *((f"f{i}", f"V{f.width}") for i, f in enumerate(fields))]
        )
        self._tables = [
            WholeTable.within(bounds.get(name), field.width)
            if field.type == "N" and not field.decimals
            else None
            for name, field in zip(names, fields, strict=True)
        ]

    def block(self, batch: pa.RecordBatch) -> memoryview:
        records = np.empty(batch.num_rows, self._record)
        records["deleted"] = b" "
        for index, (field, table) in enumerate(zip(self._fields, self._tables, strict=True)):
            array = batch.column(index)
            if table is not None and pa.types.is_integer(array.type):
                cells = table.cells(*held(array))
            else:
                cells = _cells(array, field).view(f"V{field.width}")[:, 0]
            records[f"f{index}"] = cells
        return records.view(np.uint8).data


def _cells(array: pa.Array, field: Layout) -> Bytes:
    """Return the (n, width) characters of one field."""
    if field.type == "D":
        return fixed(pc.strftime(array, format="%Y%m%d"), field.width, SPACE)
    if pa.types.is_timestamp(array.type):
        said = pc.strftime(pc.cast(array, pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%S")
        return fixed(said, field.width, SPACE)
    if field.type != "N":
        return fixed(array, field.width, SPACE)
    numbers, valid = held(array)
    cells = fixed_point(numbers, valid, field.width, field.decimals)
    return fixed(_decimal_texts(array, field), field.width, SPACE) if cells is None else cells


def _decimal_texts(array: pa.Array, field: Layout) -> pa.Array:
    """Fixed-point texts of numbers that have more digits than ``field`` or a whole number."""
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
