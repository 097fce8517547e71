"""The second pass: staged rows to the master, narrow types, sorted and grouped by region."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.codebook import DataFile, Part, RegionPart, Variable
from loket.microdata.engine import literal, quoted, scan
from loket.microdata.regions import COLUMN, as_text, text_sql
from loket.microdata.staging import EXACT, Facts, Staged

ROW_GROUP = 20_480


def with_facts(file: DataFile, staged: Staged, *, fixed_widths: bool) -> DataFile:
    """
    Return ``file`` with rows, and the widths and decimals that its values need.

    ``fixed_widths`` keeps the declared widths of texts (a .dbf's layout is part of the product).
    """
    variables = tuple(_fitting(v, staged, fixed_widths) for v in file.variables)
    return replace(file, variables=variables, rows=sum(staged.rows))


def _fitting(variable: Variable, staged: Staged, fixed_widths: bool) -> Variable:
    facts = staged.facts[variable.name]
    if variable.kind == "text":
        declared = variable.width if fixed_widths else 1
        return replace(variable, width=max(facts.bytes, declared, 1))
    if variable.kind != "numeric":
        return variable
    if facts.whole and max(abs(facts.low), abs(facts.high)) > EXACT and facts.high >= facts.low:
        return replace(variable, kind="text", width=facts.digits, decimals=0)
    decimals = max(variable.decimals, facts.decimals)
    needed = facts.digits + (decimals + 1 if decimals else 0)
    return replace(variable, width=max(variable.width, needed), decimals=decimals)


def with_region(file: DataFile, parts: tuple[RegionPart, ...]) -> DataFile:
    """Return ``file`` with its region code declared, its parts as text."""
    digits = {part.variable: part.digits for part in parts}
    variables = tuple(
        as_text(v, digits[v.name]) if v.name in digits else v for v in file.variables
    )
    return replace(file, variables=variables, region=parts)


def bad_region_codes(
    connection: duckdb.DuckDBPyConnection, staged: Staged, parts: tuple[RegionPart, ...]
) -> int:
    """Return how many rows have a region code that is empty, not of digits, or too long."""
    said = [
        f"coalesce(NOT regexp_full_match({_part(staged, part)}, '[0-9]{{{part.digits}}}'), true)"
        for part in parts
    ]
    query = f"SELECT count(*) FILTER (WHERE {' OR '.join(said)}) FROM {scan(staged.path)}"  # noqa: S608
    row = connection.execute(query).fetchall()
    return int(row[0][0])


def _part(staged: Staged, part: RegionPart) -> str:
    type_ = staged.schema.field(part.variable).type
    return text_sql(quoted(part.variable), part.digits, numeric=not pa.types.is_string(type_))


def write_master(
    connection: duckdb.DuckDBPyConnection, staged: Staged, file: DataFile, path: Path
) -> None:
    """Write the master of ``file``; rows of one region stand together, in the source's order."""
    columns = [_column(v, staged, file) for v in file.variables]
    found = set(staged.schema.names)
    tags = [v.tag_column for v in file.variables if v.tag_column in found]
    columns += map(quoted, tags)
    order = ""
    rows = f"read_parquet({literal(str(staged.path))}, file_row_number = true)"
    if file.region:
        code = " || ".join(_part(staged, part) for part in file.region)
        columns.append(f"{code} AS {quoted(COLUMN)}")
        if not _is_sorted(connection, code, rows):
            order = f" ORDER BY {quoted(COLUMN)}, file_row_number"
    query = f"SELECT {', '.join(columns)} FROM {rows}{order}"  # noqa: S608
    connection.execute(
        f"COPY ({query}) TO {literal(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def _is_sorted(connection: duckdb.DuckDBPyConnection, code: str, rows: str) -> bool:
    """Tell whether the region codes come in order already, as most offices' files do."""
    last = f"lag({code}) OVER (ORDER BY file_row_number)"
    before = f"SELECT {code} AS code, {last} AS last FROM {rows}"  # noqa: S608
    query = f"SELECT coalesce(bool_or(code < last), false) FROM ({before})"  # noqa: S608
    return not connection.execute(query).fetchall()[0][0]


def _column(variable: Variable, staged: Staged, file: DataFile) -> str:
    name = quoted(variable.name)
    part = next((p for p in file.region if p.variable == variable.name), None)
    if part is not None:
        return f"{_part(staged, part)} AS {name}"
    type_ = staged.schema.field(variable.name).type
    if variable.kind == "text":
        if pa.types.is_string(type_):
            return name
        return f"CAST(CAST({name} AS DECIMAL(38, 0)) AS VARCHAR) AS {name}"
    if variable.kind == "numeric" and type_ != pa.float32():
        return f"CAST({name} AS {_storage(staged.facts[variable.name])}) AS {name}"
    return name


def _storage(facts: Facts) -> str:
    return facts.storage


def parts_of(sources: list[str], staged: Staged) -> tuple[Part, ...]:
    """Return the physical files with their rows; nothing for a file in one piece."""
    if len(sources) < 2:  # noqa: PLR2004
        return ()
    return tuple(Part(name, rows) for name, rows in zip(sources, staged.rows, strict=True))


def master_rows(path: Path) -> int:
    """Return the rows of a master."""
    return int(pq.ParquetFile(path).metadata.num_rows)
