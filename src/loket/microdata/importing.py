"""
Importing a study: data files and a DDI to one edition folder, or an error and nothing.

Several files of one table (``…_11_31``, ``…_32_36``, by range of provinces) become one master.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from loket.microdata.codebook import (
    Bilingual,
    Codebook,
    DataFile,
    Language,
    Link,
    RegionPart,
    Study,
)
from loket.microdata.ddi.write import write_ddi
from loket.microdata.descriptions import for_tables, read_description
from loket.microdata.edition import DDI, QUALITY, SUMMARY, SUMS, Edition, master_name, sha256
from loket.microdata.engine import connected
from loket.microdata.errors import MicrodataError, UnreadableFile
from loket.microdata.formats.readers import SUFFIXES, open_source
from loket.microdata.formats.source import Source
from loket.microdata.keys import find_design, find_keys, find_weight
from loket.microdata.mastering import (
    bad_region_codes,
    parts_of,
    with_facts,
    with_region,
    write_master,
)
from loket.microdata.merging import merged
from loket.microdata.parts import stem_of
from loket.microdata.quality import Findings
from loket.microdata.regions import find_region
from loket.microdata.room import least_to_import, needs_room, writing
from loket.microdata.staging import Staged, stage
from loket.microdata.summary import count_file

# Of two files with one name the one whose format says most is read.
PREFERENCE = (".sav", ".zsav", ".dta", ".por", ".rds", ".sas7bdat", ".xpt", ".parquet", ".dbf")


@dataclass(frozen=True, slots=True)
class Hints:
    """
    What the person importing knows better than the files; all by file name where plural.

    ``language`` is that of labels in data files; ``encoding`` overrides what they declare.
    """

    study: Study | None = None
    language: Language | None = None
    encoding: str | None = None
    region: Mapping[str, tuple[RegionPart, ...]] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: Mapping[str, str] = field(default_factory=dict)


def import_study(
    paths: Iterable[Path], into: Path, *, ddi: Path | None = None, hints: Hints | None = None
) -> Edition:
    """
    Read ``paths`` and write the edition folder ``into``, which must not exist yet.

    ``ddi`` describes them: DDI-Codebook, or a codebook sheet (see ``sheet``).

    :raises UnreadableFile: if any file is not whole and readable
    :raises NoRoom: if the disk is too small, before or while reading
    :raises MicrodataError: if ``into`` exists
    """
    hints = hints or Hints()
    if into.exists():
        raise MicrodataError(
            id="folder edisi sudah ada; edisi tidak pernah ditimpa, pilih nama lain",
            en="the edition folder exists; editions are never overwritten, choose another name",
            place=into.name,
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    partial = into.with_name(f".{into.name}.{uuid.uuid4().hex[:8]}")
    partial.mkdir()
    paths = list(paths)
    try:
        needs_room(partial, least_to_import(paths), into.name)
        with writing(into.name):
            codebook = _import(paths, partial, ddi, hints)
        partial.rename(into)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Edition(into, codebook)


def _import(paths: list[Path], folder: Path, ddi: Path | None, hints: Hints) -> Codebook:
    findings = Findings()
    found = tables(paths, findings)
    described = for_tables(read_description(ddi), list(found)) if ddi else None
    scratch = folder / ".scratch"
    scratch.mkdir()
    files: list[DataFile] = []
    summaries: dict[str, object] = {}
    with connected(scratch) as connection:
        for name, group in found.items():
            made = _Making(connection, folder, scratch, findings, hints)
            file = made.file(name, group, described)
            files.append(file)
            summaries[file.name] = made.summary(file)
    shutil.rmtree(scratch)
    codebook = _codebook(files, described, hints, findings, folder.name)
    write_ddi(codebook, folder / DDI)
    _write_json(folder / SUMMARY, summaries)
    _write_json(folder / QUALITY, findings.as_json())
    sums = [f"{sha256(p)}  {p.name}\n" for p in sorted(folder.iterdir()) if p.is_file()]
    (folder / SUMS).write_text("".join(sums), "utf-8")
    return codebook


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def tables(paths: list[Path], findings: Findings) -> dict[str, list[Path]]:
    """Group data files into tables; a second file of the same name is left out and reported."""
    unknown = next((p for p in paths if p.suffix.lower() not in SUFFIXES), None)
    if unknown is not None:
        open_source(unknown)
    by_stem: dict[str, list[Path]] = {}
    for path in paths:
        by_stem.setdefault(path.stem, []).append(path)
    grouped: dict[str, list[Path]] = {}
    for stem, same in sorted(by_stem.items()):
        best, *others = sorted(same, key=_preference)
        for other in others:
            findings.ignored(other.name, best.name)
        grouped.setdefault(stem_of(stem), []).append(best)
    return grouped


def _preference(path: Path) -> int:
    suffix = path.suffix.lower()
    return PREFERENCE.index(suffix) if suffix in PREFERENCE else len(PREFERENCE)


@dataclass(slots=True)
class _Making:
    """One table on its way into the edition."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    scratch: Path
    findings: Findings
    hints: Hints

    def file(self, name: str, paths: list[Path], described: Codebook | None) -> DataFile:
        told = _described(name, described)
        sources = [open_source(p, encoding=self.hints.encoding, layout=told) for p in paths]
        language = self.hints.language or _language(described)
        file = merged(_named(sources[0], name, paths), told, language)
        self.findings.compare(name, sources[0].file, told, language, sources[0].encoding)
        staged = stage(sources, self.scratch / "staged.parquet")
        file = with_facts(file, staged, fixed_widths=paths[0].suffix.lower() == ".dbf")
        file = replace(file, parts=parts_of([p.stem for p in paths], staged))
        file = self._with_region(file, staged)
        write_master(self.connection, staged, file, self.folder / master_name(file.name))
        staged.path.unlink()
        return self._with_roles(file)

    def _with_region(self, file: DataFile, staged: Staged) -> DataFile:
        told = self.hints.region.get(file.name)
        parts = told if told is not None else file.region or find_region(file.names)
        if not parts:
            return file
        for part in parts:
            file.variable(part.variable)
        bad = bad_region_codes(self.connection, staged, parts)
        if bad and told is None:
            self.findings.bad_region(file.name, parts, bad)
            return replace(file, region=())
        if bad:
            raise UnreadableFile(
                id=f"{bad} baris tanpa kode wilayah yang sah; perbaiki datanya",
                en=f"{bad} rows without a valid region code; mend the data",
                place=file.name,
            )
        return with_region(file, parts)

    def _with_roles(self, file: DataFile) -> DataFile:
        keys = self.hints.keys.get(file.name) or file.keys
        master = self.folder / master_name(file.name)
        keys = find_keys(self.connection, master, file, keys)
        weight = self.hints.weight.get(file.name) or file.weight or find_weight(file)
        variables = tuple(
            replace(v, is_weight=True) if v.name == weight else v for v in file.variables
        )
        design = file.design or find_design(file)
        file = replace(file, keys=keys, weight=weight, variables=variables, design=design)
        self.findings.duplicated_keys(self.connection, master, file)
        return file

    def summary(self, file: DataFile) -> dict[str, object]:
        counted = count_file(self.folder / master_name(file.name), file)
        self.findings.values(file, counted)
        return {name: counts.published(file.variable(name)) for name, counts in counted.items()}


def _named(source: Source, name: str, paths: list[Path]) -> DataFile:
    return replace(source.file, name=name, source=", ".join(p.name for p in paths))


def _described(name: str, codebook: Codebook | None) -> DataFile | None:
    if codebook is None:
        return None
    return next((f for f in codebook.files if f.name.casefold() == name.casefold()), None)


def _language(described: Codebook | None) -> Language:
    """Labels in the data speak the DDI's language."""
    if described is None:
        return "id"
    return "en" if any(v.label.en and not v.label.id for _, v in described.variables()) else "id"


def _codebook(
    files: list[DataFile],
    described: Codebook | None,
    hints: Hints,
    findings: Findings,
    name: str,
) -> Codebook:
    here = {f.name.casefold() for f in files}
    absent = [f for f in (described.files if described else ()) if f.name.casefold() not in here]
    for file in absent:
        findings.absent(file.name)
    told = described.study if described and described.study.idno else None
    study = hints.study or told or Study(idno=name.split(".")[1])
    if not study.title:
        study = replace(study, title=Bilingual(study.idno))
    linked = tuple(replace(f, links=links_of(f, files)) for f in files)
    groups = described.groups if described else ()
    return Codebook(study, (*linked, *(replace(f, present=False) for f in absent)), groups)


def links_of(file: DataFile, files: Iterable[DataFile]) -> tuple[Link, ...]:
    """Return the files of which each row of ``file`` names one row, by that file's keys."""
    return tuple(
        Link(other.name, other.keys)
        for other in files
        if other.name != file.name and other.keys and all(key in file for key in other.keys)
    )
