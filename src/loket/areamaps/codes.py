"""
BPS region codes: two digits for a province, then longer by level, each starting with its parent.

``33`` province, ``3304`` kabupaten/kota, ``3304060`` kecamatan, ``3304060016`` desa/kelurahan,
14 digits for an SLS, 16 for a sub-SLS. These are not the Ministry of Home Affairs' codes, which
write a kecamatan with two digits and a desa with four.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from loket.areamaps.errors import AreaMapError


class Level(StrEnum):
    """A level of the hierarchy of work areas, coarsest first."""

    PROVINCE = "province"
    KABUPATEN = "kabupaten"
    KECAMATAN = "kecamatan"
    DESA = "desa"
    SLS = "sls"
    SUBSLS = "subsls"

    @property
    def digits(self) -> int:
        """Length of a full code of this level."""
        return _DIGITS[self]

    @property
    def label(self) -> tuple[str, str]:
        """Name of the level for people, Indonesian and English."""
        return _LABELS[self]

    def above(self) -> Level | None:
        """Return the next coarser level, or None above a province."""
        place = _ORDER.index(self)
        return _ORDER[place - 1] if place else None


_DIGITS = {
    Level.PROVINCE: 2,
    Level.KABUPATEN: 4,
    Level.KECAMATAN: 7,
    Level.DESA: 10,
    Level.SLS: 14,
    Level.SUBSLS: 16,
}
_LABELS = {
    Level.PROVINCE: ("provinsi", "province"),
    Level.KABUPATEN: ("kabupaten/kota", "kabupaten/kota (regency)"),
    Level.KECAMATAN: ("kecamatan", "kecamatan (district)"),
    Level.DESA: ("desa/kelurahan", "desa/kelurahan (village)"),
    Level.SLS: ("SLS", "SLS (neighbourhood)"),
    Level.SUBSLS: ("sub-SLS", "sub-SLS"),
}
_ORDER = tuple(Level)
_BY_DIGITS = {digits: level for level, digits in _DIGITS.items()}
_DIGITS_ONLY = re.compile(r"[0-9]+")
_HOME_AFFAIRS = re.compile(r"[0-9]{2}(\.[0-9]{2}){1,2}(\.[0-9]{4})?")


def level_of(code: str) -> Level:
    """
    Return the level a code belongs to.

    :raises AreaMapError: if the code is not 2, 4, 7, 10, 14 or 16 digits
    """
    if _HOME_AFFAIRS.fullmatch(code):
        raise AreaMapError(
            id=f"Kode {code} ditulis seperti kode Kemendagri. Gunakan kode BPS tanpa titik.",
            en=f"Code {code} is written as a Home Affairs code. Use the BPS code without dots.",
        )
    level = _BY_DIGITS.get(len(code)) if _DIGITS_ONLY.fullmatch(code) else None
    if level is None:
        raise AreaMapError(
            id=f"Kode wilayah “{code}” tidak dikenal. Kode BPS terdiri atas 2, 4, 7, 10, 14, "
            "atau 16 angka.",
            en=f"Region code “{code}” is not known. A BPS code has 2, 4, 7, 10, 14 or 16 digits.",
        )
    return level


def at_level(code: str, level: Level) -> str:
    """
    Return the part of ``code`` that names its ancestor at ``level``.

    :raises AreaMapError: if ``code`` is coarser than ``level``, or is no code
    """
    own = level_of(code)
    if own.digits < level.digits:
        raise AreaMapError(
            id=f"Kode {code} lebih luas daripada tingkat {level.label[0]}.",
            en=f"Code {code} is coarser than the level {level.label[1]}.",
        )
    return code[: level.digits]


def parent(code: str) -> str | None:
    """Return the code one level up, or None for a province."""
    above = level_of(code).above()
    return None if above is None else code[: above.digits]


def is_within(code: str, region: str) -> bool:
    """Tell whether the area ``code`` is ``region`` itself or lies inside it."""
    level_of(code)
    level_of(region)
    return code.startswith(region)


def split(code: str) -> dict[str, str]:
    """Return the parts BPS layers carry in columns of their own: kdprov, kdkab, kdkec, …"""
    own = level_of(code)
    parts: dict[str, str] = {}
    start = 0
    for level, column in PART_COLUMNS.items():
        if level.digits > own.digits:
            break
        parts[column] = code[start : level.digits]
        start = level.digits
    return parts


PART_COLUMNS = {
    Level.PROVINCE: "kdprov",
    Level.KABUPATEN: "kdkab",
    Level.KECAMATAN: "kdkec",
    Level.DESA: "kddesa",
    Level.SLS: "kdsls",
    Level.SUBSLS: "kdsubsls",
}
ID_COLUMNS = {
    Level.PROVINCE: "idprov",
    Level.KABUPATEN: "idkab",
    Level.KECAMATAN: "idkec",
    Level.DESA: "iddesa",
    Level.SLS: "idsls",
    Level.SUBSLS: "idsubsls",
}
NAME_COLUMNS = {
    Level.PROVINCE: "nmprov",
    Level.KABUPATEN: "nmkab",
    Level.KECAMATAN: "nmkec",
    Level.DESA: "nmdesa",
    Level.SLS: "nmsls",
    Level.SUBSLS: "nmsubsls",
}


def common_level(codes: Iterable[str], *, column: str) -> Level:
    """
    Return the one level all codes of a column belong to.

    :raises AreaMapError: if there is no code, a code is not numeric, or lengths differ
    """
    lengths = Counter(len(code) if _DIGITS_ONLY.fullmatch(code) else 0 for code in codes)
    if len(lengths) == 1:
        level = _BY_DIGITS.get(next(iter(lengths)))
        if level is not None:
            return level
    if not lengths:
        raise AreaMapError(
            id=f"Kolom {column} tidak berisi satu kode pun.",
            en=f"Column {column} holds no code at all.",
        )
    found_id = ", ".join(_length_words(lengths, "bukan angka", "angka"))
    found_en = ", ".join(_length_words(lengths, "not a number", "digits"))
    raise AreaMapError(
        id=f"Panjang kode di kolom {column} tidak sesuai: {found_id}. Semua kode harus sama "
        "panjang: 2, 4, 7, 10, 14, atau 16 angka (kode BPS). Perbaiki kolom itu lalu impor lagi.",
        en=f"Codes in column {column} have the wrong length: {found_en}. All codes must have "
        "one length: 2, 4, 7, 10, 14 or 16 digits (BPS codes). Mend it, then import again.",
    )


def _length_words(lengths: Counter[int], none: str, digits: str) -> list[str]:
    return [
        f"{count} × {none if length == 0 else f'{length} {digits}'}"
        for length, count in sorted(lengths.items())
    ]
