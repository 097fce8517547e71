"""Finding the column that holds BPS region codes, whatever the layer calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from loket.areamaps.codes import ID_COLUMNS, PART_COLUMNS, Level, common_level, level_of
from loket.areamaps.errors import AreaMapError

_ALIASES = {
    Level.SUBSLS: ("idsubsls", "kode_subsls", "id_subsls"),
    Level.SLS: ("idsls", "kode_sls", "id_sls"),
    Level.DESA: ("iddesa", "kode_desa", "id_desa", "kodedesa", "iddes"),
    Level.KECAMATAN: ("idkec", "kode_kec", "id_kec", "kodekec", "kode_kecamatan"),
    Level.KABUPATEN: ("idkab", "kode_kab", "id_kab", "kodekab", "idkabkot", "kode_kabupaten"),
    Level.PROVINCE: ("idprov", "kode_prov", "id_prov", "kodeprov", "kode_provinsi"),
}
_GENERAL = ("kode", "kode_bps", "kodebps", "kdbps", "kode_wilayah", "kdwil", "idwil", "code")
_EXACT_INTEGERS_BELOW = 2**53

Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class FoundCodes:
    """The codes of a layer, and the column (or "kdprov+kdkab+…") they were read from."""

    column: str
    level: Level
    codes: tuple[str, ...]


def find_codes(columns: Columns, *, column: str | None = None) -> FoundCodes:
    """
    Find the codes in a layer's columns.

    :param column: the column to use, if the caller knows
    :raises AreaMapError: if no column holds codes, or its codes have the wrong length
    """
    lower = {name.lower(): name for name in columns}
    if column is not None:
        if column.lower() not in lower:
            raise _no_column(columns)
        return _taken(lower[column.lower()], columns)
    for name in _known_names():
        if name in lower and any(as_codes(columns[lower[name]])):
            return _taken(lower[name], columns)
    composed = _composed(lower, columns)
    if composed is not None:
        return composed
    guessed = _by_content(columns)
    if guessed is None:
        raise _no_column(columns)
    return guessed


def as_codes(values: NDArray[Any]) -> tuple[str, ...]:
    """Return a column's values as code texts; what cannot be an exact code becomes ""."""
    if values.dtype.kind in "iu":
        return tuple(str(value) for value in values.tolist())
    return tuple(_as_code(value) for value in values.tolist())


def _as_code(value: object) -> str:
    if isinstance(value, float):
        exact = value.is_integer() and abs(value) < _EXACT_INTEGERS_BELOW
        return str(int(value)) if exact else ""
    return "" if value is None else str(value).strip()


def _known_names() -> list[str]:
    by_level = [name for level in reversed(Level) for name in _ALIASES[level]]
    return [*by_level, *_GENERAL]


def _taken(name: str, columns: Columns) -> FoundCodes:
    codes = as_codes(columns[name])
    dotted = next((code for code in codes if "." in code), None)
    if dotted is not None:
        level_of(dotted)
    return FoundCodes(name, common_level(codes, column=name), codes)


def _composed(lower: Mapping[str, str], columns: Columns) -> FoundCodes | None:
    parts: list[tuple[str, ...]] = []
    names: list[str] = []
    start = 0
    for level in Level:
        name = lower.get(PART_COLUMNS[level])
        if name is None:
            break
        width = level.digits - start
        parts.append(tuple(code.zfill(width) for code in as_codes(columns[name])))
        names.append(name)
        start = level.digits
    if not parts:
        return None
    codes = tuple("".join(row) for row in zip(*parts, strict=True))
    joined = "+".join(names)
    return FoundCodes(joined, common_level(codes, column=joined), codes)


def _by_content(columns: Columns) -> FoundCodes | None:
    best: FoundCodes | None = None
    for name, values in columns.items():
        if values.dtype.kind not in "iufO":
            continue
        codes = as_codes(values)
        lengths = {len(code) for code in codes if code.isascii() and code.isdigit()}
        if len(lengths) != 1 or not all(code.isdigit() for code in codes):
            continue
        length = lengths.pop()
        level = next((level for level in Level if level.digits == length), None)
        if level is None or level is Level.PROVINCE or len(set(codes)) != len(codes):
            continue
        if best is None or level.digits > best.level.digits:
            best = FoundCodes(name, level, codes)
    return best


def _no_column(columns: Columns) -> AreaMapError:
    names = ", ".join(columns) or "–"
    wanted = ", ".join(ID_COLUMNS.values())
    return AreaMapError(
        id=f"Tidak ada kolom kode wilayah BPS. Kolom yang ada: {names}. Tambahkan kolom kode "
        f"({wanted}) lalu impor lagi.",
        en=f"There is no column with BPS region codes. Columns found: {names}. Add a code "
        f"column ({wanted}), then import again.",
    )


def empty_like(count: int) -> NDArray[Any]:
    """Return a text column of ``count`` empty values."""
    return np.full(count, "", dtype=object)
