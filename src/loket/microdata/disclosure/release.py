"""
The check of an extract before release: what forbids it, and what a person has to decide.

The result is kept with the order; ``sha256`` names it in the approval.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb

from loket.microdata.codebook import Bilingual, DataFile, Variable
from loket.microdata.definition import Definition, definition_id, normalise
from loket.microdata.disclosure.names import LOOKS, is_fine_place, is_identifier
from loket.microdata.edition import Edition
from loket.microdata.engine import connected, literal, quoted
from loket.microdata.plan import Query, plan

REGENCY = 4
FEWEST_ROWS = 5
# A column is taken for what half of its values look like.
_HALF = 0.5
_SHORTEST_LOOKING = 5

Severity = Literal["block", "ask"]


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing found. ``block`` forbids the release; ``ask`` needs an approver's decision.

    ``code`` is stable, for programs; ``place`` is ``file.variable`` or a file.
    """

    code: str
    severity: Severity
    place: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """What was found in the extract of one definition from one state of an edition."""

    definition_id: str
    edition: str
    findings: tuple[Finding, ...]

    @property
    def is_blocked(self) -> bool:
        """Tell whether something forbids the release."""
        return any(finding.severity == "block" for finding in self.findings)

    @property
    def needs_approval(self) -> bool:
        """Tell whether a person has to decide."""
        return any(finding.severity == "ask" for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        """Return the record as JSON values."""
        return {
            "definition_id": self.definition_id,
            "edition": self.edition,
            "findings": [
                {
                    "code": finding.code,
                    "severity": finding.severity,
                    "place": finding.place,
                    "id": finding.text.id,
                    "en": finding.text.en,
                }
                for finding in self.findings
            ],
        }

    @property
    def sha256(self) -> str:
        """SHA-256 of the record, in hexadecimal: what an approval refers to."""
        return digest(self.as_json())


def digest(record: object) -> str:
    """Return the SHA-256 of a JSON record with sorted keys."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_release(
    edition: Edition, definition: Definition, *, finest_region: int = REGENCY
) -> ReleaseCheck:
    """
    Check everything that ``definition`` would deliver. ``finest_region`` is in digits of code.

    :raises MicrodataError: as ``plan`` does for what cannot be carried out
    """
    tidy = normalise(definition, edition.codebook)
    findings: list[Finding] = []
    with connected() as connection:
        for query in plan(edition, tidy):
            findings += _file(connection, query, finest_region)
    return ReleaseCheck(definition_id(tidy), edition.digest, tuple(findings))


def foresee(
    edition: Edition, definition: Definition, *, finest_region: int = REGENCY
) -> tuple[Finding, ...]:
    """
    Return what ``check_release`` will find by names and levels alone, without reading rows.

    :raises MicrodataError: as ``plan`` does for what cannot be carried out
    """
    tidy = normalise(definition, edition.codebook)
    files = [query.file for query in plan(edition, tidy)]
    return tuple(found for file in files for found in _described(file, finest_region))


def _file(
    connection: duckdb.DuckDBPyConnection, query: Query, finest_region: int
) -> Iterator[Finding]:
    yield from _described(query.file, finest_region)
    yield from _values(connection, query)
    yield from _size(connection, query)


def _described(file: DataFile, finest_region: int) -> Iterator[Finding]:
    for variable in file.variables:
        place = f"{file.name}.{variable.name}"
        if is_identifier(variable):
            yield _identifier(place, variable)
        elif variable.security == "sensitive":
            yield _sensitive(place, variable)
    yield from _geography(file, finest_region)


def _identifier(place: str, variable: Variable) -> Finding:
    label = variable.label
    text = Bilingual(
        f"Pengenal langsung ({label.said_in('id') or variable.name}): keluarkan dari pilihan.",
        f"A direct identifier ({label.said_in('en') or variable.name}): leave it out.",
    )
    return Finding("direct-identifier", "block", place, text)


def _sensitive(place: str, variable: Variable) -> Finding:
    label = variable.label
    text = Bilingual(
        f"Variabel peka ({label.said_in('id') or variable.name}): perlu persetujuan.",
        f"A sensitive variable ({label.said_in('en') or variable.name}): needs approval.",
    )
    return Finding("sensitive-variable", "ask", place, text)


def _geography(file: DataFile, finest: int) -> Iterator[Finding]:
    digits = 0
    for part in file.region:
        digits += part.digits
        if digits > finest:
            yield _fine(f"{file.name}.{part.variable}", digits, finest)
    for variable in file.variables:
        if variable.name not in file.region_variables and is_fine_place(variable):
            yield _fine(f"{file.name}.{variable.name}", 0, finest)


def _fine(place: str, digits: int, finest: int) -> Finding:
    so = f" ({digits} angka)" if digits else ""
    so_en = f" ({digits} digits)" if digits else ""
    text = Bilingual(
        f"Wilayah terlalu rinci{so}; batas tanpa persetujuan {finest} angka.",
        f"Geography is too fine{so_en}; the limit without approval is {finest} digits.",
    )
    return Finding("fine-geography", "ask", place, text)


def _values(connection: duckdb.DuckDBPyConnection, query: Query) -> Iterator[Finding]:
    file = query.file
    texts = [
        variable
        for variable in file.variables
        if variable.kind == "text"
        and not variable.values
        and variable.width >= _SHORTEST_LOOKING
        and variable.name not in file.region_variables
    ]
    if not texts:
        return
    wanted = [
        f"avg(CAST(regexp_full_match(trim({quoted(v.name)}), {literal(pattern)}) AS INT))"
        for v in texts
        for _, pattern in LOOKS
    ]
    row = connection.execute(f"SELECT {', '.join(wanted)} FROM ({query.sql})").fetchone()  # noqa: S608
    shares = iter(row or ())
    for variable in texts:
        for what, _ in LOOKS:
            share = next(shares, None)
            if share is not None and share >= _HALF and not is_identifier(variable):
                text = Bilingual(
                    f"Isinya tampak sebagai {what} ({share:.0%} baris): keluarkan dari pilihan.",
                    f"Its values look like {what} ({share:.0%} of rows): leave it out.",
                )
                place = f"{file.name}.{variable.name}"
                yield Finding("looks-like-identifier", "block", place, text)


def _size(connection: duckdb.DuckDBPyConnection, query: Query) -> Iterator[Finding]:
    file = query.file
    row = connection.execute(f"SELECT count(*) FROM ({query.sql})").fetchone()  # noqa: S608
    rows = int(row[0]) if row else 0
    if 0 < rows < FEWEST_ROWS:
        text = Bilingual(
            f"Hanya {rows} baris yang memenuhi pilihan; responden mudah dikenali.",
            f"Only {rows} rows match the selection; respondents are easy to recognise.",
        )
        yield Finding("few-rows", "ask", file.name, text)
    if not file.weight:
        text = Bilingual(
            "Berkas tanpa penimbang, mungkin pencacahan lengkap: setiap baris ada orangnya.",
            "A file without weights, perhaps a full count: every row is somebody.",
        )
        yield Finding("full-count", "ask", file.name, text)
