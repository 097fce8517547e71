"""Bring a definition into the one form in which it is priced, signed, sampled and extracted."""

from __future__ import annotations

from collections.abc import Iterable

from loket.microdata.codebook import Codebook, DataFile
from loket.microdata.definition.model import Condition, Definition, Wanted


def normalise(definition: Definition, codebook: Codebook) -> Definition:
    """
    Return ``definition`` with files and variables in the codebook's order, no twins, and the
    preselected variables (keys, region, weight, design) of every wanted file added.

    A full set gets every file and variable and loses regions and conditions. Regions inside
    another wanted region are dropped. Names
    that the codebook does not have stay, at the end, for ``validate`` to report. Normalising
    twice changes nothing.
    """
    if definition.fullset:
        files = tuple(_whole(file) for file in codebook.present)
        return _with(definition, codebook, files, (), ())
    wanted = _merged(definition.files)
    known = {file.name for file in codebook.present}
    ordered = [
        _completed(file, wanted[file.name]) for file in codebook.present if file.name in wanted
    ]
    strange = [Wanted(name, names) for name, names in wanted.items() if name not in known]
    return _with(
        definition,
        codebook,
        (*ordered, *strange),
        _regions(definition.regions),
        _conditions(definition.conditions),
    )


def _with(
    definition: Definition,
    codebook: Codebook,
    files: tuple[Wanted, ...],
    regions: tuple[str, ...],
    conditions: tuple[Condition, ...],
) -> Definition:
    return Definition(
        edition=definition.edition.strip(),
        release=definition.release.strip(),
        files=files,
        regions=regions,
        conditions=conditions,
        # Without a condition the two ways of keeping cases are the same order.
        cases=definition.cases if conditions else "individuals",
        structure=definition.structure,
        format=definition.format.strip().lower(),
        language=definition.language,
        fullset=definition.fullset,
        # Where no file was published in parts, the two divisions are the same order.
        division=definition.division if _have_parts(files, codebook) else "merged",
    )


def _have_parts(files: Iterable[Wanted], codebook: Codebook) -> bool:
    names = {wanted.file for wanted in files}
    return any(file.parts for file in codebook.present if file.name in names)


def _whole(file: DataFile) -> Wanted:
    return Wanted(file.name, file.names, file.preselected)


def _merged(files: Iterable[Wanted]) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for wanted in files:
        names = (*merged.get(wanted.file, ()), *wanted.variables)
        merged[wanted.file] = tuple(dict.fromkeys(names))
    return merged


def _completed(file: DataFile, names: tuple[str, ...]) -> Wanted:
    chosen = {*names, *file.preselected}
    known = tuple(name for name in file.names if name in chosen)
    strange = tuple(name for name in names if name not in file)
    return Wanted(file.name, (*known, *strange), file.preselected)


def _regions(codes: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for code in sorted({code.strip() for code in codes}):
        if not any(code.startswith(wider) for wider in kept if wider):
            kept.append(code)
    return tuple(kept)


def _conditions(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    tidy = {
        Condition(
            each.file,
            each.variable,
            tuple(sorted(set(each.values), key=lambda value: (isinstance(value, str), value))),
            each.between,
        )
        for each in conditions
    }
    return tuple(
        sorted(
            tidy,
            key=lambda each: (each.file, each.variable, str(each.between), str(each.values)),
        )
    )
