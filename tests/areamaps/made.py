"""Layers made for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from shapely.geometry import box

from loket.areamaps.codes import ID_COLUMNS, level_of
from loket.areamaps.layers import AreaLayer

MakeLayer = Callable[..., AreaLayer]


def layer_of(
    codes: Sequence[str],
    shapes: Sequence[object] | None = None,
    crs: str = "EPSG:4326",
    **columns: Sequence[object],
) -> AreaLayer:
    """Make a layer, by default of squares in a row, a tenth of a degree wide."""
    if shapes is None:
        shapes = [square(place) for place in range(len(codes))]
    geometries = np.empty(len(codes), dtype=object)
    geometries[:] = list(shapes)
    level = level_of(codes[0])
    arrays = {name: np.asarray(values, dtype=object) for name, values in columns.items()}
    return AreaLayer("uji", level, ID_COLUMNS[level], tuple(codes), geometries, arrays, crs)


def square(place: int, *, width: float = 0.1) -> shapely.Polygon:
    """Make the square at this place of the row."""
    west = round(109.3 + 0.1 * place, 6)
    return box(west, -7.5, round(west + width, 6), -7.4)
