"""Cutting a layer to a region by its code, and drawing a coarser level from a finer one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from loket.areamaps.codes import ID_COLUMNS, Level, level_of, split
from loket.areamaps.errors import AreaMapError
from loket.areamaps.layers import AreaLayer
from loket.areamaps.opening import Geometries

_KEPT_WHEN_DISSOLVED = ("sumber", "periode")


def cut(layer: AreaLayer, regions: str | Sequence[str]) -> AreaLayer:
    """
    Return the areas of ``layer`` within one or several regions, in the order of their codes.

    Only codes decide, never shapes: an area belongs to the region its code begins with.

    :raises AreaMapError: if a code is none, is finer than the layer, or holds no area of it
    """
    wanted = [regions] if isinstance(regions, str) else list(regions)
    rows: set[int] = set()
    for region in wanted:
        found = _rows_in(layer, region)
        if not found:
            raise AreaMapError(
                id=f"Peta {layer.name} tidak memuat wilayah {region}. Pilih wilayah lain atau "
                "peta lain.",
                en=f"Map {layer.name} does not hold region {region}. Choose another region or "
                "another map.",
            )
        rows.update(found)
    if not rows:
        raise AreaMapError(
            id="Pilih sekurang-kurangnya satu wilayah.", en="Choose at least one region."
        )
    return layer.take(sorted(rows, key=lambda row: layer.codes[row]))


def dissolve(layer: AreaLayer, level: Level) -> AreaLayer:
    """
    Return the coarser areas a layer consists of, for example kecamatan from desa.

    Borders of the result are borders of the parts, point for point.

    :raises AreaMapError: if the layer is coarser than ``level``
    """
    if level.digits > layer.level.digits:
        raise AreaMapError(
            id=f"Peta {layer.level.label[0]} tidak dapat dijadikan peta {level.label[0]}.",
            en=f"A map by {layer.level.label[1]} cannot become a map by {level.label[1]}.",
        )
    members: dict[str, list[int]] = {}
    for row, code in enumerate(layer.codes):
        members.setdefault(code[: level.digits], []).append(row)
    codes = tuple(sorted(members))
    first_rows = [members[code][0] for code in codes]
    shapes = np.empty(len(codes), dtype=object)
    for place, code in enumerate(codes):
        shapes[place] = _joined(layer.geometries[np.asarray(members[code], dtype=np.intp)])
    kept = {
        name: values[np.asarray(first_rows, dtype=np.intp)]
        for name, values in layer.columns.items()
        if name.lower() in _columns_true_for(level)
    }
    return AreaLayer(layer.name, level, ID_COLUMNS[level], codes, shapes, kept, layer.crs)


def _columns_true_for(level: Level) -> set[str]:
    parts = set(split("0" * level.digits))
    names = {f"nm{part[2:]}" for part in parts}
    ids = {f"id{part[2:]}" for part in parts}
    return parts | names | ids | set(_KEPT_WHEN_DISSOLVED)


def _rows_in(layer: AreaLayer, region: str) -> list[int]:
    asked = level_of(region)
    if asked.digits > layer.level.digits:
        raise AreaMapError(
            id=f"Wilayah {region} ({asked.label[0]}) lebih kecil daripada satuan peta "
            f"({layer.level.label[0]}).",
            en=f"Region {region} ({asked.label[1]}) is finer than the map's unit "
            f"({layer.level.label[1]}).",
        )
    return [row for row, code in enumerate(layer.codes) if code.startswith(region)]


def _joined(parts: Geometries) -> object:
    present = parts[~shapely.is_missing(parts)]
    if len(present) == 0:
        return None
    if shapely.coverage_is_valid(present):
        joined = shapely.coverage_union_all(present)
    else:
        joined = shapely.union_all(shapely.make_valid(present))
    return _polygons_of(joined)


def _polygons_of(shape: object) -> object:
    parts = [
        part
        for part in shapely.get_parts(shape)
        if shapely.get_type_id(part) == shapely.GeometryType.POLYGON
    ]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
