"""What a reader found in a delivered map, and the failure all readers raise."""

from __future__ import annotations

from dataclasses import dataclass

from loket.areamaps.errors import AreaMapError
from loket.areamaps.opening import Geometries


@dataclass(frozen=True, slots=True, eq=False)
class ReadBack:
    """
    The content of a map file.

    :ivar columns: texts by column, "" for an absent value, in the order of the features
    :ivar crs: the coordinate system as the file states it (a name or a full text)
    """

    columns: dict[str, list[str]]
    shapes: Geometries
    crs: str


def broken(name: str, why: str) -> AreaMapError:
    """Return the failure for a file that does not follow its own format."""
    return AreaMapError(
        id=f"{name} tidak dapat dibaca ulang: {why}.", en=f"{name} cannot be read back: {why}."
    )
