"""
Marking one copy: surrogate household ids, keyed order of households, and, if asked, weights.

No category and no quantity is changed by the first two. The same order, edition and version of
this module give the same rows.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

import duckdb
import numpy as np
import pyarrow as pa

from loket.microdata.codebook import DataFile, Variable
from loket.microdata.edition import Edition
from loket.microdata.engine import quoted
from loket.microdata.fingerprint.keys import OrderKey
from loket.microdata.fingerprint.permutation import Permutation
from loket.microdata.fingerprint.units import household_key, numbered
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
    ) -> tuple[DataFile, str]:
        """Return ``file`` and ``sql`` marked; rows stay as they are without a household key."""
        if self.licence is not None:
            file = labelled(file, self.licence)
        keys = household_key(self.edition, file)
        if not keys or not (self.channels.ids or self.channels.order or self.channels.weights):
            return file, sql
        table = f"households_{hashlib.sha256(file.name.encode()).hexdigest()[:16]}"
        connection.register(table, self._households(connection, keys, sql))
        marked = self._marked_file(file, keys)
        return marked, self._sql(file, marked, keys, sql, table)

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
        variables = tuple(_widened(v) if v.name == keys[-1] else v for v in file.variables)
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


def _widened(variable: Variable) -> Variable:
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
