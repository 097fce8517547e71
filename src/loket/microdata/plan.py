"""
From a definition to one SQL query for each file, over the Parquet masters of an edition.

Rows keep the master's order. A text value ending in ``*`` in a condition stands for all values
that begin so. The same plan is written for either engine, see ``dialect``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loket.microdata.codebook import DataFile, Part, Variable
from loket.microdata.definition.model import Condition, Definition, Value
from loket.microdata.dialect import DUCKDB, ROW, Dialect
from loket.microdata.edition import Edition
from loket.microdata.errors import InvalidSelection, UnknownRegion, UnknownVariable
from loket.microdata.parts import covered, first_province
from loket.microdata.regions import COLUMN, checked


@dataclass(frozen=True, slots=True)
class Query:
    """
    One file to be delivered: its description and the SQL giving its rows.

    The columns of the SQL are the file's variables in order, then a tag column for each
    variable with tags. ``source`` is the codebook's name of the file that its rows are from;
    only where a file is delivered in parts is it another than ``file.name``.
    """

    file: DataFile
    sql: str
    source: str


def plan(edition: Edition, definition: Definition, dialect: Dialect = DUCKDB) -> tuple[Query, ...]:
    """
    Return the queries that carry out ``definition`` on ``edition``, one for each file.

    :raises UnknownVariable: if it names a file or variable that is not there
    :raises UnknownRegion: if it names a region of no known level, or no file has regions
    :raises InvalidSelection: if it wants nothing, or conditions cannot reach a file
    """
    return _Planner(edition, definition, dialect).queries()


def deliveries(
    edition: Edition, definition: Definition, dialect: Dialect = DUCKDB
) -> tuple[Query, ...]:
    """
    Return the queries of the physical files: as ``plan``, but in parts if so ordered.

    Parts without any of the regions ordered are left out.

    :raises MicrodataError: as ``plan`` does
    """
    return _Planner(edition, definition, dialect).queries(in_parts=definition.division == "parts")


def columns_of(file: DataFile) -> list[str]:
    """Return the columns that a query of ``file`` yields."""
    tags = [v.tag_column for v in file.variables if v.tags]
    return [*file.names, *tags]


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of one file before they are put in order: ``sql`` also yields ``file_row_number``."""

    file: DataFile
    sql: str
    source: str
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class _Planner:
    edition: Edition
    definition: Definition
    dialect: Dialect

    def queries(self, *, in_parts: bool = False) -> tuple[Query, ...]:
        wanted = self.wanted()
        if not wanted:
            raise InvalidSelection(
                id="tidak ada berkas yang dipilih; pilih sekurang-kurangnya satu variabel",
                en="no file is chosen; choose at least one variable",
                place=self.edition.codebook.study.idno,
            )
        whole = {file.name: self.table(file, names) for file, names in wanted}
        tables = []
        for file, names in wanted:
            parts = covered(file, self.definition.regions) if in_parts else ()
            if parts:
                tables += [self.table(file, names, part) for part in parts]
            else:
                tables.append(whole[file.name])
        if self.definition.structure == "joined":
            tables = self.joined(tables, whole)
        return tuple(map(self.query, tables))

    def wanted(self) -> list[tuple[DataFile, tuple[str, ...]]]:
        book = self.edition.codebook
        if self.definition.fullset or not self.definition.files:
            return [(file, file.names) for file in book.present]
        found = []
        for wanted in self.definition.files:
            file = book.file(wanted.file)
            for name in wanted.variables:
                file.variable(name)
            chosen = {*wanted.variables, *wanted.preselected}
            found.append((file, tuple(n for n in file.names if n in chosen)))
        return [(file, names) for file, names in found if names]

    def table(self, file: DataFile, names: Sequence[str], part: Part | None = None) -> _Table:
        projected = project(file, names)
        where = [*self._regions(file), *self._conditions(file)]
        is_ordered = self.dialect.keeps_order and not any(" IN (SELECT" in w for w in where)
        if part is not None:
            where.append(self._part(file, part))
            projected = replace(projected, name=part.name, parts=())
        columns = ", ".join([*map(self.dialect.quoted, columns_of(projected)), ROW])
        sql = f"SELECT {columns} FROM {self._scan(file)}"  # noqa: S608
        if where:
            sql += f" WHERE {' AND '.join(f'({w})' for w in where)}"
        return _Table(projected, sql, file.name, is_ordered)

    def query(self, table: _Table) -> Query:
        columns = ", ".join(map(self.dialect.quoted, columns_of(table.file)))
        order = "" if table.is_ordered else f" ORDER BY {ROW}"
        sql = f"SELECT {columns} FROM ({table.sql}) rows{order}"  # noqa: S608
        return Query(table.file, sql, table.source)

    def _scan(self, file: DataFile) -> str:
        return self.dialect.scan(self.edition.master(file))

    def _part(self, file: DataFile, part: Part) -> str:
        """
        Rows of one part, by the province where its range and the next one's begin, so that no row
        is in none; without region codes by their place, which is the source's.
        """
        at = file.parts.index(part)
        if not file.region:
            first = sum(other.rows for other in file.parts[:at])
            return f"{ROW} >= {first} AND {ROW} < {first + part.rows}"
        name, literal = self.dialect.quoted(COLUMN), self.dialect.literal
        said = []
        if at > 0:
            said.append(f"{name} >= {literal(first_province(part))}")
        if at + 1 < len(file.parts):
            said.append(f"{name} < {literal(first_province(file.parts[at + 1]))}")
        return " AND ".join(said)

    def _regions(self, file: DataFile) -> list[str]:
        prefixes = self.definition.regions
        if not prefixes:
            return []
        if file.region:
            return [self._region_sql(checked(prefixes, file.region, file.name))]
        for other in self.edition.codebook.present:
            shared = common_key(file, other) if other.region else ()
            if shared:
                condition = self._region_sql(checked(prefixes, other.region, other.name))
                return [self._within(shared, other, condition)]
        raise UnknownRegion(
            id="berkas ini tidak mempunyai kode wilayah; kosongkan pilihan wilayah",
            en="this file has no region code; leave the regions empty",
            place=file.name,
        )

    def _region_sql(self, prefixes: Sequence[str]) -> str:
        """Bounds rather than beginnings, so that row groups can be skipped."""
        name, literal = self.dialect.quoted(COLUMN), self.dialect.literal
        return " OR ".join(
            f"({name} >= {literal(p)} AND {name} < {literal(p[:-1] + chr(ord(p[-1]) + 1))})"
            for p in prefixes
        )

    def _within(self, shared: Sequence[str], other: DataFile, condition: str) -> str:
        names = ", ".join(map(self.dialect.quoted, shared))
        rows = f"SELECT {names} FROM {self._scan(other)} WHERE {condition}"  # noqa: S608
        return f"({names}) IN ({rows})"

    def _conditions(self, file: DataFile) -> list[str]:
        said = []
        by_file: dict[str, list[Condition]] = {}
        for condition in self.definition.conditions:
            by_file.setdefault(condition.file, []).append(condition)
        for name, conditions in by_file.items():
            other = self.edition.codebook.file(name)
            sql = " AND ".join(condition_sql(c, other, self.dialect) for c in conditions)
            said.append(self._reaching(file, other, sql))
        return said

    def _reaching(self, file: DataFile, other: DataFile, sql: str) -> str:
        """Apply a condition on ``other`` to the rows of ``file``."""
        whole = self.definition.cases == "households"
        if file.name == other.name and not whole:
            return sql
        shared = self._household(file, other) if whole else common_key(file, other)
        if not shared:
            raise InvalidSelection(
                id=f"syarat pada {other.name} tidak dapat diterapkan: tidak ada kunci bersama",
                en=f"the condition on {other.name} cannot be applied: there is no shared key",
                place=file.name,
            )
        return self._within(shared, other, sql)

    def _household(self, file: DataFile, other: DataFile) -> tuple[str, ...]:
        """The shortest key of the edition that both files have: that of the household."""
        keys = [f.keys for f in self.edition.codebook.files if f.keys]
        fitting = [k for k in keys if all(n in file and n in other for n in k)]
        return min(fitting, key=len, default=())

    def joined(self, tables: Sequence[_Table], whole: dict[str, _Table]) -> list[_Table]:
        """Put the variables of a household file on each row of the files that name it."""
        spread: set[str] = set()
        result = []
        for table in tables:
            joined = table
            for wide, keys in self._coarser(table, whole):
                joined = self._join(joined, wide, keys)
                spread.add(wide.source)
            result.append(joined)
        return [table for table in result if table.source not in spread]

    def _coarser(
        self, table: _Table, whole: dict[str, _Table]
    ) -> Iterator[tuple[_Table, tuple[str, ...]]]:
        """Files of which many rows here name one row; two files of persons are no such pair."""
        file = self.edition.codebook.file(table.source)
        for link in file.links:
            if link.file in whole and set(link.variables) < set(file.keys):
                yield whole[link.file], link.variables

    def _join(self, table: _Table, wide: _Table, keys: tuple[str, ...]) -> _Table:
        missing = [k for k in keys if k not in table.file or k not in wide.file]
        if missing:
            raise InvalidSelection(
                id=f"penggabungan memerlukan {', '.join(missing)} dalam kedua berkas",
                en=f"joining needs {', '.join(missing)} in both files",
                place=f"{table.file.name}, {wide.file.name}",
            )
        quoted = self.dialect.quoted
        extra = tuple(v for v in wide.file.variables if v.name not in table.file)
        file = replace(table.file, variables=(*table.file.variables, *extra))
        own = {*columns_of(table.file)}
        left = [f"{'a' if c in own else 'b'}.{quoted(c)}" for c in columns_of(file)]
        on = " AND ".join(f"a.{quoted(k)} = b.{quoted(k)}" for k in keys)
        sql = (
            f"SELECT {', '.join(left)}, a.{ROW} FROM ({table.sql}) a "  # noqa: S608
            f"LEFT JOIN ({wide.sql}) b ON {on}"
        )
        return _Table(file, sql, table.source, is_ordered=False)


def project(file: DataFile, names: Sequence[str]) -> DataFile:
    """Return ``file`` with only the variables ``names``, in its own order."""
    kept = set(names)
    return replace(
        file,
        variables=tuple(v for v in file.variables if v.name in kept),
        keys=file.keys if kept.issuperset(file.keys) else (),
        links=tuple(link for link in file.links if kept.issuperset(link.variables)),
        region=file.region if kept.issuperset(file.region_variables) else (),
        weight=file.weight if file.weight in kept else "",
        design=tuple(n for n in file.design if n in kept),
    )


def common_key(file: DataFile, other: DataFile) -> tuple[str, ...]:
    """Return the variables by which a row of one file names rows of the other."""
    for keys in (other.keys, file.keys):
        if keys and all(name in file and name in other for name in keys):
            return keys
    return tuple(n for n in file.keys if n in other.keys)


def condition_sql(condition: Condition, file: DataFile, dialect: Dialect = DUCKDB) -> str:
    """Return the SQL of one condition on its own file. :raises UnknownVariable: if not there"""
    variable = file.variable(condition.variable)
    name = dialect.quoted(variable.name)
    if condition.between is not None:
        low, high = condition.between
        number = name if variable.kind == "numeric" else f"try_cast({name} AS DOUBLE)"
        return f"{number} BETWEEN {low} AND {high}"
    exact = [v for v in condition.values if not _is_prefix(v)]
    said = [
        f"{dialect.starts_with}(CAST({name} AS STRING), {dialect.literal(str(v)[:-1])})"
        for v in condition.values
        if _is_prefix(v)
    ]
    if exact:
        values = [dialect.literal(_value(v, variable, file)) for v in exact]
        said.append(f"{name} IN ({', '.join(values)})")
    return f"({' OR '.join(said)})"


def _is_prefix(value: Value) -> bool:
    return isinstance(value, str) and value.endswith("*")


def _value(value: Value, variable: Variable, file: DataFile) -> str | float:
    if variable.kind != "numeric":
        return str(value)
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    raise UnknownVariable(
        id=f"{value!r} bukan angka, padahal variabelnya angka",
        en=f"{value!r} is not a number, but the variable is numeric",
        place=f"{file.name}, {variable.name}",
    )
