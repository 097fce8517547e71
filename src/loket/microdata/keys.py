"""Which variables identify a row, weigh it, and describe the sample design."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from loket.microdata.codebook import DataFile
from loket.microdata.engine import quoted, scan

# How BPS names them, likeliest first.
KEYS = (
    ("URUT",),
    ("URUT", "R401"),
    ("URUT", "NO_ART"),
    ("URUT", "KODE"),
    ("URUTAN",),
    ("URUTAN", "NO_ART"),
    ("RENUM",),
    ("RENUM", "R401"),
    ("IDRT",),
    ("IDRT", "NOART"),
)
WEIGHTS = ("FWT", "WEIGHT", "WEIND", "WERT", "WI1", "WI2", "FINAL_WEIG", "WT", "PENIMBANG")


def find_keys(
    connection: duckdb.DuckDBPyConnection,
    master: Path,
    file: DataFile,
    declared: tuple[str, ...],
) -> tuple[str, ...]:
    """Return the declared keys, else the first known combination that is unique here."""
    if declared:
        for name in declared:
            file.variable(name)
        return declared
    for candidate in KEYS:
        names = _present(candidate, file)
        if len(names) == len(candidate) and not repeated(connection, master, names):
            return names
    return ()


def repeated(connection: duckdb.DuckDBPyConnection, master: Path, keys: Iterable[str]) -> int:
    """Return how many combinations of ``keys`` stand on more than one row."""
    names = ", ".join(map(quoted, keys))
    query = (
        f"SELECT count(*) FROM (SELECT 1 FROM {scan(master)} "  # noqa: S608
        f"GROUP BY {names} HAVING count(*) > 1)"
    )
    row = connection.execute(query).fetchall()
    return int(row[0][0])


def find_weight(file: DataFile) -> str:
    """Return the variable that weighs the rows: one so marked, else one so named."""
    marked = next((v.name for v in file.variables if v.is_weight), "")
    if marked:
        return marked
    named = _present(WEIGHTS, file)
    return next((n for n in named if file.variable(n).kind == "numeric"), "")


def find_design(file: DataFile) -> tuple[str, ...]:
    """Return the design variables by their usual names."""
    return _present(("PSU", "SSU", "STRATA"), file)


def _present(wanted: Iterable[str], file: DataFile) -> tuple[str, ...]:
    by_folded = {name.upper(): name for name in file.names}
    return tuple(by_folded[name] for name in wanted if name in by_folded)
