"""
A delivery folder: data files, codebook, DDI, README with citation, checksums, and the result of
the acceptance twin with a script to repeat it. Everything or nothing.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from loket.microdata.citing import citation
from loket.microdata.codebook import Codebook, DataFile, VariableGroup
from loket.microdata.codebook_page import codebook_page
from loket.microdata.codebook_pdf import codebook_pdf
from loket.microdata.ddi.write import write_ddi
from loket.microdata.definition.model import Definition, definition_id
from loket.microdata.edition import Edition, sha256
from loket.microdata.errors import MicrodataError
from loket.microdata.extract import Engine, Rewrite, extract
from loket.microdata.formats import syntax
from loket.microdata.formats.fitting import Fitted, Loss
from loket.microdata.formats.sink import Written
from loket.microdata.readme import check_report, readme
from loket.microdata.signing import CheckSigner
from loket.microdata.twin import FileTwin, Twin, verify

SCRIPT = Path(__file__).with_name("periksa.txt")


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One file of a package. ``is_data`` files are those a tariff per byte counts."""

    name: str
    bytes: int
    sha256: str
    is_data: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A finished package. ``twin.passed`` must hold before it may be released."""

    folder: Path
    definition_id: str
    files: tuple[PackageFile, ...]
    losses: tuple[tuple[str, Loss], ...]
    twin: Twin

    @property
    def data_bytes(self) -> int:
        """Exact size of the data files together."""
        return sum(file.bytes for file in self.files if file.is_data)


def assemble(
    edition: Edition,
    definition: Definition,
    folder: Path,
    *,
    marks: Sequence[tuple[str, str]] = (),
    rewrite: Rewrite | None = None,
    at: datetime | None = None,
    engine: Engine | None = None,
    signer: CheckSigner | None = None,
) -> Package:
    """
    Build the package of ``definition`` in ``folder``, which must not exist yet.

    ``marks`` are visible (name, value) pairs for the README and the DDI, such as the licence
    number; ``engine`` carries out the selection; ``at`` is written into PERIKSA.txt, which
    ``signer`` signs. With the same arguments every file has the same bytes.

    :raises MicrodataError: if the folder exists, or as ``extract`` does
    """
    if folder.exists():
        raise MicrodataError(
            id="folder kiriman sudah ada; pilih nama lain",
            en="the delivery folder exists; choose another name",
            place=folder.name,
        )
    partial = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}")
    partial.mkdir(parents=True)
    try:
        written = extract(edition, definition, partial, rewrite=rewrite, engine=engine)
        twin = verify(edition, definition, written, rewrite=rewrite)
        _accompany(edition, definition, partial, written, marks)
        sums = _check_files(partial, written, twin, at, signer)
        files = _listed(partial, {w.path.name for w in written}, sums)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    losses = tuple((w.path.name, loss) for w in written for loss in w.fitted.losses)
    return Package(folder, definition_id(definition), files, losses, twin)


def _accompany(
    edition: Edition,
    definition: Definition,
    folder: Path,
    written: Sequence[Written],
    marks: Sequence[tuple[str, str]],
) -> None:
    """Write codebook, DDI, README, and what single formats need beside them."""
    study = edition.codebook.study
    identity = definition_id(definition)
    write_ddi(_delivered(edition, written, marks, identity), folder / "ddi.xml")
    cite = citation(study, definition.language, identity)
    files = [(w.path.name, w.rows, w.fitted) for w in written]
    page = codebook_page(study, files, cite, definition.language)
    (folder / "codebook.html").write_text(page, "utf-8")
    (folder / "codebook.pdf").write_bytes(codebook_pdf(study, files, cite, definition.language))
    title = study.title.said_in(definition.language) or study.idno
    citations = (citation(study, "id", identity), citation(study, "en", identity))
    all_marks = [*marks, ("Definisi/definition", identity)]
    (folder / "README.txt").write_text(readme(title, citations, written, all_marks), "utf-8")
    for file in written:
        _beside(folder, file)


def _beside(folder: Path, written: Written) -> None:
    if written.path.suffix == ".dbf":
        written.path.with_suffix(".cpg").write_text("UTF-8", "ascii")
    name = written.path.name
    for suffix, program in syntax.PROGRAMS.get(written.path.suffix, {}).items():
        (folder / name).with_suffix(suffix).write_text(program(name, written.fitted), "utf-8")


def _delivered(
    edition: Edition,
    written: Sequence[Written],
    marks: Sequence[tuple[str, str]],
    identity: str,
) -> Codebook:
    """The codebook of what is delivered: only these files and variables, names as cut."""
    files = tuple(_renamed(w.fitted, w.rows) for w in written)
    names = {f.name for f in files}
    linked = tuple(
        replace(f, links=tuple(link for link in f.links if link.file in names)) for f in files
    )
    said = "\n".join(f"{name}: {value}" for name, value in (*marks, ("Definisi", identity)))
    study = replace(
        edition.codebook.study,
        notes="\n\n".join(filter(None, [edition.codebook.study.notes, said])),
    )
    return Codebook(study, linked, _groups(edition.codebook.groups, written))


def _groups(
    groups: Sequence[VariableGroup], written: Sequence[Written]
) -> tuple[VariableGroup, ...]:
    """Keep the headings, over the variables that are delivered, by their delivered names."""
    names = {
        (w.fitted.file.name, c.variable.name): c.name for w in written for c in w.fitted.columns
    }
    return tuple(
        replace(g, variables=tuple((p[0], names[p]) for p in g.variables if p in names))
        for g in groups
    )


def _renamed(fitted: Fitted, rows: int) -> DataFile:
    names = {c.variable.name: c.name for c in fitted.columns}
    file = fitted.file
    return replace(
        file,
        rows=rows,
        variables=tuple(
            replace(v, name=names[v.name], weighted_by=names.get(v.weighted_by, ""))
            for v in file.variables
        ),
        keys=tuple(names[k] for k in file.keys),
        links=tuple(
            replace(link, variables=tuple(names[v] for v in link.variables)) for link in file.links
        ),
        region=tuple(replace(p, variable=names[p.variable]) for p in file.region),
        weight=names.get(file.weight, ""),
        design=tuple(names[d] for d in file.design if d in names),
        parts=(),
    )


def _check_files(
    folder: Path,
    written: Sequence[Written],
    twin: Twin,
    at: datetime | None,
    signer: CheckSigner | None,
) -> dict[str, str]:
    """Write the signed check and the sums; return the sums, by file name."""
    figures = {w.path.name: _figures(w, file) for w, file in zip(written, twin.files, strict=True)}
    (folder / "PERIKSA.json").write_text(json.dumps(figures, ensure_ascii=False), "utf-8")
    (folder / "periksa.py").write_bytes(SCRIPT.read_bytes())
    sums = _sums(folder, {w.path.name: w.sha256 for w in written})
    key = signer.public_key.hex() if signer else ""
    report = check_report(twin, list(sums.items()), at.isoformat() if at else "", key).encode()
    (folder / "PERIKSA.txt").write_bytes(report)
    if signer:
        (folder / "PERIKSA.txt.sig").write_text(signer.sign(report).hex() + "\n", "ascii")
    sums = _sums(folder, sums)
    lines = [f"{digest}  {name}\n" for name, digest in sums.items()]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    return sums


def _sums(folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Return the SHA-256 of every file, in the order of names; what is known is not read again."""
    return {p.name: known.get(p.name) or sha256(p) for p in sorted(folder.iterdir())}


def _figures(written: Written, file: FileTwin) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for column in written.fitted.columns:
        tally = file.tallies.get(column.variable.name)
        if tally is None:
            continue
        facts: dict[str, Any] = {"valid": tally.valid}
        if column.variable.kind == "numeric":
            facts |= {"sum": tally.sum, "size": tally.size}
        elif column.variable.kind == "text":
            facts["length"] = tally.length
        columns[column.name] = facts
    return {"rows": file.rows, "columns": columns}


def _listed(folder: Path, data: set[str], known: Mapping[str, str]) -> tuple[PackageFile, ...]:
    return tuple(
        PackageFile(name, (folder / name).stat().st_size, digest, name in data)
        for name, digest in _sums(folder, known).items()
    )
