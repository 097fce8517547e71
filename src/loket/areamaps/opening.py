"""Opening a layer file through GDAL, and taking nothing but polygons from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from loket.areamaps.crs import crs_name
from loket.areamaps.errors import AreaMapError
from loket.areamaps.sources import Source, look_at

Geometries = NDArray[np.object_]

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_GDAL_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.FieldError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.CRSError,
    UnicodeDecodeError,
    shapely.errors.ShapelyError,
)


@dataclass(frozen=True, slots=True, eq=False)
class OpenedLayer:
    """The raw content of a layer: its shapes (None where missing) and columns, in one order."""

    name: str
    geometries: Geometries
    columns: dict[str, NDArray[Any]]
    crs: str


def open_layer(path: Path, layer: str | None) -> OpenedLayer:
    """
    Read the named, or the only, layer of a file.

    :raises AreaMapError: if it cannot be read, is empty, has no coordinate system, or holds
        anything but polygons
    """
    name = _layer_name(look_at(path), layer)
    try:
        meta, _, wkb, fields = pyogrio.raw.read(
            path, layer=name, force_2d=True, datetime_as_string=True
        )
    except _GDAL_ERRORS as failure:
        raise _unreadable(path) from failure
    if wkb is None or len(wkb) == 0:
        raise AreaMapError(
            id=f"Peta {path.name} tidak memuat satu wilayah pun.",
            en=f"Map {path.name} holds no area at all.",
        )
    return OpenedLayer(
        name=name,
        geometries=_polygons(wkb, path),
        columns=dict(zip(meta["fields"].tolist(), fields, strict=True)),
        crs=crs_name(meta["crs"], file_name=path.name),
    )


def _layer_name(source: Source, wanted: str | None) -> str:
    try:
        layers = pyogrio.list_layers(source.path)
    except _GDAL_ERRORS as failure:
        raise _unreadable(source.path) from failure
    names = [str(name) for name, kind in layers.tolist() if kind is not None]
    if wanted is not None and wanted in names:
        return wanted
    if wanted is None and len(names) == 1:
        return names[0]
    listed = ", ".join(names) or "–"
    raise AreaMapError(
        id=f"Sebutkan satu lapisan dari {source.path.name}. Lapisan bergeometri: {listed}.",
        en=f"Name one layer of {source.path.name}. Layers with shapes: {listed}.",
    )


def _polygons(wkb: NDArray[Any], path: Path) -> Geometries:
    try:
        geometries: Geometries = shapely.from_wkb(wkb)
    except shapely.errors.ShapelyError as failure:
        raise _unreadable(path) from failure
    kinds = shapely.get_type_id(geometries)
    others = ~np.isin(kinds, (*_POLYGONS, -1))
    if others.any():
        raise AreaMapError(
            id=f"{path.name} memuat {int(others.sum())} objek yang bukan poligon (titik, garis, "
            "atau lengkung). Peta wilayah kerja harus poligon.",
            en=f"{path.name} holds {int(others.sum())} features that are no polygons (points, "
            "lines or curves). A map of work areas must be polygons.",
        )
    return geometries


def _unreadable(path: Path) -> AreaMapError:
    return AreaMapError(
        id=f"{path.name} rusak atau tidak dapat dibaca. Simpan ulang petanya lalu impor lagi.",
        en=f"{path.name} is damaged or cannot be read. Save the map again, then import it.",
    )
