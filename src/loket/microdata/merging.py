"""One description out of two: what the data file says and what the DDI says."""

from __future__ import annotations

from dataclasses import replace

from loket.microdata.codebook import (
    Bilingual,
    DataFile,
    Kind,
    Language,
    Missing,
    Question,
    ValueLabel,
    Variable,
)


def merged(data: DataFile, described: DataFile | None, language: Language) -> DataFile:
    """
    Return ``data`` enriched by ``described``; the data file rules on names, kinds and order.

    Labels in the data file are in ``language``; where both speak it, the DDI's stands.
    """
    spoken = tuple(_spoken(v, language) for v in data.variables)
    if described is None:
        return replace(data, variables=spoken, label=_in(data.label, language))
    told = {v.name.casefold(): v for v in described.variables}
    variables = tuple(_variable(v, told.get(v.name.casefold())) for v in spoken)
    by_folded = {v.name.casefold(): v.name for v in variables}

    def known(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(by_folded[n.casefold()] for n in names if n.casefold() in by_folded)

    return replace(
        described,
        name=described.name,
        variables=variables,
        rows=data.rows,
        keys=known(described.keys),
        design=known(described.design),
        weight=next(iter(known((described.weight,))), ""),
        label=_both(described.label, _in(data.label, language)),
        notes=described.notes or data.notes,
        source=data.source,
        present=True,
    )


def _in(text: Bilingual, language: Language) -> Bilingual:
    """Move a text read without a language (it stands as Indonesian) to ``language``."""
    if text.en or language == "id":
        return text
    return Bilingual(en=text.id)


def _both(first: Bilingual, second: Bilingual) -> Bilingual:
    """Return the first, with what only the second says when the first says nothing."""
    return Bilingual(first.id or second.id, first.en or second.en)


def _spoken(variable: Variable, language: Language) -> Variable:
    if language == "id":
        return variable
    return replace(
        variable,
        label=_in(variable.label, language),
        values=tuple(replace(v, label=_in(v.label, language)) for v in variable.values),
        tags=tuple((letter, _in(label, language)) for letter, label in variable.tags),
    )


def _variable(data: Variable, told: Variable | None) -> Variable:
    if told is None:
        return data
    told = _of_kind(told, data.kind)
    missing = _missing(data, told)
    return replace(
        told,
        name=data.name,
        kind=data.kind,
        label=_both(told.label, data.label),
        width=data.width or told.width,
        decimals=max(data.decimals, told.decimals),
        values=_values(data, told, missing),
        missing=missing,
        tags=data.tags or told.tags,
        measure=data.measure or told.measure,
        display_format=data.display_format or told.display_format,
        question=told.question or Question(),
        notes=told.notes or data.notes,
    )


def _of_kind(told: Variable, kind: Kind) -> Variable:
    """Speak of codes as the data hold them: '1' where 1 is stored as text."""
    if kind != "text" or told.kind == "text":
        return told
    return replace(
        told,
        values=tuple(replace(v, code=str(v.code)) for v in told.values),
        missing=Missing(tuple(str(code) for code in told.missing.codes)),
    )


def _missing(data: Variable, told: Variable) -> Missing:
    if not told.missing:
        return data.missing
    extra = tuple(c for c in told.missing.codes if not data.missing.covers(c))
    ranges = tuple(dict.fromkeys((*data.missing.ranges, *told.missing.ranges)))
    return Missing((*data.missing.codes, *extra), ranges)


def _values(data: Variable, told: Variable, missing: Missing) -> tuple[ValueLabel, ...]:
    """Categories in the data file's order, then those that only the DDI knows."""
    here = {v.code: v.label for v in data.values}
    there = {v.code: v.label for v in told.values}
    codes = [*here, *(code for code in there if code not in here)]
    nothing = Bilingual()
    return tuple(
        ValueLabel(
            code,
            _both(there.get(code, nothing), here.get(code, nothing)),
            missing.covers(code),
        )
        for code in codes
    )
