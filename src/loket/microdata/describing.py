"""
Comparing descriptions: labels, missing values, measurement levels and display formats, as
ordered against as a second reader finds them in the delivered file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loket.microdata.codebook import Code, Missing, Variable
from loket.microdata.formats.display import Maker, held, spss_format
from loket.microdata.formats.fitting import Column, Fitted

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Described:
    """
    What a second reader says of one variable.

    None stands for what the format cannot hold, or the reader does not tell; ``maker`` is whose
    display formats it holds.
    """

    label: str | None = None
    values: Mapping[Any, str] | None = None
    missing: Missing | None = None
    measure: str | None = None
    display_format: str | None = None
    maker: Maker = ""
    tags: Mapping[str, str] | None = None


def compare_descriptions(
    fitted: Fitted, found: Mapping[str, Described]
) -> tuple[int, list[tuple[str, str]]]:
    """Return how many facts were compared, and what differs, in both languages."""
    checked = 0
    faults = []
    for column in fitted.columns:
        described = found.get(column.name)
        if described is None:
            continue
        wrong = []
        for fact in FACTS:
            for place, same in fact(column, described, fitted):
                checked += 1
                if not same:
                    wrong.append(place)
        if wrong:
            said = ", ".join(wrong[:SHOWN])
            name = column.variable.name
            faults.append(
                (f"{name}: keterangan berbeda ({said})", f"{name}: descriptions differ ({said})")
            )
    return checked, faults


Facts = Iterator[tuple[str, bool]]


def _label(column: Column, found: Described, _: Fitted) -> Facts:
    if found.label is not None:
        yield "label", found.label.rstrip() == column.label.rstrip()


def _values(column: Column, found: Described, _: Fitted) -> Facts:
    if found.values is None:
        return
    theirs = {_key(code): said for code, said in found.values.items()}
    ours = {_key(code): said for code, said in column.values}
    for code, said in ours.items():
        yield f"label {code}", theirs.get(code) == said
    extra = theirs.keys() - ours.keys()
    if extra:
        yield f"label {sorted(map(str, extra))[0]}", False


def _tags(column: Column, found: Described, fitted: Fitted) -> Facts:
    if found.tags is None:
        return
    for letter, label in column.variable.tags:
        if label:
            yield f"label .{letter}", found.tags.get(letter) == label.said_in(fitted.language)


def _missing(column: Column, found: Described, _: Fitted) -> Facts:
    if found.missing is not None:
        yield "nilai hilang/missing", _as_sets(found.missing) == _as_sets(column.missing)


def _measure(column: Column, found: Described, _: Fitted) -> Facts:
    if found.measure is not None:
        yield "skala ukur/measure", found.measure == column.variable.measure


def _format(column: Column, found: Described, _: Fitted) -> Facts:
    wanted = _wanted_format(column.variable, found.maker)
    if wanted and found.display_format is not None and column.variable.kind != "text":
        yield "format", _short(found.display_format) == _short(wanted)


def _wanted_format(variable: Variable, maker: Maker) -> str:
    """Stata's default depends on its storage type: it is no fact of the codebook."""
    return spss_format(variable) if maker == "spss" else held(variable, maker)


def _short(format_: str) -> str:
    return format_.removesuffix(".0")


def _as_sets(missing: Missing) -> tuple[set[Any], set[tuple[float, float]]]:
    """A range of one number is that number."""
    single = {_key(low) for low, high in missing.ranges if low == high}
    codes = {_key(code) for code in missing.codes} | single
    return codes, {pair for pair in missing.ranges if pair[0] != pair[1]}


def _key(code: Code | Any) -> Any:
    return code.rstrip() if isinstance(code, str) else float(code)


FACTS: tuple[Callable[[Column, Described, Fitted], Facts], ...] = (
    _label,
    _values,
    _tags,
    _missing,
    _measure,
    _format,
)
