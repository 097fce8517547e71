"""
Marking one copy: surrogate household ids, keyed order of households, and, if asked, weights.

No category and no quantity is changed by the first two. The same order, edition and version of
this module give the same rows.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from loket.microdata.codebook import DataFile, Variable
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, quoted, scan
from loket.microdata.extract import Rewritten
from loket.microdata.fingerprint.keys import OrderKey
from loket.microdata.fingerprint.permutation import Permutation
from loket.microdata.fingerprint.stream import MOST_CELLS, Homes, MarkedStream
from loket.microdata.fingerprint.units import household_key, is_own_number, numbered
from loket.microdata.fingerprint.visible import Licence, labelled
from loket.microdata.fingerprint.weights import WeightPairs, factors
from loket.microdata.plan import columns_of

VERSION = "1"
DIGITS = 12
IDS, ORDER = "ids", "order"
_REGENCY = 4
_SURROGATE, _PLACE, _FACTOR, _ROW = "@surrogate", "@place", "@factor", "@row"


@dataclass(frozen=True, slots=True)
class Channels:
    """
    What marks a copy. ``weights`` names the pairs to shift, or None (the default) for not at all.

    ``ids`` off keeps the real household numbers, where a buyer has to join with another panel.
    """

    ids: bool = True
    order: bool = True
    weights: WeightPairs | None = None


@dataclass(slots=True)
class Marking:
    """
    A ``Rewrite`` for ``extract`` and ``assemble``: marks every file of one order with its key.

    ``licence`` also stands in each file's own label, where the format has one.
    """

    edition: Edition
    key: OrderKey
    channels: Channels = field(default_factory=Channels)
    licence: Licence | None = None
    _ids: Permutation = field(init=False, repr=False)
    _order: Permutation = field(init=False, repr=False)
    _factors: dict[int, float] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        self._ids = Permutation(self.key.derived(IDS))
        self._order = Permutation(self.key.derived(ORDER))

    def __call__(
        self, connection: duckdb.DuckDBPyConnection, file: DataFile, sql: str, /
    ) -> Rewritten:
        """Return what to deliver of ``file``; rows stay as they are without a household key."""
        if self.licence is not None:
            file = labelled(file, self.licence)
        keys = household_key(self.edition, file)
        if not keys or not (self.channels.ids or self.channels.order or self.channels.weights):
            return Rewritten(file, sql)
        marked = self._marked_file(file, keys)
        changed = frozenset(keys[-1:] if self.channels.ids else ()) | frozenset(
            v.name for v in file.variables if v.is_weight and self.channels.weights
        )
        if self._is_streamable(connection, file, keys, sql):
            stream = self._stream(connection, file, keys, sql)
            return Rewritten(marked, self._cast(marked, keys[0], sql), stream, changed)
        homes = self._households(connection, keys, sql)
        table = f"households_{hashlib.sha256(file.name.encode()).hexdigest()[:16]}"
        connection.register(table, homes)
        return Rewritten(marked, self._sql(file, marked, keys, sql, table), None, changed)

    def _is_streamable(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: DataFile,
        keys: tuple[str, ...],
        sql: str,
    ) -> bool:
        """
        Tell whether rows can be marked as they pass, instead of sorting the whole file.

        The order of households is keyed within each regency, and those stand together already:
        no more than one regency has to be held.
        """
        if len(keys) > 1 or self.channels.weights is not None:
            return False
        if not self.channels.order:
            return True
        regency = _regency(file)
        if not regency:
            return False
        most = MOST_CELLS // max(len(file.variables), 1)
        if self._greatest_of_all(file, regency) <= most:
            return True
        return _greatest(connection, f"({sql})", regency) <= most

    def _greatest_of_all(self, file: DataFile, regency: list[str]) -> float:
        """Return the rows of the greatest regency, whatever was ordered: it is known soon."""
        whole = (each for each in self.edition.codebook.present if each.name == file.name)
        mine = next(whole, None)
        if mine is None or not all(name in mine for name in regency):
            return math.inf
        master = self.edition.master(mine)
        return _greatest_in(master, master.stat().st_mtime_ns, tuple(regency))

    def _stream(
        self,
        connection: duckdb.DuckDBPyConnection,
        file: DataFile,
        keys: tuple[str, ...],
        sql: str,
    ) -> MarkedStream:
        homes = None
        if not is_own_number(connection, self.edition, keys):
            table, numbers = numbered(connection, self.edition, keys, sql)
            homes = Homes(table.column(0).combine_chunks(), numbers)
        names = columns_of(file)
        return MarkedStream(
            key=names.index(keys[0]),
            regency=tuple(map(names.index, _regency(file))),
            homes=homes,
            ids=self._ids if self.channels.ids else None,
            order=self._order if self.channels.order else None,
        )

    def _cast(self, marked: DataFile, key: str, sql: str) -> str:
        """Give the column of ids the type that the twelve digits need."""
        if not self.channels.ids or marked.variable(key).kind == "text":
            return sql
        columns = [
            f"CAST({quoted(name)} AS BIGINT) AS {quoted(name)}" if name == key else quoted(name)
            for name in columns_of(marked)
        ]
        return f"SELECT {', '.join(columns)} FROM ({sql})"  # noqa: S608

    def _households(
        self, connection: duckdb.DuckDBPyConnection, keys: tuple[str, ...], sql: str
    ) -> pa.Table:
        table, numbers = numbered(connection, self.edition, keys, sql)
        table = table.append_column(_SURROGATE, pa.array(self._ids.forward(numbers)))
        table = table.append_column(_PLACE, pa.array(self._order.forward(numbers)))
        if self.channels.weights is not None:
            if self._factors is None:
                self._factors = factors(self.edition, self.key, self.channels.weights)
            shifts = [self._factors.get(int(number), 1.0) for number in numbers]
            table = table.append_column(_FACTOR, pa.array(np.array(shifts, dtype=np.float64)))
        return table

    def _marked_file(self, file: DataFile, keys: tuple[str, ...]) -> DataFile:
        if not self.channels.ids:
            return file
        variables = tuple(widened(v) if v.name == keys[-1] else v for v in file.variables)
        return replace(file, variables=variables)

    def _sql(
        self, file: DataFile, marked: DataFile, keys: tuple[str, ...], sql: str, table: str
    ) -> str:
        columns = [self._column(marked, name, keys[-1]) for name in columns_of(file)]
        on = " AND ".join(f"a.{quoted(key)} = h.{quoted(key)}" for key in keys)
        order = [f"a.{quoted(name)}" for name in _regency(file)]
        order += [f"h.{quoted(_PLACE)}"] if self.channels.order else []
        return (
            f"SELECT {', '.join(columns)} FROM (SELECT *, row_number() OVER () AS {quoted(_ROW)} "  # noqa: S608
            f"FROM ({sql})) a LEFT JOIN {table} h ON {on} "
            f"ORDER BY {', '.join([*(order if self.channels.order else []), f'a.{quoted(_ROW)}'])}"
        )

    def _column(self, file: DataFile, name: str, id_name: str) -> str:
        if name == id_name and self.channels.ids:
            held = "VARCHAR" if file.variable(name).kind == "text" else "BIGINT"
            return f"CAST(h.{quoted(_SURROGATE)} AS {held}) AS {quoted(name)}"
        if self.channels.weights is not None and name in file and file.variable(name).is_weight:
            decimals = file.variable(name).decimals
            return (
                f"round(a.{quoted(name)} * coalesce(h.{quoted(_FACTOR)}, 1), {decimals}) "
                f"AS {quoted(name)}"
            )
        return f"a.{quoted(name)}"


@lru_cache(maxsize=64)
def _greatest_in(master: Path, _written: int, regency: tuple[str, ...]) -> int:
    with connected() as connection:
        return _greatest(connection, scan(master), regency)


def _greatest(connection: duckdb.DuckDBPyConnection, source: str, regency: Sequence[str]) -> int:
    names = ", ".join(map(quoted, regency))
    rows = f"SELECT count(*) AS n FROM {source} GROUP BY {names}"  # noqa: S608
    (greatest,) = connection.execute(f"SELECT max(n) FROM ({rows})").fetchall()[0]  # noqa: S608
    return int(greatest or 0)


def widened(variable: Variable) -> Variable:
    """Return an id that holds twelve digits; value labels of single ids no longer fit."""
    shown = f"A{max(variable.width, DIGITS)}" if variable.kind == "text" else f"F{DIGITS}.0"
    return replace(
        variable, width=max(variable.width, DIGITS), display_format=shown, values=(), decimals=0
    )


def _regency(file: DataFile) -> list[str]:
    """Return the region variables down to the regency: its rows stay together."""
    digits, kept = 0, []
    for part in file.region:
        digits += part.digits
        if digits <= _REGENCY:
            kept.append(part.variable)
    return kept
