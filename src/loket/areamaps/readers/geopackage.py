"""A GeoPackage read through SQLite; shapes by their header (OGC 12-128) and GEOS."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import shapely

from loket.areamaps.opening import Geometries
from loket.areamaps.readers.read_back import ReadBack, broken

_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_EMPTY_FLAG = 0b0001_0000


def read(path: Path) -> ReadBack:
    """
    Read the only feature table of a GeoPackage.

    :raises AreaMapError: if it does not hold exactly one, or a shape has no valid header
    """
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        found = connection.execute(
            "SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id"
            " FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s USING (srs_id)"
        ).fetchall()
        if len(found) != 1:
            raise broken(path.name, f"{len(found)} tabel / tables")
        table, column, organisation, number = found[0]
        rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY fid')  # noqa: S608 - own file
        names = [str(each[0]) for each in rows.description]
        records = rows.fetchall()
    at = names.index(column)
    shapes: Geometries = np.empty(len(records), dtype=object)
    shapes[:] = [_shape(record[at], path.name) for record in records]
    columns = {
        name: ["" if record[place] is None else str(record[place]) for record in records]
        for place, name in enumerate(names)
        if name not in {column, "fid"}
    }
    return ReadBack(columns, shapes, f"{organisation}:{number}")


def _shape(blob: bytes | None, name: str) -> object:
    if blob is None:
        return None
    if blob[:2] != b"GP" or blob[2] != 0:
        raise broken(name, "geometri / geometry")
    flags = blob[3]
    if flags & _EMPTY_FLAG:
        return None
    start = 8 + _ENVELOPE_BYTES[(flags >> 1) & 0b111]
    return shapely.from_wkb(blob[start:])
