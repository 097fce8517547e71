"""What a shown real row keeps: new ids, wide regions, banded keys, common and capped values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loket.microdata.codebook import Code, DataFile, Variable
from loket.microdata.disclosure.release import REGENCY
from loket.microdata.engine import quoted

BAND = 10


@dataclass(frozen=True, slots=True)
class Masking:
    """
    How one file's columns are shown.

    ``unit`` are renumbered, ``kept`` shown as they are, ``hidden`` emptied, numeric ``keys``
    shown in bands; everything else as far as the published ``summary`` shows it.
    """

    unit: frozenset[str]
    kept: frozenset[str]
    hidden: frozenset[str]
    keys: frozenset[str]
    summary: Mapping[str, Mapping[str, Any]]

    def column(
        self, variable: Variable, values: Sequence[Any], numbers: Sequence[int]
    ) -> list[Any]:
        """Return the shown ``values`` of one column; ``numbers`` are the rows' new units."""
        name = variable.name
        if name in self.unit:
            is_text = variable.kind == "text"
            return [str(n).zfill(variable.width) if is_text else n for n in numbers]
        if name in self.kept:
            return list(values)
        if name in self.hidden:
            return [None] * len(values)
        if name in self.keys and is_banded(variable):
            return [None if value is None else value // BAND * BAND for value in values]
        summary = self.summary.get(name, {})
        return [_shown(value, variable, summary) for value in values]


def is_banded(variable: Variable) -> bool:
    """Tell whether a key is shown in bands of ten: an unlabelled number, such as an age."""
    return variable.kind == "numeric" and not variable.values


def band_sql(variable: Variable) -> str:
    """Return SQL for a key as it is shown."""
    name = quoted(variable.name)
    return f"floor({name} / {BAND}) * {BAND}" if is_banded(variable) else name


def wide_regions(file: DataFile) -> tuple[str, ...]:
    """Return the region variables down to the regency."""
    digits, kept = 0, []
    for part in file.region:
        digits += part.digits
        if digits <= REGENCY:
            kept.append(part.variable)
    return tuple(kept)


def _shown(value: Any, variable: Variable, summary: Mapping[str, Any]) -> Any:
    """Return a value if its category is published, else capped, else None."""
    if value is None:
        return None
    frequencies = summary.get("frequencies")
    if frequencies is not None:
        return value if _is_common(value, frequencies) else None
    percentiles = summary.get("percentiles")
    if not percentiles or variable.missing.covers(value):
        return None
    return type(value)(min(max(value, percentiles[0]), percentiles[-1]))


def _is_common(value: Code, frequencies: Sequence[Mapping[str, Any]]) -> bool:
    return any(row["code"] == value and row["n"] for row in frequencies)
