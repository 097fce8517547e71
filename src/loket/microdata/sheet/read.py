"""Reading a codebook sheet; every mistake is told with its row and column, all at once."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from loket.microdata.codebook import (
    Bilingual,
    Code,
    Codebook,
    DataFile,
    Kind,
    Measure,
    Missing,
    Question,
    Study,
    ValueLabel,
    Variable,
)
from loket.microdata.errors import MicrodataError, UnreadableFile
from loket.microdata.sheet.columns import KINDS, MEASURES
from loket.microdata.sheet.rows import Row, rows_of

SHOWN = 10
MOST_DECIMALS = 16
TAG = re.compile(r"\.[a-z]")
INLINE = re.compile(r"\s*([^=;\n]+?)\s*=\s*([^;\n]*?)\s*(?:[;\n]|$)")
RANGE = re.compile(r"(\S*?)\s*(?:\.\.|\bs\.?d\.?\b|\bto\b)\s*(\S*)")
Word = TypeVar("Word", bound=str)


def read_sheet(path: Path) -> Codebook:
    """
    Return the codebook that a sheet describes.

    Files whose name the sheet does not tell have an empty name: they describe any data file.

    :raises UnreadableFile: if it is no sheet, or rows are wrong; each with row and column
    """
    headings, rows = rows_of(path)
    reading = _Reading(headings)
    for row in rows:
        reading.take(row)
    if reading.wrong:
        raise _told(path, reading.wrong)
    by_file: dict[str, list[Variable]] = {}
    for draft in reading.drafts:
        by_file.setdefault(draft.file, []).append(draft.variable())
    files = tuple(DataFile(name, tuple(variables)) for name, variables in by_file.items())
    return Codebook(Study(""), files)


def _told(path: Path, wrong: list[tuple[str, str, str]]) -> MicrodataError:
    more = f" … (+{len(wrong) - SHOWN})" if len(wrong) > SHOWN else ""
    return UnreadableFile(
        id="; ".join(f"{place}: {id_}" for place, id_, _ in wrong[:SHOWN]) + more,
        en="; ".join(f"{place}: {en}" for place, _, en in wrong[:SHOWN]) + more,
        place=path.name,
    )


@dataclass(slots=True)
class _Draft:
    """One variable while its rows are read."""

    file: str
    name: str
    row: int
    kind: Kind
    label: Bilingual
    width: int
    decimals: int
    measure: Measure
    missing: Missing
    question: str
    universe: str
    notes: str
    codes: dict[Code, Bilingual] = field(default_factory=dict)
    tags: dict[str, Bilingual] = field(default_factory=dict)

    def variable(self) -> Variable:
        return Variable(
            self.name,
            self.kind,
            self.label,
            self.width,
            self.decimals,
            tuple(ValueLabel(c, said, self.missing.covers(c)) for c, said in self.codes.items()),
            self.missing,
            tuple(self.tags.items()),
            self.measure,
            universe=self.universe,
            question=Question(literal=self.question),
            notes=self.notes,
        )


@dataclass(slots=True)
class _Reading:
    headings: Mapping[str, str]
    drafts: list[_Draft] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Add one row: a new variable, or further codes of the last one."""
        name = row["variable"]
        last = self.drafts[-1] if self.drafts else None
        if name and (last is None or name != last.name or not row["code"]):
            self._begin(row, name)
        elif last is None:
            self._error(row, "variable", "nama variabel kosong", "the variable's name is empty")
            return
        self._codes(row)

    def _begin(self, row: Row, name: str) -> None:
        file = row["file"] or (self.drafts[-1].file if self.drafts else "")
        kind = self._word(row, "kind", KINDS) or "numeric"
        for known in self.drafts:
            if known.file == file and known.name.casefold() == name.casefold():
                self._error(
                    row,
                    "variable",
                    f"{name} sudah ada pada baris {known.row}",
                    f"{name} stands on row {known.row} already",
                )
        self.drafts.append(
            _Draft(
                file=file,
                name=name,
                row=row.number,
                kind=kind,
                label=Bilingual(row["label"], row["label_en"]),
                width=self._whole(row, "width", 32_767),
                decimals=self._whole(row, "decimals", MOST_DECIMALS),
                measure=self._word(row, "measure", MEASURES) or "",
                missing=self._missing(row, kind),
                question=row["question"],
                universe=row["universe"],
                notes=row["notes"],
            )
        )

    def _codes(self, row: Row) -> None:
        written, meaning = row["code"], Bilingual(row["meaning"], row["meaning_en"])
        if not written:
            if meaning:
                self._error(row, "code", "kodenya kosong", "its code is empty")
            return
        pairs = [(written, meaning)]
        if not meaning and "=" in written:
            pairs = [(code, Bilingual(said)) for code, said in INLINE.findall(written)]
            if not pairs or INLINE.sub("", written).strip():
                self._error(
                    row, "code", "tulis seperti 1=Ya; 2=Tidak", "write it like 1=Yes; 2=No"
                )
                return
        for code, said in pairs:
            self._code(row, code, said)

    def _code(self, row: Row, written: str, meaning: Bilingual) -> None:
        draft = self.drafts[-1]
        if draft.kind == "numeric" and TAG.fullmatch(written):
            draft.tags[written[1:]] = meaning
            return
        code = self._value(row, "code", written, draft.kind)
        if code is None:
            return
        if code in draft.codes:
            self._error(
                row, "code", f"kode {written} ganda", f"the code {written} stands there twice"
            )
        draft.codes[code] = meaning

    def _missing(self, row: Row, kind: Kind) -> Missing:
        codes: list[Code] = []
        ranges: list[tuple[float, float]] = []
        for piece in filter(None, (p.strip() for p in re.split(r"[;,]", row["missing"]))):
            bounds = RANGE.fullmatch(piece) if kind != "text" else None
            if bounds is None:
                code = self._value(row, "missing", piece, kind)
                codes += [] if code is None else [code]
                continue
            low = self._value(row, "missing", bounds[1], kind) if bounds[1] else -math.inf
            high = self._value(row, "missing", bounds[2], kind) if bounds[2] else math.inf
            if isinstance(low, int | float) and isinstance(high, int | float):
                ranges.append((float(low), float(high)))
        return Missing(tuple(codes), tuple(ranges))

    def _value(self, row: Row, column: str, written: str, kind: Kind) -> Code | None:
        if kind != "numeric":
            return written
        try:
            number = float(written)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self._error(
                row,
                column,
                f"{written!r} bukan angka, padahal jenisnya angka; tulis angka atau jenis teks",
                f"{written!r} is no number, but the type is number; write a number or type text",
            )
            return None
        return int(number) if number.is_integer() else number

    def _word(self, row: Row, column: str, known: Mapping[str, Word]) -> Word | None:
        written = row[column].casefold()
        if written and written not in known:
            words = ", ".join(known)
            self._error(
                row,
                column,
                f"{row[column]!r} tidak dikenal; pilih {words}",
                f"{row[column]!r} is unknown; choose {words}",
            )
        return known.get(written)

    def _whole(self, row: Row, column: str, most: int) -> int:
        written = row[column]
        if not written:
            return 0
        if not written.isdecimal() or int(written) > most:
            self._error(
                row,
                column,
                f"{written!r} harus bilangan bulat 0 sampai {most}",
                f"{written!r} must be a whole number from 0 to {most}",
            )
            return 0
        return int(written)

    def _error(self, row: Row, column: str, id_: str, en: str) -> None:
        heading = self.headings.get(column, column)
        self.wrong.append((f"baris/row {row.number}, kolom/column {heading!r}", id_, en))
