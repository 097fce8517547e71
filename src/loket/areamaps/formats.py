"""
Writing a layer: Shapefile, GeoPackage, GeoJSON, KML.

The same layer, choice and date give the same bytes with the same GDAL: every timestamp a driver
would take from the clock is set from ``dated``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely

from loket.areamaps.attributes import Table
from loket.areamaps.codes import NAME_COLUMNS
from loket.areamaps.crs import GEOGRAPHIC, change, chosen
from loket.areamaps.errors import AreaMapError
from loket.areamaps.layers import AreaLayer
from loket.areamaps.opening import Geometries

EARLIEST = date(1980, 1, 1)
_GEOJSON_DECIMALS = 9


class MapFormat(StrEnum):
    """A format a buyer may choose."""

    SHAPEFILE = "shapefile"
    GEOPACKAGE = "geopackage"
    GEOJSON = "geojson"
    KML = "kml"

    @property
    def label(self) -> str:
        """Name for people, the same in both languages."""
        return _LABELS[self]

    @property
    def degrees_only(self) -> bool:
        """Whether the format's standard allows EPSG:4326 only."""
        return self in {MapFormat.GEOJSON, MapFormat.KML}


_LABELS = {
    MapFormat.SHAPEFILE: "ESRI Shapefile",
    MapFormat.GEOPACKAGE: "GeoPackage",
    MapFormat.GEOJSON: "GeoJSON",
    MapFormat.KML: "KML",
}
_SUFFIXES = {
    MapFormat.SHAPEFILE: (".shp", ".shx", ".dbf", ".prj", ".cpg"),
    MapFormat.GEOPACKAGE: (".gpkg",),
    MapFormat.GEOJSON: (".geojson",),
    MapFormat.KML: (".kml",),
}
_DRIVERS = {
    MapFormat.SHAPEFILE: "ESRI Shapefile",
    MapFormat.GEOPACKAGE: "GPKG",
    MapFormat.GEOJSON: "GeoJSON",
    MapFormat.KML: "LIBKML",
}


@dataclass(frozen=True, slots=True)
class WrittenMap:
    """The files of one written map, the main file first."""

    format: MapFormat
    crs: str
    files: tuple[Path, ...]

    @property
    def size_bytes(self) -> int:
        """Exact size of all files together."""
        return sum(path.stat().st_size for path in self.files)


def write(
    layer: AreaLayer,
    table: Table,
    *,
    format: MapFormat,
    folder: Path,
    stem: str,
    crs: str = GEOGRAPHIC,
    dated: date = EARLIEST,
) -> WrittenMap:
    """
    Write a layer with these columns (see :func:`loket.areamaps.attributes.table`).

    :param folder: an existing folder; files of the same name are refused
    :param stem: file name without ending, also the name of the layer inside
    :param dated: the date written into the files
    :raises AreaMapError: if the format cannot hold the system, or a file is in the way
    """
    must_fit(format, crs)
    paths = tuple(folder / f"{stem}{suffix}" for suffix in _SUFFIXES[format])
    in_the_way = [path.name for path in paths if path.exists()]
    if in_the_way:
        raise AreaMapError(
            id=f"Berkas {in_the_way[0]} sudah ada di folder tujuan.",
            en=f"File {in_the_way[0]} already exists in the target folder.",
        )
    geometries = _plain(change(layer.geometries, to=crs, of=layer.crs), format)
    fields, values = _fields(layer, table, format)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{dated.isoformat()}T00:00:00.000Z"})
    try:
        pyogrio.raw.write(
            paths[0],
            shapely.to_wkb(geometries),
            values,
            np.asarray(fields, dtype=object),
            layer=stem,
            driver=_DRIVERS[format],
            crs=crs,
            geometry_type="Polygon" if format is MapFormat.SHAPEFILE else "MultiPolygon",
            promote_to_multi=format is not MapFormat.SHAPEFILE,
            encoding="UTF-8",
            layer_options=_layer_options(format, dated),
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError, OSError) as failure:
        raise AreaMapError(
            id=f"Peta {stem} tidak dapat ditulis sebagai {format.label}.",
            en=f"Map {stem} could not be written as {format.label}.",
        ) from failure
    return WrittenMap(format, crs, paths)


def must_fit(format: MapFormat, crs: str) -> None:
    """
    Refuse a coordinate system that is not offered, or that a format's standard forbids.

    :raises AreaMapError: if so
    """
    chosen(crs)
    if format.degrees_only and crs != GEOGRAPHIC:
        raise AreaMapError(
            id=f"{format.label} hanya boleh memakai EPSG:4326. Pilih EPSG:4326, atau pilih "
            f"Shapefile atau GeoPackage untuk {crs}.",
            en=f"{format.label} allows EPSG:4326 only. Choose EPSG:4326, or choose Shapefile or "
            f"GeoPackage for {crs}.",
        )


def _plain(geometries: Geometries, format: MapFormat) -> Geometries:
    if format is not MapFormat.GEOJSON:
        return geometries
    # The driver would round by itself; rounding here keeps what is compared after reading.
    rounded: Geometries = shapely.transform(
        geometries, lambda points: np.round(points, _GEOJSON_DECIMALS)
    )
    return rounded


def _fields(
    layer: AreaLayer, table: Table, format: MapFormat
) -> tuple[list[str], list[np.ndarray[tuple[int], np.dtype[np.object_]]]]:
    columns: dict[str, Sequence[str]] = dict(table)
    if format is MapFormat.KML:
        # LIBKML turns a column of this name into what map viewers show as the label.
        columns = {"Name": table.get(NAME_COLUMNS[layer.level]) or layer.codes, **columns}
    return list(columns), [np.asarray(values, dtype=object) for values in columns.values()]


def _layer_options(format: MapFormat, dated: date) -> dict[str, str]:
    if format is MapFormat.SHAPEFILE:
        return {"DBF_DATE_LAST_UPDATE": dated.isoformat(), "RESIZE": "YES"}
    if format is MapFormat.GEOJSON:
        return {
            "RFC7946": "YES",
            "COORDINATE_PRECISION": str(_GEOJSON_DECIMALS),
            "WRITE_NAME": "YES",
        }
    return {}
