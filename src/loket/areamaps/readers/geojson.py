"""A GeoJSON file (RFC 7946) read as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry import MultiPolygon, Polygon

from loket.areamaps.opening import Geometries
from loket.areamaps.readers.read_back import ReadBack, broken


def read(path: Path) -> ReadBack:
    """
    Read a feature collection of polygons.

    :raises AreaMapError: if it is something else
    """
    collection = json.loads(path.read_text(encoding="utf-8"))
    if collection.get("type") != "FeatureCollection":
        raise broken(path.name, "FeatureCollection")
    features = collection["features"]
    names = list(features[0]["properties"]) if features else []
    columns = {
        name: [_text(feature["properties"].get(name)) for feature in features] for name in names
    }
    shapes: Geometries = np.empty(len(features), dtype=object)
    shapes[:] = [_shape(feature["geometry"], path.name) for feature in features]
    return ReadBack(columns, shapes, "EPSG:4326")


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _shape(geometry: dict[str, Any] | None, name: str) -> Polygon | MultiPolygon | None:
    if geometry is None:
        return None
    rings = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return Polygon(rings[0], rings[1:])
    if geometry["type"] == "MultiPolygon":
        return MultiPolygon([Polygon(part[0], part[1:]) for part in rings])
    raise broken(name, str(geometry["type"]))
