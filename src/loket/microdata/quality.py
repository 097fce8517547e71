"""The quality report of an import: what a person should look at before publishing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb

from loket.microdata.codebook import Bilingual, DataFile, Language, RegionPart, Variable
from loket.microdata.formats.limits import DBF, STATA_12
from loket.microdata.keys import repeated
from loket.microdata.summary import Counts

SHOWN = 8
Weight = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: ``kind`` is a fixed word for programs, ``place`` a file or variable."""

    kind: str
    weight: Weight
    place: str
    what: Bilingual
    count: int = 0


@dataclass(slots=True)
class Findings:
    """All findings of one import, in the order met, and the plain facts of each file."""

    found: list[Finding] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        place: str,
        *,
        id: str,
        en: str,
        count: int = 0,
        weight: Weight = "warning",
    ) -> None:
        """Add one finding."""
        self.found.append(Finding(kind, weight, place, Bilingual(id, en), count))

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "files": self.files,
            "findings": [
                {
                    "kind": f.kind,
                    "weight": f.weight,
                    "place": f.place,
                    "id": f.what.id,
                    "en": f.what.en,
                    "count": f.count,
                }
                for f in self.found
            ],
        }

    def ignored(self, other: str, best: str) -> None:
        """A second file with the same name was left out."""
        self.add(
            "ignored_file",
            other,
            id=f"tidak dibaca: {best} memuat tabel yang sama dengan keterangan lebih lengkap",
            en=f"not read: {best} holds the same table and says more about it",
            weight="note",
        )

    def absent(self, name: str) -> None:
        """A file is described but not here."""
        self.add(
            "absent_file",
            name,
            id="dijelaskan dalam metadata, tetapi berkas datanya tidak ada",
            en="described in the metadata, but its data file is not here",
        )

    def bad_region(self, name: str, parts: tuple[RegionPart, ...], rows: int) -> None:
        """A likely region code is not one in all rows."""
        said = "+".join(part.variable for part in parts)
        self.add(
            "bad_region",
            name,
            id=f"{said} bukan kode wilayah pada {rows} baris; berkas disimpan tanpa wilayah",
            en=f"{said} is no region code on {rows} rows; the file is kept without regions",
            count=rows,
        )

    def duplicated_keys(
        self, connection: duckdb.DuckDBPyConnection, master: Path, file: DataFile
    ) -> None:
        """Keys that do not identify a row; or none known."""
        self.files.setdefault(file.name, {})["rows"] = file.rows
        if not file.keys:
            self.add(
                "no_key",
                file.name,
                id="tidak ada kunci baris yang diketahui",
                en="no row key is known",
                weight="note",
            )
            return
        count = repeated(connection, master, file.keys)
        if count:
            self.add(
                "duplicated_key",
                file.name,
                id=f"{count} kunci ({', '.join(file.keys)}) terdapat pada lebih dari satu baris",
                en=f"{count} keys ({', '.join(file.keys)}) stand on more than one row",
                count=count,
            )

    def compare(
        self,
        name: str,
        data: DataFile,
        told: DataFile | None,
        language: Language,
        encoding: str,
    ) -> None:
        """Variables and labels that the data file and the DDI tell differently."""
        self.files.setdefault(name, {})["encoding"] = encoding
        if told is None:
            return
        here = {v.name.casefold(): v for v in data.variables}
        there = {v.name.casefold(): v for v in told.variables}
        for only, kind, where_id, where_en in (
            (here.keys() - there.keys(), "undescribed", "metadata", "metadata"),
            (there.keys() - here.keys(), "without_data", "berkas data", "data file"),
        ):
            if only:
                listed = ", ".join(sorted(only)[:SHOWN])
                self.add(
                    kind,
                    name,
                    id=f"{len(only)} variabel tidak ada dalam {where_id}: {listed}",
                    en=f"{len(only)} variables are not in the {where_en}: {listed}",
                    count=len(only),
                )
        for key in here.keys() & there.keys():
            self._labels(name, here[key], there[key], language)

    def _labels(self, file: str, data: Variable, told: Variable, language: Language) -> None:
        theirs = {v.code: v.label.said_in(language) for v in told.values}
        differing = [
            v.code
            for v in data.values
            if v.code in theirs and _folded(v.label.id) != _folded(theirs[v.code])
        ]
        if differing:
            listed = ", ".join(str(code) for code in differing[:SHOWN])
            self.add(
                "label_differs",
                f"{file}, {data.name}",
                id=f"label nilai dalam data berbeda dari metadata: {listed}",
                en=f"value labels in the data differ from the metadata: {listed}",
                count=len(differing),
            )

    def values(self, file: DataFile, counted: Mapping[str, Counts]) -> None:
        """Codes without a label; names and labels that older formats would cut."""
        for variable in file.variables:
            frequencies = counted[variable.name].frequencies
            if frequencies is None or not _is_categorical(variable):
                continue
            known = {v.code for v in variable.values}
            bare = [c for c in frequencies if c not in known and not variable.missing.covers(c)]
            if bare:
                listed = ", ".join(str(code) for code in bare[:SHOWN])
                self.add(
                    "unlabelled_code",
                    f"{file.name}, {variable.name}",
                    id=f"{len(bare)} kode tanpa label: {listed}",
                    en=f"{len(bare)} codes without a label: {listed}",
                    count=len(bare),
                )
        self._names(file)

    def _names(self, file: DataFile) -> None:
        for limits in (DBF, STATA_12):
            cut = [v.name for v in file.variables if _is_cut(v.name, limits.name_bytes)]
            if cut:
                self.add(
                    "name_cut",
                    file.name,
                    id=f"{len(cut)} nama akan terpotong dalam {limits.format}: "
                    f"{', '.join(cut[:SHOWN])}",
                    en=f"{len(cut)} names would be cut in {limits.format}: "
                    f"{', '.join(cut[:SHOWN])}",
                    count=len(cut),
                    weight="note",
                )


def _is_categorical(variable: Variable) -> bool:
    """An age or an amount may have labels on missing codes only; the rest are plain numbers."""
    if variable.kind == "numeric" and variable.measure == "scale":
        return False
    return any(not v.missing and not variable.missing.covers(v.code) for v in variable.values)


def _is_cut(name: str, limit: int | None) -> bool:
    return limit is not None and len(name.encode()) > limit


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
