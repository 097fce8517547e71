"""
Which households the rows of a leaked file are, without trusting its ids.

Rows are looked up in the master by the combination of all columns that agree with it (a virtual
primary key, Li, Swarup and Jajodia 2005); only combinations that occur once are used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from loket.microdata.codebook import DataFile
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, literal, quoted, scan
from loket.microdata.errors import InvalidSelection
from loket.microdata.fingerprint.permutation import Numbers
from loket.microdata.fingerprint.units import household_file, household_key, numbered
from loket.microdata.regions import COLUMN

# A column takes part when all but so many of its values are values of the master too.
_STRANGE = 0.02
_SHORTENED = (8, 10)


@dataclass(frozen=True, slots=True)
class Aligned:
    """
    A leaked file beside its master, one entry for each leaked row, in the leaked order.

    ``ids`` are the ids found (-1: none); ``households`` the household numbers recognised by
    content (-1: not); ``weight_ratio`` leaked over true weight (NaN: unknown). ``known`` are all
    household numbers of the master, sorted, and ``regency`` the code of each.
    """

    edition: Edition
    file: DataFile
    columns: tuple[str, ...]
    ids: Numbers
    households: Numbers
    weight_ratio: NDArray[np.float64]
    known: Numbers
    regency: NDArray[np.int64]

    @property
    def rows(self) -> int:
        """Number of leaked rows."""
        return len(self.ids)


def align(leaked: pa.Table, masters: Sequence[Edition]) -> Aligned:
    """
    Find the master file that ``leaked`` comes from, and its households.

    :raises InvalidSelection: if no master shares enough columns, or it has no household key
    """
    edition, file, names = _source(leaked, masters)
    keys = household_key(edition, file)
    if not keys:
        raise InvalidSelection(
            id="berkas induk tidak mempunyai kunci; berkas seperti ini tidak ditandai",
            en="the master has no key; such files are not marked",
            place=file.name,
        )
    with connected(memory="1GB") as connection:
        connection.register("leak", _renamed(leaked, names))
        master = f"(SELECT * FROM {scan(edition.master(file))})"  # noqa: S608
        table, numbers = numbered(connection, edition, keys, f"SELECT * FROM {master}")  # noqa: S608
        connection.register("households", table.append_column("@number", [numbers]))
        columns = _agreeing(connection, file, keys, names, master)
        found, ratio = _lookup(connection, file, keys, columns, names, master)
        if _real_ids(connection, keys, names):
            # The copy may have real ids, or be renumbered: whichever explains more rows.
            other = _lookup(connection, file, keys, (*columns, keys[-1]), names, master)
            if (other[0] >= 0).sum() > (found >= 0).sum():
                found, ratio = other
        ids = _ids(connection, keys[-1], names)
        known, regency = _regencies(connection, edition, keys)
    return Aligned(edition, file, columns, ids, found, ratio, known, regency)


def _source(
    leaked: pa.Table, masters: Sequence[Edition]
) -> tuple[Edition, DataFile, Mapping[str, str]]:
    best: tuple[int, int, Edition, DataFile, Mapping[str, str]] | None = None
    for edition in masters:
        for file in edition.codebook.present:
            names = _matching(leaked.column_names, file)
            score = (len(names), -len(file.variables))
            if best is None or score > best[:2]:
                best = (*score, edition, file, names)
    if best is None or not best[0] or best[0] * 2 < len(leaked.column_names):
        raise InvalidSelection(
            id="kolom berkas ini tidak cocok dengan edisi mana pun; periksa edisi yang dipilih",
            en="the columns fit none of the editions; check which editions were chosen",
        )
    return best[2], best[3], best[4]


def _matching(columns: Sequence[str], file: DataFile) -> dict[str, str]:
    """Return leaked column names by master name; formats may change case or cut names."""
    by_folded = {name.casefold(): name for name in file.names}
    found: dict[str, str] = {}
    for column in columns:
        folded = column.casefold()
        name = by_folded.get(folded)
        if name is None and len(column) in _SHORTENED:
            begun = [n for f, n in by_folded.items() if f.startswith(folded)]
            name = begun[0] if len(begun) == 1 else None
        if name is not None and name not in found:
            found[name] = column
    return found


def _renamed(leaked: pa.Table, names: Mapping[str, str]) -> pa.Table:
    table = leaked.select(list(names.values())).rename_columns(list(names))
    return table.append_column("@row", pa.array(np.arange(leaked.num_rows)))


def _canonical(name: str) -> str:
    """Return SQL for a value in one form, whether a format keeps it as number or as text."""
    said = f"trim(CAST({quoted(name)} AS VARCHAR))"
    return f"coalesce(CAST(try_cast({said} AS DOUBLE) AS VARCHAR), {said}, '')"


def _agreeing(
    connection: duckdb.DuckDBPyConnection,
    file: DataFile,
    keys: tuple[str, ...],
    names: Mapping[str, str],
    master: str,
) -> tuple[str, ...]:
    kept = []
    for name in names:
        if name == keys[-1] or file.variable(name).is_weight:
            continue
        query = (
            f"SELECT avg(CAST(m.v IS NULL AS INT)) FROM (SELECT {_canonical(name)} AS v FROM leak) l "  # noqa: S608, E501
            f"LEFT JOIN (SELECT DISTINCT {_canonical(name)} AS v FROM {master}) m USING (v)"
        )
        if _share(connection, query, 1.0) <= _STRANGE:
            kept.append(name)
    return tuple(kept)


def _real_ids(
    connection: duckdb.DuckDBPyConnection, keys: tuple[str, ...], names: Mapping[str, str]
) -> bool:
    """Tell whether all leaked ids are ids of the master, surrogates being hardly ever so."""
    if not all(key in names for key in keys):
        return False
    on = " AND ".join(f"{_as_text('l', key)} = {_as_text('h', key)}" for key in keys)
    query = (
        "SELECT avg(CAST(EXISTS (SELECT 1 FROM households h WHERE "  # noqa: S608
        f"{on}) AS INT)) FROM leak l"
    )
    return _share(connection, query, 0.0) >= 1 - _STRANGE


def _share(connection: duckdb.DuckDBPyConnection, query: str, empty: float) -> float:
    """Return the one number of ``query``, or ``empty`` over no rows."""
    ((share,),) = connection.execute(query).fetchall()
    return empty if share is None else float(share)


def _as_text(alias: str, name: str) -> str:
    said = f"trim(CAST({alias}.{quoted(name)} AS VARCHAR))"
    return f"coalesce(CAST(try_cast({said} AS DOUBLE) AS VARCHAR), {said})"


def _lookup(
    connection: duckdb.DuckDBPyConnection,
    file: DataFile,
    keys: tuple[str, ...],
    columns: Sequence[str],
    names: Mapping[str, str],
    master: str,
) -> tuple[Numbers, NDArray[np.float64]]:
    """Return the household of each leaked row, and the ratio of its weight to the true one."""
    signature = f"hash({', '.join(_canonical(name) for name in columns) or literal('')})"
    weight = next((n for n in names if file.variable(n).is_weight), None)
    true = f"any_value({quoted(weight)})" if weight else "NULL"
    leaked = f"try_cast(l.{quoted(weight)} AS DOUBLE)" if weight else "NULL"
    on = " AND ".join(f"r.{quoted(key)} = h.{quoted(key)}" for key in keys)
    # Rows alike but of one household still name it; their weights may differ.
    known = (
        f'SELECT {signature} AS s, min("@number") AS number, '  # noqa: S608
        f"CASE WHEN count(*) = 1 THEN {true} END AS w "
        f'FROM (SELECT r.*, h."@number" FROM {master} r JOIN households h ON {on}) '
        'GROUP BY s HAVING min("@number") = max("@number")'
    )
    query = (
        f"SELECT coalesce(m.number, -1) AS number, "  # noqa: S608
        f"coalesce({leaked} / nullif(m.w, 0), 'NaN'::DOUBLE) AS ratio "
        f"FROM (SELECT *, {signature} AS s FROM leak) l LEFT JOIN ({known}) m USING (s) "
        'ORDER BY l."@row"'
    )
    table = connection.sql(query).to_arrow_table()
    return (
        table.column("number").to_numpy().astype(np.int64),
        table.column("ratio").to_numpy().astype(np.float64),
    )


def _ids(connection: duckdb.DuckDBPyConnection, name: str, names: Mapping[str, str]) -> Numbers:
    column = f"try_cast(try_cast(trim(CAST({quoted(name)} AS VARCHAR)) AS DOUBLE) AS BIGINT)"
    wanted = f"coalesce({column}, -1)" if name in names else "-1::BIGINT"
    table = connection.sql(f'SELECT {wanted} AS id FROM leak ORDER BY "@row"').to_arrow_table()  # noqa: S608
    ids: Numbers = table.column("id").to_numpy().astype(np.int64)
    return ids


def _regencies(
    connection: duckdb.DuckDBPyConnection, edition: Edition, keys: tuple[str, ...]
) -> tuple[Numbers, NDArray[np.int64]]:
    home = household_file(edition, keys)
    code = f"try_cast(left({quoted(COLUMN)}, 4) AS BIGINT)" if home.region else "0"
    using = ", ".join(map(quoted, keys))
    table = connection.sql(
        f'SELECT h."@number" AS n, coalesce(min({code}), 0) AS code FROM households h '  # noqa: S608
        f"JOIN {scan(edition.master(home))} USING ({using}) GROUP BY n ORDER BY n"
    ).to_arrow_table()
    return (
        table.column("n").to_numpy().astype(np.int64),
        table.column("code").to_numpy().astype(np.int64),
    )
