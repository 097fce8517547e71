"""
Fitting a codebook into what a file format can hold, and listing what it cannot.

Every writer declares its ``Limits``; ``fit`` gives the columns as they will stand in the file.
Labels are cut at a whole character, names are cut and kept unique, and each such change is a
``Loss`` for the README. Values are never cut: a text too long for the format is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from loket.microdata.codebook import (
    Bilingual,
    Code,
    DataFile,
    Language,
    Missing,
    ValueLabel,
    Variable,
)
from loket.microdata.errors import UnfitFormat
from loket.microdata.formats.display import Maker, is_lost

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing about one variable (or the file, when empty) that the format cannot hold."""

    variable: str
    what: Bilingual


@dataclass(frozen=True, slots=True)
class Limits:
    """What one format can hold. ``None`` means no limit; sizes are bytes of UTF-8."""

    format: str
    name_bytes: int | None = None
    name_pattern: str | None = None
    upper_names: bool = False
    reserved: frozenset[str] = frozenset()
    labels: bool = True
    file_label_bytes: int | None = None
    label_bytes: int | None = None
    label_characters: int | None = None
    value_labels: bool = True
    value_label_bytes: int | None = None
    integer_codes_only: bool = False
    missing: bool = True
    missing_codes: int | None = None
    missing_ranges: int | None = None
    tags: bool = False
    measure: bool = True
    display: Maker = ""
    text_bytes: int | None = None
    variables: int | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One variable as it will stand in the file."""

    variable: Variable
    name: str
    label: str
    values: tuple[tuple[Code, str], ...]
    missing: Missing


@dataclass(frozen=True, slots=True)
class Fitted:
    """A data file fitted to a format."""

    file: DataFile
    language: Language
    columns: tuple[Column, ...]
    losses: tuple[Loss, ...]
    label: str = ""


@dataclass(slots=True)
class _Losses:
    found: list[Loss] = field(default_factory=list)

    def add(self, variable: str, *, id: str, en: str) -> None:
        self.found.append(Loss(variable, Bilingual(id, en)))


def fit(file: DataFile, limits: Limits, language: Language) -> Fitted:
    """
    Return ``file`` as ``limits.format`` can hold it, with the labels in ``language``.

    :raises UnfitFormat: if the format cannot hold its values at all
    """
    _refuse(file, limits)
    losses = _Losses()
    names = _names(file.names, limits, losses)
    columns = tuple(
        Column(
            variable,
            name,
            _label(variable, limits, language, losses),
            _values(variable, limits, language, losses),
            _missing(variable, limits, losses),
        )
        for variable, name in zip(file.variables, names, strict=True)
    )
    for variable in file.variables:
        _leftovers(variable, limits, losses)
    label = _file_label(file, limits, language, losses)
    return Fitted(file, language, columns, tuple(losses.found), label)


def _file_label(file: DataFile, limits: Limits, language: Language, losses: _Losses) -> str:
    text = " ".join(file.label.said_in(language).split())
    kept = cut(text, limits.file_label_bytes, limits.label_characters)
    if kept != text:
        losses.add(
            "",
            id=f"judul berkas terpotong menjadi {len(kept)} dari {len(text)} huruf",
            en=f"the file's label is cut to {len(kept)} of {len(text)} characters",
        )
    return kept


def cut(text: str, bytes_: int | None, characters: int | None = None) -> str:
    """Return the longest beginning of ``text`` within both bounds, at a whole character."""
    if characters is not None:
        text = text[:characters]
    if bytes_ is None:
        return text
    return text.encode()[:bytes_].decode(errors="ignore")


def _refuse(file: DataFile, limits: Limits) -> None:
    if limits.variables is not None and len(file.variables) > limits.variables:
        raise UnfitFormat(
            id=f"{len(file.variables)} variabel melebihi batas {limits.format} "
            f"({limits.variables}); pilih lebih sedikit variabel atau format lain",
            en=f"{len(file.variables)} variables exceed the limit of {limits.format} "
            f"({limits.variables}); choose fewer variables or another format",
            place=file.name,
        )
    if limits.text_bytes is None:
        return
    for variable in file.variables:
        if variable.kind == "text" and variable.width > limits.text_bytes:
            raise UnfitFormat(
                id=f"isi teks sampai {variable.width} bita melebihi batas {limits.format} "
                f"({limits.text_bytes}); pilih format lain",
                en=f"texts of up to {variable.width} bytes exceed the limit of {limits.format} "
                f"({limits.text_bytes}); choose another format",
                place=f"{file.name}, {variable.name}",
            )


def _names(names: Iterable[str], limits: Limits, losses: _Losses) -> list[str]:
    taken: set[str] = set()
    fitted: list[str] = []
    for original in names:
        name = _unique(_legal(original, limits), limits, taken)
        taken.add(name.casefold())
        fitted.append(name)
        if name == original.upper() != original:
            losses.add(original, id="nama ditulis dengan huruf besar", en="its name in capitals")
        elif name != original:
            losses.add(original, id=f"nama menjadi {name}", en=f"its name becomes {name}")
    return fitted


def _legal(name: str, limits: Limits) -> str:
    if limits.upper_names:
        name = name.upper()
    if limits.name_pattern is not None and not re.fullmatch(limits.name_pattern, name):
        name = re.sub(r"[^A-Za-z0-9_]", "_", name)
        if not re.match(r"[A-Za-z]", name):
            name = f"v{name}"
    if name.upper() in limits.reserved:
        name = f"{name}_"
    return cut(name, limits.name_bytes)


def _unique(name: str, limits: Limits, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        tail = f"_{number}"
        room = None if limits.name_bytes is None else limits.name_bytes - len(tail)
        candidate = cut(name, room) + tail
    return candidate


def _label(variable: Variable, limits: Limits, language: Language, losses: _Losses) -> str:
    text = variable.label.said_in(language)
    if not limits.labels:
        return ""
    kept = cut(text, limits.label_bytes, limits.label_characters)
    if kept != text:
        losses.add(
            variable.name,
            id=f"labelnya terpotong menjadi {len(kept)} dari {len(text)} huruf",
            en=f"its label is cut to {len(kept)} of {len(text)} characters",
        )
    return kept


def _values(
    variable: Variable, limits: Limits, language: Language, losses: _Losses
) -> tuple[tuple[Code, str], ...]:
    if not limits.value_labels:
        return ()
    kept = tuple(v for v in variable.values if _holds(v, limits))
    if len(kept) < len(variable.values):
        lost = ", ".join(str(v.code) for v in variable.values if not _holds(v, limits))
        losses.add(
            variable.name,
            id=f"label kode bukan bilangan bulat tidak tersimpan: {lost}",
            en=f"labels of codes that are not whole numbers are not held: {lost}",
        )
    return _cut_values(variable, kept, limits, language, losses)


def _holds(value: ValueLabel, limits: Limits) -> bool:
    return not limits.integer_codes_only or isinstance(value.code, int)


def _cut_values(
    variable: Variable,
    values: tuple[ValueLabel, ...],
    limits: Limits,
    language: Language,
    losses: _Losses,
) -> tuple[tuple[Code, str], ...]:
    fitted: list[tuple[Code, str]] = []
    shortened: list[str] = []
    for value in values:
        text = value.label.said_in(language)
        kept = cut(text, limits.value_label_bytes)
        if kept != text:
            shortened.append(str(value.code))
        fitted.append((value.code, kept))
    if shortened:
        codes = ", ".join(shortened[:SHOWN]) + (" …" if len(shortened) > SHOWN else "")
        losses.add(
            variable.name,
            id=f"{len(shortened)} label nilai terpotong ({codes})",
            en=f"{len(shortened)} value labels are cut ({codes})",
        )
    return tuple(fitted)


def _missing(variable: Variable, limits: Limits, losses: _Losses) -> Missing:
    missing = variable.missing
    if not missing:
        return missing
    if limits.missing and _missing_fits(missing, limits):
        return missing
    said = ", ".join(
        [str(code) for code in missing.codes]
        + [f"{low:g}–{high:g}" for low, high in missing.ranges]
    )
    losses.add(
        variable.name,
        id=f"tanda nilai hilang tidak tersimpan; kodenya tetap ada: {said}",
        en=f"codes are kept but not marked as missing: {said}",
    )
    return Missing()


def _missing_fits(missing: Missing, limits: Limits) -> bool:
    if limits.missing_ranges is not None and len(missing.ranges) > limits.missing_ranges:
        return False
    if limits.missing_codes is None:
        return True
    if missing.ranges:
        return len(missing.ranges) == 1 and len(missing.codes) <= 1
    return len(missing.codes) <= limits.missing_codes


def _leftovers(variable: Variable, limits: Limits, losses: _Losses) -> None:
    if variable.tags and not limits.tags:
        letters = ", ".join(f".{letter}" for letter, _ in variable.tags)
        losses.add(
            variable.name,
            id=f"jenis nilai hilang ({letters}) menjadi kosong biasa",
            en=f"kinds of missing values ({letters}) become plain missing",
        )
    if variable.label and not limits.labels:
        losses.add(
            variable.name,
            id="label variabel hanya ada dalam buku kode",
            en="its label is in the codebook only",
        )
    if variable.values and not limits.value_labels:
        losses.add(
            variable.name,
            id="label nilai hanya ada dalam buku kode",
            en="its value labels are in the codebook only",
        )
    if variable.measure and not limits.measure:
        losses.add(
            variable.name,
            id=f"skala ukur ({variable.measure}) hanya ada dalam buku kode",
            en=f"its measurement level ({variable.measure}) is in the codebook only",
        )
    if is_lost(variable, limits.display):
        losses.add(
            variable.name,
            id="format tampilan hanya ada dalam metadata DDI",
            en="its display format is in the DDI metadata only",
        )
