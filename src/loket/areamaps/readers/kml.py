"""A KML file (OGC 07-147) read as XML."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np
from defusedxml import ElementTree
from shapely.geometry import MultiPolygon, Polygon

from loket.areamaps.opening import Geometries
from loket.areamaps.readers.read_back import ReadBack, broken

_KML = "{http://www.opengis.net/kml/2.2}"


def read(path: Path) -> ReadBack:
    """
    Read the placemarks of a KML file, with the columns its schema declares.

    :raises AreaMapError: if it is empty
    """
    root = ElementTree.parse(path).getroot()
    if root is None:
        raise broken(path.name, "XML")
    names = [str(field.get("name")) for field in root.iter(f"{_KML}SimpleField")]
    columns: dict[str, list[str]] = {name: [] for name in names}
    found: list[Polygon | MultiPolygon | None] = []
    for placemark in root.iter(f"{_KML}Placemark"):
        values = {
            str(each.get("name")): (each.text or "")
            for each in placemark.iter(f"{_KML}SimpleData")
        }
        for name in names:
            columns[name].append(values.get(name, ""))
        found.append(_shape(placemark))
    shapes: Geometries = np.empty(len(found), dtype=object)
    shapes[:] = found
    return ReadBack(columns, shapes, "EPSG:4326")


def _shape(placemark: Element) -> Polygon | MultiPolygon | None:
    parts = [
        Polygon(
            _ring(polygon, "outerBoundaryIs")[0],
            _ring(polygon, "innerBoundaryIs"),
        )
        for polygon in placemark.iter(f"{_KML}Polygon")
    ]
    if len(parts) <= 1:
        return parts[0] if parts else None
    return MultiPolygon(parts)


def _ring(polygon: Element, boundary: str) -> list[list[tuple[float, float]]]:
    return [
        [_point(point) for point in (coordinates.text or "").split()]
        for coordinates in polygon.iterfind(f"{_KML}{boundary}/{_KML}LinearRing/{_KML}coordinates")
    ]


def _point(text: str) -> tuple[float, float]:
    longitude, latitude = text.split(",")[:2]
    return (float(longitude), float(latitude))
