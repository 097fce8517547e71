"""
dBASE .dbf: reading with NumPy, block by block.

Source of the layout: dBASE III+ and Visual FoxPro table structure (32-byte header, 32-byte field
descriptors ended by 0x0D, fixed-width records begun by a deletion mark).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loket.microdata.codebook import DataFile, Kind, Variable, duplicates
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.source import BATCH_ROWS, Source, Take, unreadable

HEADER = 32
DESCRIPTOR = 32
END = 0x0D
EXACT_DIGITS = 15
VERSIONS = frozenset({0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0xCB, 0xF5})
LANGUAGES = {0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x13: "cp932"}
Bytes = npt.NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``offset`` and ``width`` in bytes within the record."""

    name: str
    type: str
    offset: int
    width: int
    decimals: int


@dataclass(frozen=True, slots=True)
class Table:
    """The header of a .dbf file."""

    path: Path
    rows: int
    start: int
    record: int
    encoding: str
    fields: tuple[Field, ...]


def read_dbf(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open a dBASE file. Rows marked as deleted are left out.

    :raises UnreadableFile: if it is not one, is cut short, or has memo fields
    """
    table = header(path, encoding)
    schema = pa.schema([pa.field(f.name, _arrow_type(f)) for f in table.fields])

    def feed(take: Take) -> None:
        records = np.memmap(
            path, dtype=_record_type(table), mode="r", offset=table.start, shape=(table.rows,)
        )
        for first in range(0, table.rows, BATCH_ROWS):
            block = np.array(records[first : first + BATCH_ROWS])
            kept = block[block["@mark"] != b"*"]
            columns = [_column(kept[f.name], f, table) for f in table.fields]
            take(pa.RecordBatch.from_arrays(columns, schema=schema))

    def feed_if_any(take: Take) -> None:
        if table.rows:
            feed(take)

    file = DataFile(path.stem, tuple(map(_variable, table.fields)), rows=table.rows)
    return Source(file, schema, feed_if_any, encoding=table.encoding)


def header(path: Path, encoding: str | None = None) -> Table:
    """Read the header. :raises UnreadableFile: if it makes no sense or the file is cut short"""
    with path.open("rb") as stream:
        head = stream.read(HEADER)
        if len(head) < HEADER or head[0] not in VERSIONS:
            raise unreadable(path, "dBASE", "kepala berkas tidak dikenal / unknown header")
        rows, start, record = struct.unpack("<IHH", head[4:12])
        descriptors = stream.read(max(start - HEADER, 0))
    used = encoding or _declared_encoding(path, head[29])
    fields = _fields(path, descriptors, used)
    if 1 + sum(f.width for f in fields) != record or not fields:
        raise unreadable(path, "dBASE", "panjang baris tidak cocok / record length does not match")
    expected = start + rows * record
    if path.stat().st_size < expected:
        raise unreadable(path, "dBASE", f"{path.stat().st_size} < {expected} bytes")
    again = duplicates(f.name for f in fields)
    if again:
        raise UnreadableFile(
            id=f"nama variabel ganda: {', '.join(again)}; ganti salah satunya",
            en=f"duplicate variable names: {', '.join(again)}; rename one of each",
            place=path.name,
        )
    return Table(path, rows, start, record, used, fields)


def _declared_encoding(path: Path, language: int) -> str:
    for sidecar in (path.with_suffix(".cpg"), path.with_suffix(".CPG")):
        if sidecar.exists():
            said = sidecar.read_text("ascii", errors="ignore").strip()
            return f"cp{said}" if said.isdecimal() and len(said) <= 4 else said or "utf-8"  # noqa: PLR2004
    return LANGUAGES.get(language, "utf-8")


def _fields(path: Path, descriptors: bytes, encoding: str) -> tuple[Field, ...]:
    fields = []
    offset = 1
    for at in range(0, len(descriptors), DESCRIPTOR):
        piece = descriptors[at : at + DESCRIPTOR]
        if piece[0] == END or len(piece) < DESCRIPTOR:
            break
        try:
            name = piece[:11].split(b"\0")[0].decode(encoding).strip()
        except (UnicodeDecodeError, LookupError) as error:
            raise unreadable(path, "dBASE", error) from error
        type_ = chr(piece[11])
        width, decimals = piece[16], piece[17]
        if type_ == "C":
            width, decimals = width + 256 * decimals, 0
        if type_ not in READERS:
            raise UnreadableFile(
                id=f"jenis kolom {type_!r} tidak didukung; ekspor ulang tanpa kolom itu",
                en=f"field type {type_!r} is not supported; export again without that field",
                place=f"{path.name}, {name}",
            )
        fields.append(Field(name, type_, offset, width, decimals))
        offset += width
    return tuple(fields)


def _record_type(table: Table) -> np.dtype[np.void]:
    return np.dtype(
        {
            "names": ["@mark", *(f.name for f in table.fields)],
            "formats": ["S1", *(f"S{f.width}" for f in table.fields)],
            "offsets": [0, *(f.offset for f in table.fields)],
            "itemsize": table.record,
        }
    )


def _kind(field: Field) -> Kind:
    if field.type == "D":
        return "date"
    if field.type in "CL" or (field.type in "NF" and _is_long_code(field)):
        return "text"
    return "numeric"


def _is_long_code(field: Field) -> bool:
    return field.decimals == 0 and field.width > EXACT_DIGITS


def _variable(field: Field) -> Variable:
    return Variable(field.name, kind=_kind(field), width=field.width, decimals=field.decimals)


def _arrow_type(field: Field) -> pa.DataType:
    return {"text": pa.string(), "date": pa.date32()}.get(_kind(field), pa.float64())


def _column(raw: Bytes, field: Field, table: Table) -> pa.Array:
    try:
        return READERS[field.type](np.ascontiguousarray(raw), field, table)
    except (pa.ArrowException, UnicodeError, LookupError, ValueError) as error:
        raise unreadable(table.path, "dBASE", f"{field.name}: {error}") from error


def _text(raw: Bytes, field: Field, table: Table) -> pa.Array:
    coded = pc.dictionary_encode(pa.array(raw, pa.binary()))
    decoded = [
        value.decode(table.encoding).rstrip(" \0") for value in coded.dictionary.to_pylist()
    ]
    values = pa.array([value or None for value in decoded], pa.string())
    return pc.take(values, coded.indices)


def _number(raw: Bytes, field: Field, table: Table) -> pa.Array:
    written = pc.ascii_trim(pa.array(raw, pa.binary()).cast(pa.string()), " \0")
    empty = pc.or_(pc.equal(written, ""), pc.starts_with(written, "*"))
    kept = pc.if_else(empty, pa.scalar(None, pa.string()), written)
    return kept if _is_long_code(field) else pc.cast(kept, pa.float64())


def _date(raw: Bytes, field: Field, table: Table) -> pa.Array:
    written = pc.ascii_trim(pa.array(raw, pa.binary()).cast(pa.string()), " \0")
    empty = pc.or_(pc.equal(written, ""), pc.equal(written, "00000000"))
    kept = pc.if_else(empty, pa.scalar(None, pa.string()), written)
    return pc.cast(pc.strptime(kept, format="%Y%m%d", unit="s"), pa.date32())


def _logical(raw: Bytes, field: Field, table: Table) -> pa.Array:
    written = pc.utf8_upper(pa.array(raw, pa.binary()).cast(pa.string()))
    known = pc.is_in(written, pa.array(["T", "F", "Y", "N"]))
    return pc.if_else(known, written, pa.scalar(None, pa.string()))


def _binary(code: str) -> Callable[[Bytes, Field, Table], pa.Array]:
    def read(raw: Bytes, field: Field, table: Table) -> pa.Array:
        return pa.array(raw.view(np.dtype(code)).astype(np.float64))

    return read


READERS: dict[str, Callable[[Bytes, Field, Table], pa.Array]] = {
    "C": _text,
    "N": _number,
    "F": _number,
    "D": _date,
    "L": _logical,
    "I": _binary("<i4"),
    "B": _binary("<f8"),
}
