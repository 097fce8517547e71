"""
Region codes: which variables make them up, always as text with leading zeros.

Codes follow BPS's hierarchy: 2 digits province, 4 regency, 7 district, 10 village.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loket.microdata.codebook import Code, Missing, RegionPart, ValueLabel, Variable
from loket.microdata.errors import UnknownRegion

COLUMN = "@region"
LEVELS = (2, 4, 7, 10)

# Names under which BPS publishes region codes, widest area first.
KNOWN: tuple[tuple[RegionPart, ...], ...] = (
    tuple(
        tuple(RegionPart(name, digits) for name, digits in zip(names, (2, 2, 3, 3), strict=False))
        for names in (
            ("R101", "R102", "R103", "R104"),
            ("B1R1", "B1R2", "B1R3", "B1R4"),
            ("KODE_PROV", "KODE_KAB", "KODE_KEC", "KODE_DESA"),
            ("KDPROV", "KDKAB", "KDKEC", "KDDESA"),
            ("PROV", "KAB", "KEC", "DESA"),
            ("PROP", "KAB", "KEC", "DESA"),
        )
    )
    + tuple((RegionPart(name, 10),) for name in ("IDDESA", "KODE_DESA_10"))
    + tuple((RegionPart(name, 4),) for name in ("IDKAB", "KODE_KABKOT"))
)


def find_region(names: Iterable[str]) -> tuple[RegionPart, ...]:
    """Return the parts of the region code that stand among ``names``, or nothing."""
    by_folded = {name.upper(): name for name in names}
    for scheme in KNOWN:
        found: list[RegionPart] = []
        for part in scheme:
            if part.variable not in by_folded:
                break
            found.append(RegionPart(by_folded[part.variable], part.digits))
        if found:
            return tuple(found)
    return ()


def as_text(variable: Variable, digits: int) -> Variable:
    """Return a region variable as the master stores it: text of ``digits`` characters."""
    return replace(
        variable,
        kind="text",
        width=digits,
        decimals=0,
        display_format="",
        measure="nominal",
        values=tuple(
            ValueLabel(padded(v.code, digits), v.label, v.missing) for v in variable.values
        ),
        missing=Missing(tuple(padded(code, digits) for code in variable.missing.codes)),
    )


def padded(code: Code, digits: int) -> str:
    """Return a code as text with leading zeros: 5 becomes '05'."""
    said = str(int(code)) if isinstance(code, float) and code.is_integer() else str(code).strip()
    return said.zfill(digits) if said.isdecimal() else said


def text_sql(column: str, digits: int, *, numeric: bool) -> str:
    """Return SQL giving ``column`` (already quoted) as zero-padded text; null stays null."""
    said = f"CAST(CAST({column} AS BIGINT) AS VARCHAR)" if numeric else f"trim({column})"
    return f"CASE WHEN length({said}) >= {digits} THEN {said} ELSE lpad({said}, {digits}, '0') END"


def checked(prefixes: Sequence[str], parts: Sequence[RegionPart], place: str) -> tuple[str, ...]:
    """
    Return the prefixes without those that another one covers.

    :raises UnknownRegion: if the file has no region code, or a prefix is no code of a level
    """
    if not prefixes:
        return ()
    if not parts:
        raise UnknownRegion(
            id="berkas ini tidak mempunyai kode wilayah; kosongkan pilihan wilayah",
            en="this file has no region code; leave the regions empty",
            place=place,
        )
    deepest = sum(part.digits for part in parts)
    for prefix in prefixes:
        if not prefix.isdecimal() or len(prefix) not in LEVELS or len(prefix) > deepest:
            allowed = ", ".join(str(n) for n in LEVELS if n <= deepest)
            raise UnknownRegion(
                id=f"kode wilayah {prefix!r} bukan kode {allowed} angka; periksa kodenya",
                en=f"{prefix!r} is no region code of {allowed} digits; check the code",
                place=place,
            )
    unique = sorted(set(prefixes))
    return tuple(p for p in unique if not any(p != q and p.startswith(q) for q in unique))
