"""
The second kind of sample: a few real rows, after a measured assessment and an officer's approval.

Shown are only households all of whose rows, in every ordered file, lie in combinations of key
variables that at least ``k`` rows of the full file share, with a risk under the threshold and at
least two values of each checked variable. Ids are new, clusters and fine geography are left out,
quantities are capped at their published percentiles.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from loket.microdata.codebook import Bilingual, Code, DataFile
from loket.microdata.definition import Definition, definition_id, normalise
from loket.microdata.disclosure import cells_sql, check_release, digest, file_risk
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, literal, quoted, scan
from loket.microdata.errors import InvalidSelection, MicrodataError
from loket.microdata.plan import Query, plan
from loket.microdata.sample.marks import marked
from loket.microdata.sample.masking import Masking, band_sql, wide_regions
from loket.microdata.sample.structure import Sample, described

MOST_ROWS = 50
Home = tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """
    Thresholds: fewest rows sharing a combination, highest individual risk, fewest values.

    ``keys`` are further key variables besides those marked so in the codebook; ``sensitive`` are
    those whose values have to differ within each combination.
    """

    k: int = 5
    risk: float = 0.1
    diversity: int = 2
    keys: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    Whether real rows may be shown, and the measures behind it.

    ``reasons`` forbid it. ``keys`` are those of each file; ``record`` is kept with the order and
    ``sha256`` is what the approval names.
    """

    definition_id: str
    policy: Policy
    reasons: tuple[Bilingual, ...]
    keys: Mapping[str, tuple[str, ...]]
    record: Mapping[str, object]

    @property
    def is_allowed(self) -> bool:
        """Tell whether an officer may approve it."""
        return not self.reasons

    @property
    def sha256(self) -> str:
        """SHA-256 of the record, in hexadecimal."""
        return digest(self.record)


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved which assessment (its SHA-256), when, and in what words."""

    by: str
    at: dt.datetime
    assessment: str
    note: str

    def as_json(self) -> dict[str, str]:
        """Return the approval as JSON values."""
        at = self.at.isoformat()
        return {"by": self.by, "at": at, "assessment": self.assessment, "note": self.note}


class NotApproved(MicrodataError):
    """Real rows are forbidden, or nobody approved this very assessment."""


def assess_real_rows(
    edition: Edition, definition: Definition, policy: Policy | None = None
) -> Assessment:
    """
    Measure on the full files whether rows of ``definition`` may be shown.

    :raises MicrodataError: as ``plan`` does for what cannot be carried out
    """
    policy = policy or Policy()
    tidy = normalise(definition, edition.codebook)
    check = check_release(edition, tidy)
    reasons = [
        finding.text
        for finding in check.findings
        if finding.severity == "block" or finding.code in {"sensitive-variable", "full-count"}
    ]
    keys = {query.file.name: _keys(query.file, policy) for query in plan(edition, tidy)}
    risks = {
        name: file_risk(
            edition, edition.codebook.file(name), mine, threshold=policy.risk
        ).as_json()
        for name, mine in keys.items()
        if mine
    }
    record = {
        "check": check.as_json(),
        "policy": {
            "k": policy.k,
            "risk": policy.risk,
            "diversity": policy.diversity,
            "sensitive": list(policy.sensitive),
        },
        "keys": {name: list(mine) for name, mine in keys.items()},
        "risks": risks,
    }
    return Assessment(definition_id(tidy), policy, tuple(reasons), keys, record)


def real_sample(
    edition: Edition, definition: Definition, assessment: Assessment, approval: Approval
) -> Sample:
    """
    Return up to 50 rows of each file as approved. The same arguments always give the same rows.

    :raises NotApproved: if the assessment forbids it, is of another order or state of the data,
        or is not the one approved
    :raises InvalidSelection: if no household is safe to show, or files are joined
    """
    tidy = normalise(definition, edition.codebook)
    _approved(edition, tidy, assessment, approval)
    queries = plan(edition, tidy)
    identity = assessment.definition_id
    with connected() as connection:
        unit = _unit(edition, [query.file for query in queries])
        homes = _safe(connection, edition, queries, unit, assessment)
        chosen = sorted(homes, key=lambda home: _rank(identity, home))[:MOST_ROWS]
        if not chosen:
            raise InvalidSelection(
                id="tidak ada rumah tangga yang aman diperlihatkan; pakai contoh struktur",
                en="no household is safe to show; use the structure sample",
            )
        tables = {
            query.file.name: _rows(
                connection, query, unit, chosen, _masking(edition, query.file, unit, assessment)
            )
            for query in queries
        }
    book = described(edition.codebook, [query.file for query in queries], tables)
    return Sample(marked(book, identity, real=True), tables, identity, mode="real")


def _approved(
    edition: Edition, definition: Definition, assessment: Assessment, approval: Approval
) -> None:
    now = assess_real_rows(edition, definition, assessment.policy)
    if now.sha256 != assessment.sha256 or approval.assessment != assessment.sha256:
        raise NotApproved(
            id="persetujuan bukan untuk penilaian ini; nilai dan setujui kembali",
            en="the approval is not for this assessment; assess and approve again",
        )
    if assessment.reasons:
        raise NotApproved(
            id="; ".join(reason.id for reason in assessment.reasons),
            en="; ".join(reason.en for reason in assessment.reasons),
        )
    if not approval.by.strip() or not approval.note.strip():
        raise NotApproved(
            id="persetujuan memerlukan nama petugas dan alasannya",
            en="an approval needs the officer's name and the reason",
        )


def _keys(file: DataFile, policy: Policy) -> tuple[str, ...]:
    """Return the region down to the regency and the key variables of a file."""
    wanted = {*wide_regions(file), *policy.keys}
    return tuple(v.name for v in file.variables if v.name in wanted or v.security == "key")


def _unit(edition: Edition, files: Sequence[DataFile]) -> tuple[str, ...]:
    """Return the shortest key that all files have: the household's, or the row's."""
    shared = set(files[0].names).intersection(*(file.names for file in files[1:]))
    known = [file.keys for file in edition.codebook.present if shared.issuperset(file.keys)]
    names = min((keys for keys in known if keys), key=len, default=())
    if not names:
        raise InvalidSelection(
            id="berkas tidak mempunyai kunci bersama; pakai contoh struktur",
            en="the files share no key; use the structure sample",
        )
    return names


def _masking(
    edition: Edition, file: DataFile, unit: Sequence[str], assessment: Assessment
) -> Masking:
    hidden = {*file.region_variables} - {*wide_regions(file)} | {*file.design}
    return Masking(
        unit=frozenset(unit),
        kept=frozenset({*file.keys, *wide_regions(file)}),
        hidden=frozenset(hidden),
        keys=frozenset(assessment.keys[file.name]),
        summary=edition.summary().get(file.name, {}),
    )


def _safe(
    connection: duckdb.DuckDBPyConnection,
    edition: Edition,
    queries: Sequence[Query],
    unit: Sequence[str],
    assessment: Assessment,
) -> list[Home]:
    """Return the units, within the order, all of whose rows are safe in every file."""
    names = ", ".join(map(quoted, unit))
    said = " INTERSECT ".join(f"SELECT DISTINCT {names} FROM ({query.sql})" for query in queries)  # noqa: S608
    for query in queries:
        keys = assessment.keys[query.file.name]
        if keys:
            file = edition.codebook.file(query.file.name)
            said = f"({said}) EXCEPT {_unsafe_sql(edition, file, keys, unit, assessment.policy)}"
    return [tuple(row) for row in connection.execute(f"{said} ORDER BY ALL").fetchall()]


def _unsafe_sql(
    edition: Edition, file: DataFile, keys: Sequence[str], unit: Sequence[str], policy: Policy
) -> str:
    """Return SQL giving the units with a row in a cell that is too rare, risky or uniform."""
    banded = [f"{band_sql(file.variable(key))} AS {quoted(key)}" for key in keys]
    checked = [name for name in policy.sensitive if name in file and name not in keys]
    others = {*unit, *checked, file.weight} - {*keys, ""}
    columns = ", ".join([*banded, *map(quoted, sorted(others))])
    rows = f"(SELECT {columns} FROM {scan(edition.master(file))})"  # noqa: S608
    names = ", ".join(map(quoted, keys))
    homes = ", ".join(f"r.{quoted(name)}" for name in unit)
    on = " AND ".join(f"r.{quoted(k)} IS NOT DISTINCT FROM c.{quoted(k)}" for k in keys)
    bad = [
        f"SELECT {names} FROM ({cells_sql(rows, keys, file.weight)}) "  # noqa: S608
        f"WHERE fk < {policy.k} OR risk > {policy.risk!r}"
    ]
    bad += [
        f"SELECT {names} FROM {rows} GROUP BY {names} "  # noqa: S608
        f"HAVING count(DISTINCT {quoted(name)}) < {policy.diversity}"
        for name in checked
    ]
    return f"SELECT DISTINCT {homes} FROM {rows} r JOIN ({' UNION '.join(bad)}) c ON {on}"  # noqa: S608


def _rank(identity: str, home: Home) -> str:
    return hashlib.sha256(f"{identity}|{home!r}".encode()).hexdigest()


def _rows(
    connection: duckdb.DuckDBPyConnection,
    query: Query,
    unit: Sequence[str],
    chosen: Sequence[Home],
    masking: Masking,
) -> pa.Table:
    """Return the rows of the chosen units, in the order of their new numbers."""
    numbers = {home: number for number, home in enumerate(chosen, start=1)}
    names = ", ".join(map(quoted, unit))
    listed = ", ".join(f"({', '.join(map(literal, home))})" for home in chosen)
    sql = f"SELECT * FROM ({query.sql}) WHERE ({names}) IN ({listed})"  # noqa: S608
    table: pa.Table = connection.sql(sql).to_arrow_table()
    homes = list(zip(*(table.column(name).to_pylist() for name in unit), strict=True))
    order = sorted(range(len(homes)), key=lambda place: numbers[homes[place]])[:MOST_ROWS]
    table = table.take(pa.array(order, pa.int64()))
    new = [numbers[homes[place]] for place in order]
    for index, variable in enumerate(query.file.variables):
        old = table.column(variable.name)
        values = masking.column(variable, old.to_pylist(), new)
        field = pa.field(variable.name, old.type)
        table = table.set_column(index, field, pa.array(values, type=old.type))
    return table
