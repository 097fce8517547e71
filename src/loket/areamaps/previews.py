"""
Small pictures of a layer for pages: an SVG to look at, a GeoJSON to pick regions from.

Both are simplified until they are small, with borders still shared, and far too coarse to stand
in for the product.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from loket.areamaps.attributes import names
from loket.areamaps.crs import GEOGRAPHIC, change
from loket.areamaps.layers import AreaLayer
from loket.areamaps.opening import Geometries

SVG_BYTES = 60_000
GEOJSON_BYTES = 120_000
"""How large a preview may become; a layer of very many areas may exceed it at its coarsest."""

_FIRST_TOLERANCE_SHARE = 1 / 2_000
_COARSENINGS = 8
_GEOJSON_DECIMALS = 4
_SVG_MARGIN = 4.0


@dataclass(frozen=True, slots=True)
class _Area:
    code: str
    name: str
    shape: object


def svg(
    layer: AreaLayer,
    *,
    title: str,
    description: str,
    width: int = 640,
    most_bytes: int = SVG_BYTES,
) -> str:
    """
    Return an SVG picture, with title and description for screen readers.

    Each area is a path of class "area" with its code in ``data-code`` and its name as a tooltip;
    colours are left to the page (``currentColor`` where it says nothing).

    :param width: width of the drawing in its own units; the height follows from the layer
    """
    drawing = ""
    for areas in _ever_coarser(layer):
        drawing = _drawn(areas, title, description, width)
        if len(drawing.encode()) <= most_bytes:
            break
    return drawing


def picker_geojson(layer: AreaLayer, *, most_bytes: int = GEOJSON_BYTES) -> str:
    """Return a simplified GeoJSON for picking regions; its features have ``code`` and ``name``."""
    text = ""
    for areas in _ever_coarser(layer):
        text = _collected(areas)
        if len(text.encode()) <= most_bytes:
            break
    return text


def _ever_coarser(layer: AreaLayer) -> Iterator[list[_Area]]:
    ordered = layer.sorted_by_code()
    degrees = change(ordered.geometries, to=GEOGRAPHIC, of=ordered.crs)
    spoken = names(ordered)
    west, south, east, north = shapely.total_bounds(degrees)
    tolerance = max(east - west, north - south) * _FIRST_TOLERANCE_SHARE
    for _ in range(_COARSENINGS):
        shapes = _simplified(degrees, tolerance)
        yield [
            _Area(code, name, shape)
            for code, name, shape in zip(ordered.codes, spoken, shapes, strict=True)
            if shape is not None and not shapely.is_empty(shape)
        ]
        tolerance *= 2


def _simplified(shapes: Geometries, tolerance: float) -> Geometries:
    result = shapes.copy()
    present = ~shapely.is_missing(shapes)
    result[present] = shapely.coverage_simplify(shapes[present], tolerance)
    return result


def _collected(areas: list[_Area]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": area.code, "name": area.name},
            "geometry": {"type": "MultiPolygon", "coordinates": _coordinates(area.shape)},
        }
        for area in areas
    ]
    return json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _coordinates(shape: object) -> list[list[list[list[float]]]]:
    return [
        [
            [[round(x, _GEOJSON_DECIMALS), round(y, _GEOJSON_DECIMALS)] for x, y in points]
            for points in (
                shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(part)
            )
        ]
        for part in shapely.get_parts(shape)
    ]


def _drawn(areas: list[_Area], title: str, description: str, width: int) -> str:
    shapes = np.asarray([area.shape for area in areas], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes).tolist() if areas else (0, 0, 1, 1)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = (width - 2 * _SVG_MARGIN) / max((east - west) * squeeze, 1e-9)
    height = round((north - south) * scale + 2 * _SVG_MARGIN)

    def placed(points: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (points[:, 0] - west) * squeeze * scale + _SVG_MARGIN
        y = (north - points[:, 1]) * scale + _SVG_MARGIN
        return np.column_stack([x, y])

    paths = "\n".join(
        f'<path class="area" data-code={quoteattr(area.code)} d="{_path(shape)}">'
        f"<title>{escape(area.name or area.code)}</title></path>"
        for area, shape in zip(areas, shapely.transform(shapes, placed), strict=True)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f"aria-label={quoteattr(title)}>\n"
        f"<title>{escape(title)}</title>\n<desc>{escape(description)}</desc>\n"
        f'<g fill="none" stroke="currentColor" stroke-width="1" stroke-linejoin="round">\n'
        f"{paths}\n</g>\n</svg>\n"
    )


def _path(shape: object) -> str:
    return "".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"
        for part in shapely.get_parts(shape)
        for ring in shapely.get_rings(part)
    )
