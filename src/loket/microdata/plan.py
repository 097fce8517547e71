"""
From a definition to one SQL query for each file, over the Parquet masters of an edition.

Rows keep the master's order. A text value ending in ``*`` in a condition stands for all values
that begin so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loket.microdata.codebook import DataFile, Variable
from loket.microdata.definition.model import Condition, Definition, Value
from loket.microdata.edition import Edition
from loket.microdata.engine import literal, quoted
from loket.microdata.errors import InvalidSelection, UnknownRegion, UnknownVariable
from loket.microdata.regions import COLUMN, checked

ROW = "file_row_number"


@dataclass(frozen=True, slots=True)
class Query:
    """
    One file to be delivered: its description and the SQL giving its rows.

    The columns of the SQL are the file's variables in order, then a tag column for each
    variable with tags.
    """

    file: DataFile
    sql: str


def plan(edition: Edition, definition: Definition) -> tuple[Query, ...]:
    """
    Return the queries that carry out ``definition`` on ``edition``.

    :raises UnknownVariable: if it names a file or variable that is not there
    :raises UnknownRegion: if it names a region of no known level, or no file has regions
    :raises InvalidSelection: if it wants nothing, or conditions cannot reach a file
    """
    planner = _Planner(edition, definition)
    queries = tuple(planner.query(file, names) for file, names in planner.wanted())
    if not queries:
        raise InvalidSelection(
            id="tidak ada berkas yang dipilih; pilih sekurang-kurangnya satu variabel",
            en="no file is chosen; choose at least one variable",
            place=edition.codebook.study.idno,
        )
    return planner.joined(queries) if definition.structure == "joined" else queries


def columns_of(file: DataFile) -> list[str]:
    """Return the columns that a query of ``file`` yields."""
    tags = [v.tag_column for v in file.variables if v.tags]
    return [*file.names, *tags]


@dataclass(frozen=True, slots=True)
class _Planner:
    edition: Edition
    definition: Definition

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

    def query(self, file: DataFile, names: Sequence[str]) -> Query:
        projected = project(file, names)
        where = [*self._regions(file), *self._conditions(file)]
        columns = ", ".join(map(quoted, columns_of(projected)))
        sql = f"SELECT {columns} FROM {self._scan(file)}"  # noqa: S608
        if where:
            sql += f" WHERE {' AND '.join(f'({w})' for w in where)}"
        if any(" IN (SELECT" in w for w in where):
            sql += f" ORDER BY {ROW}"
        return Query(projected, sql)

    def _scan(self, file: DataFile) -> str:
        return f"read_parquet({literal(str(self.edition.master(file)))}, {ROW} = true)"

    def _regions(self, file: DataFile) -> list[str]:
        prefixes = self.definition.regions
        if not prefixes:
            return []
        if file.region:
            return [region_sql(checked(prefixes, file.region, file.name))]
        for other in self.edition.codebook.present:
            shared = common_key(file, other) if other.region else ()
            if shared:
                condition = region_sql(checked(prefixes, other.region, other.name))
                return [self._within(shared, other, condition)]
        raise UnknownRegion(
            id="berkas ini tidak mempunyai kode wilayah; kosongkan pilihan wilayah",
            en="this file has no region code; leave the regions empty",
            place=file.name,
        )

    def _within(self, shared: Sequence[str], other: DataFile, condition: str) -> str:
        names = ", ".join(map(quoted, shared))
        return f"({names}) IN (SELECT {names} FROM {self._scan(other)} WHERE {condition})"  # noqa: S608

    def _conditions(self, file: DataFile) -> list[str]:
        said = []
        by_file: dict[str, list[Condition]] = {}
        for condition in self.definition.conditions:
            by_file.setdefault(condition.file, []).append(condition)
        for name, conditions in by_file.items():
            other = self.edition.codebook.file(name)
            sql = " AND ".join(condition_sql(c, other) for c in conditions)
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

    def joined(self, queries: tuple[Query, ...]) -> tuple[Query, ...]:
        """Put the variables of a household file on each row of the files that name it."""
        by_name = {query.file.name: query for query in queries}
        spread: set[str] = set()
        wide_files = {q.file.name: self._coarser(q, by_name) for q in queries}
        result = []
        for query in queries:
            joined = query
            for wide, keys in wide_files[query.file.name]:
                joined = _join(joined, wide, keys)
                spread.add(wide.file.name)
            result.append(joined)
        return tuple(q for q in result if q.file.name not in spread)

    def _coarser(
        self, query: Query, by_name: dict[str, Query]
    ) -> list[tuple[Query, tuple[str, ...]]]:
        """Files of which many rows here name one row; two files of persons are no such pair."""
        file = self.edition.codebook.file(query.file.name)
        return [
            (by_name[link.file], link.variables)
            for link in file.links
            if link.file in by_name and set(link.variables) < set(file.keys)
        ]


def _join(query: Query, wide: Query, keys: tuple[str, ...]) -> Query:
    missing = [k for k in keys if k not in query.file or k not in wide.file]
    if missing:
        raise InvalidSelection(
            id=f"penggabungan memerlukan {', '.join(missing)} dalam kedua berkas",
            en=f"joining needs {', '.join(missing)} in both files",
            place=f"{query.file.name}, {wide.file.name}",
        )
    extra = tuple(v for v in wide.file.variables if v.name not in query.file)
    file = replace(query.file, variables=(*query.file.variables, *extra))
    left = [f"a.{quoted(c)}" for c in query.file.names]
    left += [f"b.{quoted(v.name)}" for v in extra]
    left += [f"a.{quoted(v.tag_column)}" for v in query.file.variables if v.tags]
    left += [f"b.{quoted(v.tag_column)}" for v in extra if v.tags]
    on = " AND ".join(f"a.{quoted(k)} = b.{quoted(k)}" for k in keys)
    numbered = f"SELECT *, row_number() OVER () AS rn FROM ({query.sql})"  # noqa: S608
    sql = (
        f"SELECT {', '.join(left)} FROM ({numbered}) a "  # noqa: S608
        f"LEFT JOIN ({wide.sql}) b ON {on} ORDER BY a.rn"
    )
    return Query(file, sql)


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


def region_sql(prefixes: Sequence[str]) -> str:
    """Return the SQL condition for region codes; bounds, so that row groups can be skipped."""
    name = quoted(COLUMN)
    return " OR ".join(
        f"({name} >= {literal(p)} AND {name} < {literal(p[:-1] + chr(ord(p[-1]) + 1))})"
        for p in prefixes
    )


def condition_sql(condition: Condition, file: DataFile) -> str:
    """Return the SQL of one condition on its own file. :raises UnknownVariable: if not there"""
    variable = file.variable(condition.variable)
    name = quoted(variable.name)
    if condition.between is not None:
        low, high = condition.between
        number = name if variable.kind == "numeric" else f"try_cast({name} AS DOUBLE)"
        return f"{number} BETWEEN {low} AND {high}"
    exact = [v for v in condition.values if not _is_prefix(v)]
    said = [
        f"starts_with(CAST({name} AS VARCHAR), {literal(str(v)[:-1])})"
        for v in condition.values
        if _is_prefix(v)
    ]
    if exact:
        said.append(f"{name} IN ({', '.join(_value_sql(v, variable, file) for v in exact)})")
    return f"({' OR '.join(said)})"


def _is_prefix(value: Value) -> bool:
    return isinstance(value, str) and value.endswith("*")


def _value_sql(value: Value, variable: Variable, file: DataFile) -> str:
    if variable.kind != "numeric":
        return literal(str(value))
    try:
        return literal(float(value))
    except ValueError:
        raise UnknownVariable(
            id=f"{value!r} bukan angka, padahal variabelnya angka",
            en=f"{value!r} is not a number, but the variable is numeric",
            place=f"{file.name}, {variable.name}",
        ) from None
