"""Coordinate reference systems: naming them, choosing one for delivery, changing to it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyproj
import pyproj.exceptions
import shapely
from numpy.typing import NDArray

from loket.areamaps.errors import AreaMapError

GEOGRAPHIC = "EPSG:4326"
UTM_49_SOUTH = "EPSG:32749"
EQUAL_AREA = "EPSG:6933"

OFFERED = {
    GEOGRAPHIC: "WGS 84",
    UTM_49_SOUTH: "WGS 84 / UTM zone 49S",
}
"""Systems a buyer may choose, with their EPSG names; the first is the default."""

INDONESIA = (94.0, -12.0, 142.0, 7.0)
"""West, south, east, north in degrees, generously around the country."""


def crs_name(crs: str | None, *, file_name: str) -> str:
    """
    Return "EPSG:…" for a system GDAL found, or its full text where it has no number.

    :raises AreaMapError: if the layer names no system, or one that is not understood
    """
    if not crs:
        raise AreaMapError(
            id=f"{file_name} tidak menyebut sistem koordinatnya. Tetapkan sistem koordinat "
            "(misalnya EPSG:4326) di aplikasi peta lalu simpan ulang.",
            en=f"{file_name} does not name its coordinate system. Set one (for example "
            "EPSG:4326) in your mapping program and save again.",
        )
    try:
        authority = _parsed(crs).to_authority(min_confidence=70)
    except pyproj.exceptions.CRSError as failure:
        raise AreaMapError(
            id=f"Sistem koordinat {file_name} tidak dikenal. Ubah ke EPSG:4326 lalu simpan ulang.",
            en=f"The coordinate system of {file_name} is not known. Change it to EPSG:4326 and "
            "save again.",
        ) from failure
    return crs if authority is None else ":".join(authority)


def chosen(crs: str) -> str:
    """
    Return the system a buyer asked for, if it is offered.

    :raises AreaMapError: if it is not
    """
    if crs not in OFFERED:
        offered = ", ".join(OFFERED)
        raise AreaMapError(
            id=f"Sistem koordinat {crs} tidak ditawarkan. Pilih salah satu: {offered}.",
            en=f"Coordinate system {crs} is not offered. Choose one of: {offered}.",
        )
    return crs


def change(geometries: NDArray[np.object_], *, to: str, of: str) -> NDArray[np.object_]:
    """
    Return shapes in another system, point by point, so that shared borders stay shared.

    :raises AreaMapError: if a point has no place in the target system
    """
    if to == of:
        return geometries
    transformer = _transformer(of, to)

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    changed: NDArray[np.object_] = shapely.transform(geometries, moved)
    if not np.isfinite(shapely.get_coordinates(changed)).all():
        raise AreaMapError(
            id=f"Sebagian titik peta tidak dapat diubah ke {to}. Periksa sistem koordinat asal.",
            en=f"Some points of the map cannot be changed to {to}. Check the original system.",
        )
    return changed


def bounds_in_degrees(bounds: NDArray[np.float64], crs: str) -> tuple[float, float, float, float]:
    """Return west, south, east, north in EPSG:4326 of bounds given in ``crs``."""
    west, south, east, north = (float(value) for value in bounds)
    if crs == GEOGRAPHIC or not np.isfinite(bounds).all():
        return (west, south, east, north)
    moved = _transformer(crs, GEOGRAPHIC).transform_bounds(west, south, east, north)
    return (float(moved[0]), float(moved[1]), float(moved[2]), float(moved[3]))


def is_geographic(crs: str) -> bool:
    """Tell whether coordinates are degrees rather than metres."""
    return bool(_parsed(crs).is_geographic)


def same(one: str, other: str) -> bool:
    """Tell whether two names or texts mean one system, axis order apart."""
    return bool(_parsed(one).equals(_parsed(other), ignore_axis_order=True))


@cache
def _parsed(crs: str) -> pyproj.CRS:
    return pyproj.CRS.from_user_input(crs)


@cache
def _transformer(of: str, to: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(_parsed(of), _parsed(to), always_xy=True)
