"""
Reading a layer of work areas and saying what it is.

Reads Shapefiles, GeoPackages and GeoJSON; keeps polygons only, in two dimensions, with one BPS
region code each. Layers from outside go through :mod:`loket.areamaps.door` instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

from loket.areamaps.code_columns import Columns, find_codes
from loket.areamaps.codes import Level
from loket.areamaps.crs import bounds_in_degrees
from loket.areamaps.opening import Geometries, open_layer
from loket.areamaps.sources import Source, look_at

_KINDS = {"OFTString": "text", "OFTInteger": "integer", "OFTInteger64": "integer"}
_KINDS |= {"OFTReal": "real", "OFTDate": "date", "OFTDateTime": "instant"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of a layer: its name and text, integer, real, date, instant or other."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Description:
    """
    What a layer is, without its shapes.

    :ivar region: the longest region code all features share, "" when there is none
    :ivar bbox: west, south, east, north in degrees (EPSG:4326)
    """

    name: str
    driver: str
    level: Level
    code_column: str
    features: int
    region: str
    crs: str
    bbox: tuple[float, float, float, float]
    attributes: tuple[Attribute, ...]
    size_bytes: int

    def as_json(self) -> dict[str, Any]:
        """Return the description as values JSON can hold."""
        return asdict(self)


@dataclass(frozen=True, slots=True, eq=False)
class AreaLayer:
    """
    Work areas of one level, one code and one shape each, in the order of the file.

    :ivar geometries: polygons and multipolygons in ``crs``; None where the file has no shape
    :ivar columns: all attribute columns as they stand in the file
    """

    name: str
    level: Level
    code_column: str
    codes: tuple[str, ...]
    geometries: Geometries
    columns: Columns
    crs: str

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: Sequence[int]) -> AreaLayer:
        """Return a layer of these rows, in this order."""
        chosen = np.asarray(rows, dtype=np.intp)
        return replace(
            self,
            codes=tuple(self.codes[row] for row in rows),
            geometries=self.geometries[chosen],
            columns={name: values[chosen] for name, values in self.columns.items()},
        )

    def sorted_by_code(self) -> AreaLayer:
        """Return the layer in the order of its codes."""
        return self.take(sorted(range(len(self)), key=lambda row: self.codes[row]))

    def column(self, name: str) -> NDArray[Any] | None:
        """Return a column by its name, upper and lower case alike, or None."""
        for found, values in self.columns.items():
            if found.lower() == name.lower():
                return values
        return None

    @property
    def region(self) -> str:
        """The longest region code all features share; "" when they share none."""
        return shared_region(self.codes)


def read(path: Path, *, layer: str | None = None, code_column: str | None = None) -> AreaLayer:
    """
    Read a layer file.

    :param layer: which layer of a GeoPackage holding several
    :param code_column: the column with BPS codes, where it cannot be found by itself
    :raises AreaMapError: if the file cannot be used, with what to do about it
    """
    opened = open_layer(path, layer)
    found = find_codes(opened.columns, column=code_column)
    return AreaLayer(
        name=opened.name,
        level=found.level,
        code_column=found.column,
        codes=found.codes,
        geometries=opened.geometries,
        columns=opened.columns,
        crs=opened.crs,
    )


def read_shapes(path: Path, *, layer: str | None = None) -> tuple[Geometries, str]:
    """
    Read only the polygons and their coordinate system, of a layer that may have lost its codes.

    :raises AreaMapError: if the file cannot be used
    """
    opened = open_layer(path, layer)
    return opened.geometries, opened.crs


def describe(
    path: Path, *, layer: str | None = None, code_column: str | None = None
) -> Description:
    """
    Read a layer file and say what it is.

    :raises AreaMapError: as :func:`read`
    """
    return describe_layer(read(path, layer=layer, code_column=code_column), look_at(path))


def describe_layer(layer: AreaLayer, source: Source) -> Description:
    """Describe a layer that has been read from ``source``."""
    info = pyogrio.read_info(source.path, layer=layer.name)
    kinds = [_KINDS.get(kind, "other") for kind in info["ogr_types"]]
    attributes = zip(info["fields"].tolist(), kinds, strict=True)
    bounds = shapely.total_bounds(layer.geometries)
    return Description(
        name=layer.name,
        driver=source.driver,
        level=layer.level,
        code_column=layer.code_column,
        features=len(layer),
        region=layer.region,
        crs=layer.crs,
        bbox=bounds_in_degrees(bounds, layer.crs),
        attributes=tuple(Attribute(name, kind) for name, kind in attributes),
        size_bytes=source.size_bytes,
    )


def description_from_json(values: Mapping[str, Any]) -> Description:
    """Return the description :meth:`Description.as_json` was made from."""
    west, south, east, north = (float(value) for value in values["bbox"])
    return Description(
        name=str(values["name"]),
        driver=str(values["driver"]),
        level=Level(values["level"]),
        code_column=str(values["code_column"]),
        features=int(values["features"]),
        region=str(values["region"]),
        crs=str(values["crs"]),
        bbox=(west, south, east, north),
        attributes=tuple(
            Attribute(str(each["name"]), str(each["kind"])) for each in values["attributes"]
        ),
        size_bytes=int(values["size_bytes"]),
    )


def shared_region(codes: Sequence[str]) -> str:
    """Return the longest region code that begins every code; "" if there is none."""
    shared = ""
    for level in Level:
        regions = {code[: level.digits] for code in codes}
        region = regions.pop() if len(regions) == 1 else ""
        if len(region) != level.digits:
            break
        shared = region
    return shared
