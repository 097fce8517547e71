"""The definition of an order of maps: one canonical JSON and its hash, as for microdata.

`regions` are the kabupaten wanted; none means the layer as a whole. Canonical: keys sorted,
no spaces, UTF-8; two definitions are the same order exactly when these bytes are equal.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from loket.areamaps.crs import GEOGRAPHIC, OFFERED
from loket.areamaps.formats import MapFormat, must_fit
from loket.catalogue.errors import CatalogueError

VERSION = 1
_KEYS = {"version", "layer", "release", "regions", "formats", "crs"}
_MOST_CHARACTERS = 40_000


@dataclass(frozen=True, slots=True)
class AreaMapDefinition:
    """Which areas of which layer, in which formats and coordinate system."""

    layer: str
    release: str
    regions: tuple[str, ...] = ()
    formats: tuple[str, ...] = (str(MapFormat.SHAPEFILE),)
    crs: str = GEOGRAPHIC


def canonical(definition: AreaMapDefinition) -> bytes:
    """Return the canonical JSON, with regions and formats in order and without twins."""
    return json.dumps(
        {
            "version": VERSION,
            "layer": definition.layer,
            "release": definition.release,
            "regions": sorted(set(definition.regions)),
            "formats": sorted(set(definition.formats)),
            "crs": definition.crs,
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def definition_id(definition: AreaMapDefinition) -> str:
    """Return the SHA-256 of the canonical JSON in hexadecimal."""
    return hashlib.sha256(canonical(definition)).hexdigest()


def parse(source: bytes | str) -> AreaMapDefinition:
    """
    Read a definition; keys left out keep their defaults.

    :raises CatalogueError: it is not JSON of this shape, or a format does not go with the
        coordinate system
    """
    try:
        found = json.loads(source) if len(source) <= _MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or set(found) - _KEYS:
        raise _unreadable()
    if found.get("version", VERSION) != VERSION:
        raise _unreadable()
    definition = AreaMapDefinition(
        layer=_text(found, "layer"),
        release=_text(found, "release"),
        regions=_texts(found, "regions", ()),
        formats=_texts(found, "formats", (str(MapFormat.SHAPEFILE),)),
        crs=_text(found, "crs", GEOGRAPHIC),
    )
    _must_be_writable(definition)
    return definition


def _must_be_writable(definition: AreaMapDefinition) -> None:
    known = [str(each) for each in MapFormat]
    if not definition.formats or not set(definition.formats) <= set(known):
        raise CatalogueError(
            id=f"Pilih sekurang-kurangnya satu format peta: {', '.join(known)}.",
            en=f"Choose at least one map format: {', '.join(known)}.",
        )
    if definition.crs not in OFFERED:
        raise CatalogueError(
            id=f"Sistem koordinat {definition.crs} tidak tersedia. Pilih salah satu: "
            f"{', '.join(OFFERED)}.",
            en=f"The coordinate system {definition.crs} is not offered. Choose one of: "
            f"{', '.join(OFFERED)}.",
        )
    for each in definition.formats:
        must_fit(MapFormat(each), definition.crs)


def _text(found: dict[str, Any], key: str, default: str | None = None) -> str:
    value = found.get(key, default)
    if not isinstance(value, str) or not value.isascii():
        raise _unreadable()
    return value


def _texts(found: dict[str, Any], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    values = found.get(key, list(default))
    if not isinstance(values, list) or not all(
        isinstance(value, str) and value.isascii() for value in values
    ):
        raise _unreadable()
    return tuple(sorted(set(values)))


def _unreadable() -> CatalogueError:
    return CatalogueError(
        id="Rincian pesanan peta tidak dapat dibaca. Ulangi pemesanan dari halaman produk.",
        en="The order's definition of the map cannot be read. Start again from the product page.",
    )
