"""
The default sample ("contoh struktur"): the files as ordered, without any real record.

Everything is a function of the order's definition, the codebook, the published summary and the
list of regions: the sample tells nothing that the catalogue does not. Each variable is drawn by
itself; ids, design and region are the same for a household in all its files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import Code, Codebook, DataFile, Variable
from loket.microdata.definition import (
    Condition,
    Definition,
    canonical,
    definition_id,
    normalise,
)
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, literal, quoted, scan
from loket.microdata.parts import divided
from loket.microdata.plan import columns_of, plan
from loket.microdata.regions import COLUMN
from loket.microdata.sample.dice import shuffled, uniforms
from loket.microdata.sample.distribution import (
    LEAST,
    Distribution,
    published,
    restricted,
)
from loket.microdata.sample.marks import marked
from loket.microdata.sample.units import Keys, Unit, key_set, units

FILLER = "CONTOH"
_MOST_STRATA = 20
Value = Code | dt.date | dt.datetime | None
Mode = Literal["structure", "real"]


@dataclass(frozen=True, slots=True)
class Sample:
    """
    A sample ready for the writers: marked codebook, one table for each of its files.

    ``definition_id`` is the order's SHA-256; ``mode`` says whether any row is real.
    """

    codebook: Codebook
    tables: Mapping[str, pa.Table]
    definition_id: str
    mode: Mode = "structure"


def structure_sample(edition: Edition, definition: Definition) -> Sample:
    """
    Return the sample of what ``definition`` orders from ``edition``.

    The same definition and edition always give the same sample.

    :raises MicrodataError: as ``plan`` does for what cannot be carried out
    """
    tidy = normalise(definition, edition.codebook)
    identity = definition_id(tidy)
    delivered = [query.file for query in plan(edition, tidy)]
    wanted = [edition.codebook.file(each.file) for each in tidy.files]
    drawing = _Drawing(edition, tidy, wanted, canonical(tidy).decode())
    tables = {file.name: drawing.table(file) for file in delivered}
    book = described(edition.codebook, delivered, tables)
    if tidy.division == "parts":
        book = _in_parts(book, edition, tidy, tables)
    return Sample(marked(book, identity), tables, identity)


def _in_parts(
    book: Codebook, edition: Edition, tidy: Definition, tables: dict[str, pa.Table]
) -> Codebook:
    """Divide the tables as the order's files will be divided."""
    files = []
    for file in book.files:
        whole = edition.codebook.file(file.name)
        tables[file.name], parts = divided(whole, tables[file.name], tidy.regions)
        files.append(replace(file, parts=parts))
    return replace(book, files=tuple(files))


def described(
    codebook: Codebook, delivered: Iterable[DataFile], tables: Mapping[str, pa.Table]
) -> Codebook:
    """Return the codebook of ``delivered`` files holding ``tables``, without loose ends."""
    files = tuple(
        replace(
            file,
            rows=tables[file.name].num_rows,
            parts=(),
            links=tuple(link for link in file.links if link.file in tables),
        )
        for file in delivered
    )
    held = {(file.name, name) for file in files for name in file.names}
    groups = tuple(
        replace(group, variables=tuple(each for each in group.variables if each in held))
        for group in codebook.groups
    )
    return Codebook(codebook.study, files, groups)


@dataclass(slots=True)
class _Drawing:
    """Columns drawn so far, once for each unit and variable, whichever files hold them."""

    edition: Edition
    definition: Definition
    files: list[DataFile]
    seed: str
    units: dict[Keys, Unit] = field(init=False)
    summary: dict[str, Any] = field(init=False)
    regions: dict[Keys, list[str]] = field(init=False, default_factory=dict)
    columns: dict[tuple[Keys, str], list[Value]] = field(init=False, default_factory=dict)
    schemas: dict[str, pa.Schema] = field(init=False)

    def __post_init__(self) -> None:
        self.schemas = {f.name: pq.read_schema(self.edition.master(f)) for f in self.files}
        self.units = units(self.files, self.seed)
        self.summary = self.edition.summary()

    def table(self, delivered: DataFile) -> pa.Table:
        """Return the table of one delivered file, typed as its master is."""
        keys = key_set(delivered)
        arrays, fields = [], []
        for variable in delivered.variables:
            type_ = self._type(variable.name, delivered.name)
            values = self._column(keys, variable)
            arrays.append(pa.array([_typed(v, type_) for v in values], type=type_))
            fields.append(pa.field(variable.name, type_))
        for tag in columns_of(delivered)[len(delivered.variables) :]:
            fields.append(pa.field(tag, pa.string()))
            arrays.append(pa.nulls(len(self.units[keys]), pa.string()))
        return pa.Table.from_arrays(arrays, schema=pa.schema(fields))

    def _type(self, name: str, first: str) -> pa.DataType:
        for file in sorted(self.files, key=lambda file: file.name != first):
            if name in file:
                return self.schemas[file.name].field(name).type
        raise KeyError(name)

    def _column(self, keys: Keys, variable: Variable) -> list[Value]:
        found = self.columns.get((keys, variable.name))
        if found is None:
            found = self._make(keys, variable)
            self.columns[keys, variable.name] = found
        return found

    def _make(self, keys: Keys, variable: Variable) -> list[Value]:
        unit = self.units[keys]
        if unit.above is not None and self._held_above(unit.above, variable.name):
            above = self._column(unit.above, variable)
            return [above[parent] for parent in unit.parent]
        holder = self._holder(keys, variable.name)
        if variable.name in holder.region_variables:
            return [*self._region_part(keys, holder, variable.name)]
        if variable.name in keys:
            return self._ids(unit, holder, variable)
        if variable.name in holder.design and self._is_many(holder, variable):
            return [_identity(variable, place + 1) for place in range(len(unit))]
        return self._drawn(unit, holder, variable)

    def _held_above(self, keys: Keys | None, name: str) -> bool:
        while keys is not None:
            if any(name in file for file in self.files if key_set(file) == keys):
                return True
            keys = self.units[keys].above
        return False

    def _holder(self, keys: Keys, name: str) -> DataFile:
        """Return the first file of this unit, else of any unit, that has the variable."""
        return next(
            file
            for file in sorted(self.files, key=lambda file: key_set(file) != keys)
            if name in file
        )

    def _is_many(self, file: DataFile, variable: Variable) -> bool:
        counted = self._summary_of(file, variable).get("frequencies")
        return not variable.values and (counted is None or len(counted) > _MOST_STRATA)

    def _summary_of(self, file: DataFile, variable: Variable) -> Mapping[str, Any]:
        found = self.summary.get(file.name, {}).get(variable.name, {})
        return dict(found)

    def _region_part(self, keys: Keys, file: DataFile, name: str) -> Iterable[Value]:
        start = 0
        for part in file.region:
            if part.variable == name:
                break
            start += part.digits
        codes = self._regions(keys, file)
        return [code[start : start + part.digits] for code in codes]

    def _regions(self, keys: Keys, file: DataFile) -> list[str]:
        if keys not in self.regions:
            known = _known_regions(self.edition, file, self.definition.regions)
            throws = uniforms(self.seed, "region", *keys, count=len(self.units[keys]))
            self.regions[keys] = [known[int(throw * len(known))] for throw in throws]
        return self.regions[keys]

    def _ids(self, unit: Unit, file: DataFile, variable: Variable) -> list[Value]:
        if unit.above is None:
            return [_identity(variable, place + 1) for place in range(len(unit))]
        if not variable.values:
            return [_identity(variable, number + 1) for number in unit.number]
        # A coded part of the key (an item of consumption): each code once in its household.
        codes = [value.code for value in variable.values if not value.missing]
        mixed = {
            parent: shuffled(self.seed, variable.name, str(parent), items=codes)
            for parent in set(unit.parent)
        }
        pairs = zip(unit.parent, unit.number, strict=True)
        return [mixed[parent][number] for parent, number in pairs]  # type: ignore[misc]

    def _drawn(self, unit: Unit, file: DataFile, variable: Variable) -> list[Value]:
        free = published(variable, self._summary_of(file, variable))
        bound = self._bound(file, variable, free)
        first_only = self.definition.cases == "households"
        throws = uniforms(self.seed, *unit.keys, variable.name, count=len(unit))
        values: list[Value] = []
        for throw, number in zip(throws, unit.number, strict=True):
            used = free if first_only and number else bound
            value: Value = used.drawn(throw)
            if value is None and throw >= used.empty:
                value = self._filler(variable, throw)
            values.append(value)
        return values

    def _bound(self, file: DataFile, variable: Variable, free: Distribution) -> Distribution:
        conditions: list[Condition] = [
            each
            for each in self.definition.conditions
            if each.file == file.name and each.variable == variable.name
        ]
        for condition in conditions:
            free = restricted(free, condition)
        return free

    def _filler(self, variable: Variable, throw: float) -> Value:
        """Return a value for a variable about which nothing is published."""
        if variable.kind == "text":
            return FILLER.encode()[: variable.width].decode()
        if variable.kind == "numeric":
            return 1 + int(throw * 9)
        first = _day(self.edition.codebook.study.collection_start) or dt.date(2000, 1, 1)
        last = _day(self.edition.codebook.study.collection_end) or first
        day = first + dt.timedelta(days=int(throw * ((last - first).days + 1)))
        if variable.kind == "date":
            return day
        return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC).replace(tzinfo=None)


def _identity(variable: Variable, number: int) -> Value:
    if variable.kind == "text":
        return str(number).zfill(variable.width)[-variable.width :]
    return number


def _known_regions(edition: Edition, file: DataFile, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ordered region codes with at least five rows, else the ordered codes."""
    said = " OR ".join(f"starts_with({quoted(COLUMN)}, {literal(p)})" for p in prefixes)
    query = (
        f"SELECT {quoted(COLUMN)} FROM {scan(edition.master(file))} "  # noqa: S608
        f"WHERE {said or 'true'} GROUP BY 1 HAVING count(*) >= {LEAST} ORDER BY 1"
    )
    with connected() as connection:
        found = tuple(row[0] for row in connection.execute(query).fetchall())
    digits = sum(part.digits for part in file.region)
    return found or tuple(code.ljust(digits, "0") for code in prefixes) or ("0" * digits,)


def _typed(value: Value, type_: pa.DataType) -> Value:
    if value is None:
        return None
    if pa.types.is_integer(type_) and isinstance(value, float):
        return int(value)
    if pa.types.is_string(type_) and not isinstance(value, str):
        return str(value)
    return value


def _day(text: str) -> dt.date | None:
    padded = f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"[:10]  # noqa: PLR2004
    try:
        return dt.date.fromisoformat(padded)
    except ValueError:
        return None
