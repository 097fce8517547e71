"""A Shapefile set read by its specification (ESRI, July 1998) and dBASE III headers."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from loket.areamaps.opening import Geometries
from loket.areamaps.readers.read_back import ReadBack, broken

_HEADER_BYTES = 100
_POLYGON = 5
_NULL = 0
_FIELD_BYTES = 32
_FIELDS_END = 0x0D


def read(path: Path) -> ReadBack:
    """
    Read ``path`` (.shp) and its .shx, .dbf, .prj and .cpg.

    :raises AreaMapError: if the files contradict the specification or each other
    """
    shp = path.read_bytes()
    shapes = [_shape(content, path.name) for content in _records(shp, path)]
    array: Geometries = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    encoding = path.with_suffix(".cpg").read_text(encoding="ascii").strip()
    columns = _table(path.with_suffix(".dbf"), encoding)
    if any(len(values) != len(shapes) for values in columns.values()):
        raise broken(path.name, "shp ≠ dbf")
    return ReadBack(columns, array, path.with_suffix(".prj").read_text(encoding="utf-8"))


def _records(shp: bytes, path: Path) -> list[bytes]:
    """Return the contents of the records, found through the index and checked against it."""
    if struct.unpack(">i", shp[24:28])[0] * 2 != len(shp):
        raise broken(path.name, "panjang / length")
    index = path.with_suffix(".shx").read_bytes()
    records: list[bytes] = []
    for at in range(_HEADER_BYTES, len(index), 8):
        offset, words = struct.unpack(">ii", index[at : at + 8])
        start = offset * 2
        number, own_words = struct.unpack(">ii", shp[start : start + 8])
        if own_words != words or number != len(records) + 1:
            raise broken(path.name, "shx ≠ shp")
        records.append(shp[start + 8 : start + 8 + words * 2])
    if sum(len(record) + 8 for record in records) + _HEADER_BYTES != len(shp):
        raise broken(path.name, "shx ≠ shp")
    return records


def _shape(content: bytes, name: str) -> Polygon | MultiPolygon | None:
    kind = struct.unpack("<i", content[:4])[0]
    if kind == _NULL:
        return None
    if kind != _POLYGON:
        raise broken(name, f"shape type {kind}")
    parts, points = struct.unpack("<ii", content[36:44])
    starts = [*struct.unpack(f"<{parts}i", content[44 : 44 + 4 * parts]), points]
    body = np.frombuffer(content, dtype="<f8", offset=44 + 4 * parts).reshape(-1, 2)
    rings = [body[starts[part] : starts[part + 1]] for part in range(parts)]
    return _assembled(rings)


def _assembled(rings: list[NDArray[np.float64]]) -> Polygon | MultiPolygon:
    # Outer rings run clockwise, holes the other way; a hole belongs to the smallest outer
    # ring around it.
    shells = [Polygon(ring) for ring in rings if not shapely.is_ccw(shapely.linearrings(ring))]
    holes: list[list[NDArray[np.float64]]] = [[] for _ in shells]
    for ring in rings:
        if shapely.is_ccw(shapely.linearrings(ring)):
            inner = Polygon(ring)
            around = [at for at, shell in enumerate(shells) if shell.covers(inner)]
            holes[min(around, key=lambda at: shells[at].area)].append(ring)
    whole = [Polygon(shell.exterior, inner) for shell, inner in zip(shells, holes, strict=True)]
    return whole[0] if len(whole) == 1 else MultiPolygon(whole)


def _table(path: Path, encoding: str) -> dict[str, list[str]]:
    data = path.read_bytes()
    rows, header, width = struct.unpack("<IHH", data[4:12])
    fields: list[tuple[str, int]] = []
    at = _FIELD_BYTES
    while data[at] != _FIELDS_END:
        name = data[at : at + 11].split(b"\x00")[0].decode("ascii")
        fields.append((name, data[at + 16]))
        at += _FIELD_BYTES
    if 1 + sum(length for _, length in fields) != width:
        raise broken(path.name, "dbf")
    columns: dict[str, list[str]] = {name: [] for name, _ in fields}
    for row in range(rows):
        place = header + row * width + 1
        for name, length in fields:
            text = data[place : place + length].decode(encoding)
            columns[name].append(text.strip(" \x00"))
            place += length
    return columns
