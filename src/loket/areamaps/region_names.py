"""
Names of regions by BPS code, from the lists that come with the product.

Shipped: the 38 provinces, the kabupaten and kota of Jawa Tengah, the 20 kecamatan and 278 desa
and kelurahan of Kabupaten Banjarnegara. An unknown code has no name here; nothing is guessed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from loket.areamaps.codes import Level, level_of

_LISTS = (
    ("loket.areamaps", "names/provinces.csv"),
    ("loket.areamaps", "names/kabupaten_jawa_tengah.csv"),
    ("loket.areamaps", "banjarnegara/kecamatan.csv"),
    ("loket.areamaps", "banjarnegara/desa.csv"),
)


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its name; ``kind`` is "desa" or "kelurahan" where the list tells, else ""."""

    code: str
    name: str
    kind: str = ""

    @property
    def level(self) -> Level:
        """Level of the code."""
        return level_of(self.code)


@cache
def regions() -> dict[str, Region]:
    """Return every shipped region by code, in the order of the codes."""
    found = {region.code: region for region in _read_all()}
    return dict(sorted(found.items()))


def find(code: str) -> Region | None:
    """Return the region, or None if its code is in no shipped list."""
    return regions().get(code)


def name_of(code: str) -> str | None:
    """Return the region's name, or None if its code is in no shipped list."""
    region = find(code)
    return None if region is None else region.name


def full_name(code: str) -> str:
    """Return "Kelurahan Wangon, Kecamatan …", outwards from the region; the code if unnamed."""
    known = regions()
    spoken: list[str] = []
    for level in reversed(Level):
        ancestor = known.get(code[: level.digits]) if len(code) >= level.digits else None
        if ancestor is not None:
            spoken.append(_spoken(ancestor))
    return ", ".join(spoken) or code


def children(code: str) -> tuple[Region, ...]:
    """Return the shipped regions exactly one level below ``code``; "" gives the provinces."""
    if not code:
        return tuple(r for r in regions().values() if r.level is Level.PROVINCE)
    below = _below(level_of(code))
    return tuple(r for r in regions().values() if r.level is below and r.code.startswith(code))


def _below(level: Level) -> Level | None:
    order = list(Level)
    place = order.index(level) + 1
    return order[place] if place < len(order) else None


def _spoken(region: Region) -> str:
    if region.level is Level.KECAMATAN:
        return f"Kecamatan {region.name}"
    if region.level is Level.PROVINCE:
        return f"Provinsi {region.name}"
    return f"{region.kind.capitalize()} {region.name}" if region.kind else region.name


def _read_all() -> Iterator[Region]:
    for package, path in _LISTS:
        text = files(package).joinpath(path).read_text(encoding="utf-8")
        for row in csv.DictReader(text.splitlines()):
            yield Region(row["code"], row["name"], row.get("kind") or "")
