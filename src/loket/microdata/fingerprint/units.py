"""Which rows belong together, and the number under which a household is permuted."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from loket.microdata.codebook import DataFile
from loket.microdata.edition import Edition
from loket.microdata.engine import quoted, scan
from loket.microdata.fingerprint.permutation import Numbers

_DIGITS = 12
# Columns that number a member or an item within its household.
WITHIN = frozenset({"R401", "NO_ART", "NOART", "NOURUT", "NO_URUT", "PPNO", "KODE", "NUA"})


def household_key(edition: Edition, file: DataFile) -> tuple[str, ...]:
    """
    Return the key of the households (or single units) in ``file``; nothing if it has none.

    It is the shortest key of the edition that the file has whole. Where that is a person's, in a
    study of one file, the columns that number a member are taken away.
    """
    held = [each.keys for each in edition.codebook.present if each.keys]
    fitting = [keys for keys in held if all(name in file for name in keys)]
    found = min(fitting, key=lambda keys: (len(keys), keys), default=())
    outside = tuple(name for name in found if name.upper() not in WITHIN)
    return outside or found


def household_file(edition: Edition, keys: tuple[str, ...]) -> DataFile:
    """Return the file with the shortest key that has ``keys``: the households', if any."""
    having = [
        file for file in edition.codebook.present if file.keys and set(keys) <= set(file.keys)
    ]
    return min(having, key=lambda file: len(file.keys))


def numbered(
    connection: duckdb.DuckDBPyConnection, edition: Edition, keys: tuple[str, ...], sql: str
) -> tuple[pa.Table, Numbers]:
    """
    Return the distinct households of ``sql``, in order of their keys, and their numbers.

    A single whole number is its own number; other keys are numbered by their place among all
    households of the edition. Rows with an empty key are left out.
    """
    names = ", ".join(map(quoted, keys))
    distinct = _distinct(keys, f"({sql})")
    if is_own_number(connection, edition, keys):
        found = connection.sql(f"{distinct} ORDER BY {names}").to_arrow_table()
        return found, found.column(0).to_numpy().astype(np.int64)
    every = " UNION ".join(
        _distinct(keys, scan(edition.master(file)))
        for file in edition.codebook.present
        if all(name in file for name in keys)
    )
    ranked = connection.sql(
        f"SELECT k.*, p.place FROM ({distinct}) k JOIN ("  # noqa: S608
        f"SELECT {names}, row_number() OVER (ORDER BY {names}) - 1 AS place FROM ({every})) p "
        f"USING ({names}) ORDER BY {names}"
    ).to_arrow_table()
    return ranked.drop_columns(["place"]), ranked.column("place").to_numpy().astype(np.int64)


def _distinct(keys: tuple[str, ...], rows: str) -> str:
    names = ", ".join(map(quoted, keys))
    filled = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in keys)
    return f"SELECT DISTINCT {names} FROM {rows} WHERE {filled}"  # noqa: S608


def is_own_number(
    connection: duckdb.DuckDBPyConnection, edition: Edition, keys: tuple[str, ...]
) -> bool:
    """Tell whether the key is one whole number, nowhere negative, with room to be permuted."""
    files = [file for file in edition.codebook.present if all(key in file for key in keys)]
    if len(keys) != 1 or not all(_is_short_number(file, keys[0]) for file in files):
        return False
    least = " UNION ALL ".join(
        f"SELECT min({quoted(keys[0])}) FROM {scan(edition.master(file))}"  # noqa: S608
        for file in files
    )
    return all(low is None or low >= 0 for (low,) in connection.execute(least).fetchall())


def _is_short_number(file: DataFile, name: str) -> bool:
    variable = file.variable(name)
    return variable.kind == "numeric" and not variable.decimals and variable.width < _DIGITS
