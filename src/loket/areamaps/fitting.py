"""How the shapes of a layer fit together: overlaps, gaps, and nesting in a coarser layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from loket.areamaps.codes import at_level
from loket.areamaps.crs import EQUAL_AREA, change
from loket.areamaps.cut import dissolve
from loket.areamaps.findings import Finding, Severity
from loket.areamaps.layers import AreaLayer
from loket.areamaps.opening import Geometries

TOLERANCE_M2 = 1.0
"""Overlaps and gaps smaller than this are rounding, not mistakes."""

_EXAMPLES = 5
_MOST_PAIRS = 20_000
_MOST_FOR_GAPS = 5_000


def fitting_findings(layer: AreaLayer) -> Iterator[Finding]:
    """Yield findings about overlaps and gaps between the valid shapes of a layer."""
    good = np.flatnonzero(
        ~shapely.is_missing(layer.geometries)
        & ~shapely.is_empty(layer.geometries)
        & shapely.is_valid(layer.geometries)
    )
    shapes = shapely.make_valid(change(layer.geometries[good], to=EQUAL_AREA, of=layer.crs))
    codes = [layer.codes[row] for row in good]
    yield from _overlaps(shapes, codes)
    yield from _gaps(shapes)


def nesting_findings(finer: AreaLayer, coarser: AreaLayer) -> Iterator[Finding]:
    """
    Yield findings where areas of ``coarser`` are not exactly made of areas of ``finer``.

    :raises AreaMapError: if ``finer`` is not the finer one
    """
    at_level(finer.codes[0], coarser.level)
    joined = dissolve(finer, coarser.level)
    built = dict(zip(joined.codes, _in_metres(joined), strict=True))
    drawn = dict(zip(coarser.codes, _in_metres(coarser), strict=True))
    lonely = sorted(built.keys() ^ drawn.keys())
    if lonely:
        yield Finding(
            "not_in_both",
            Severity.ERROR,
            len(lonely),
            tuple(lonely[:_EXAMPLES]),
            f"{len(lonely)} wilayah hanya ada pada salah satu dari kedua peta.",
            f"{len(lonely)} areas are on only one of the two maps.",
        )
    apart = [
        f"{code}: {difference:,.0f} m²"
        for code in sorted(built.keys() & drawn.keys())
        if (difference := _difference_m2(built[code], drawn[code])) > TOLERANCE_M2
    ]
    if apart:
        yield Finding(
            "not_nested",
            Severity.WARNING,
            len(apart),
            tuple(apart[:_EXAMPLES]),
            f"{len(apart)} wilayah tidak sama dengan gabungan bagian-bagiannya.",
            f"{len(apart)} areas differ from the union of their parts.",
        )


def _overlaps(shapes: Geometries, codes: list[str]) -> Iterator[Finding]:
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = pairs[:, pairs[0] < pairs[1]]
    total = pairs.shape[1]
    step = max(1, -(-total // _MOST_PAIRS))
    left, right = pairs[:, ::step]
    areas = shapely.area(shapely.intersection(shapes[left], shapes[right]))
    bad = np.flatnonzero(areas > TOLERANCE_M2)
    if bad.size:
        worst = bad[np.argsort(-areas[bad], kind="stable")][:_EXAMPLES]
        yield Finding(
            "overlap",
            Severity.WARNING,
            int(bad.size),
            tuple(f"{codes[left[at]]} / {codes[right[at]]}: {areas[at]:,.0f} m²" for at in worst),
            f"{bad.size} pasang wilayah saling menindih.",
            f"{bad.size} pairs of areas overlap.",
        )
    if step > 1:
        yield Finding(
            "overlap_sampled",
            Severity.NOTE,
            left.size,
            (),
            f"Tumpang tindih diperiksa pada {left.size} dari {total} pasang wilayah bertetangga.",
            f"Overlaps were checked on {left.size} of {total} pairs of neighbouring areas.",
        )


def _gaps(shapes: Geometries) -> Iterator[Finding]:
    if len(shapes) > _MOST_FOR_GAPS:
        yield Finding(
            "gaps_not_checked",
            Severity.NOTE,
            len(shapes),
            (),
            f"Celah tidak diperiksa pada peta dengan lebih dari {_MOST_FOR_GAPS} wilayah.",
            f"Gaps are not checked on maps of more than {_MOST_FOR_GAPS} areas.",
        )
        return
    holes = _holes(shapely.union_all(shapes)) if len(shapes) else np.empty(0, dtype=object)
    areas = shapely.area(holes)
    bad = areas > TOLERANCE_M2
    if bad.any():
        largest = np.sort(areas[bad])[::-1][:_EXAMPLES]
        yield Finding(
            "gap",
            Severity.WARNING,
            int(bad.sum()),
            tuple(f"{area:,.0f} m²" for area in largest),
            f"{int(bad.sum())} celah tertutup di antara wilayah (atau danau dan wilayah kantong).",
            f"{int(bad.sum())} enclosed gaps between areas (or lakes and enclaves).",
        )


def _holes(shape: object) -> Geometries:
    rings = [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)[1:]]
    holes: Geometries = shapely.polygons(rings) if rings else np.empty(0, dtype=object)
    return holes


def _in_metres(layer: AreaLayer) -> NDArray[np.object_]:
    moved: NDArray[np.object_] = shapely.make_valid(
        change(layer.geometries, to=EQUAL_AREA, of=layer.crs)
    )
    return moved


def _difference_m2(one: object, other: object) -> float:
    if one is None or other is None:
        return float("inf")
    return float(shapely.area(shapely.symmetric_difference(one, other)))
