"""
Drawing an invented division of a territory: nested areas with shared, river-like borders.

Every random choice is a hash of the seed and of what is being drawn, so the drawing does not
depend on the order of work or on a random generator's version. Coordinates are metres.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, Polygon

XY = tuple[float, float]

_RELAXATIONS = 25
_GRID_METRES = 0.01
_SMOOTH_BELOW_METRES = 130.0
_WIGGLES = (0.17, 0.12, 0.08, 0.04, 0.0)


@dataclass(frozen=True, slots=True)
class Dice:
    """Repeatable chance."""

    seed: str

    def roll(self, *about: object) -> float:
        """Return a number from 0 up to 1, always the same for the same subject."""
        text = "|".join([self.seed, *map(str, about)])
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big") / 2**56


def outline_around(centres: Sequence[XY], *, inside: Polygon, area_m2: float) -> Polygon:
    """Return a rounded territory around the centres, within ``inside``, of the given area."""
    core = shapely.concave_hull(MultiPoint(list(centres)), ratio=0.35)
    narrow, wide = 0.0, 30_000.0
    for _ in range(60):
        middle = (narrow + wide) / 2
        if _grown(core, middle, inside).area < area_m2:
            narrow = middle
        else:
            wide = middle
    return _grown(core, narrow, inside)


def divide(territory: Polygon, centres: Sequence[XY]) -> list[Polygon]:
    """Return the part of the territory nearest to each centre, in the order of the centres."""
    cells = shapely.voronoi_polygons(MultiPoint(list(centres)), extend_to=territory, ordered=True)
    return [cell.intersection(territory) for cell in shapely.get_parts(cells)]


def scatter(area: Polygon, count: int, dice: Dice, label: str) -> list[XY]:
    """Return ``count`` points spread evenly over an area."""
    west, south, east, north = area.bounds
    points: list[XY] = []
    attempt = 0
    while len(points) < count:
        x = west + (east - west) * dice.roll(label, attempt, "x")
        y = south + (north - south) * dice.roll(label, attempt, "y")
        attempt += 1
        if area.contains(Point(x, y)):
            points.append((x, y))
    for _ in range(_RELAXATIONS if count > 1 else 0):
        points = [_middle(cell) for cell in divide(area, points)]
    return points


def mosaic(territory: Polygon, seeds: Sequence[XY], dice: Dice) -> list[Polygon]:
    """
    Return one area for each seed, filling the territory without gap or overlap.

    Straight borders become wiggly ones; both neighbours of a border get the same points.
    """
    faces = _faces(territory, seeds)
    for wiggle in _WIGGLES:
        drawn = [_redrawn(face, wiggle, dice) for face in faces]
        if all(shape.is_valid for shape in drawn) and shapely.coverage_is_valid(drawn):
            return drawn
    raise AssertionError("straight borders are always a valid coverage")


def _grown(core: Polygon, distance: float, inside: Polygon) -> Polygon:
    return core.buffer(distance, quad_segs=12).intersection(inside)


def _middle(cell: Polygon) -> XY:
    centre = cell.centroid if cell.contains(cell.centroid) else cell.representative_point()
    return (centre.x, centre.y)


def _faces(territory: Polygon, seeds: Sequence[XY]) -> list[Polygon]:
    cells = shapely.voronoi_polygons(MultiPoint(list(seeds)), extend_to=territory, only_edges=True)
    lines = shapely.union_all([cells, territory.boundary], grid_size=_GRID_METRES)
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    sites = shapely.STRtree(shapely.points(np.asarray(seeds)))
    biggest: dict[int, list[Polygon]] = {}
    for piece in pieces:
        inner = piece.representative_point()
        if territory.contains(inner):
            biggest.setdefault(int(sites.nearest(inner)), []).append(piece)
    return [_largest(biggest[place]) for place in range(len(seeds))]


def _largest(pieces: list[Polygon]) -> Polygon:
    return max(pieces, key=lambda piece: (piece.area, piece.bounds))


def _redrawn(face: Polygon, wiggle: float, dice: Dice) -> Polygon:
    corners: list[XY] = [(x, y) for x, y in face.exterior.coords]
    line: list[XY] = []
    for start, end in pairwise(corners):
        line += _border(start, end, wiggle, dice)[:-1]
    return Polygon(line)


def _border(start: XY, end: XY, wiggle: float, dice: Dice) -> list[XY]:
    """Return the drawn border between two corners, the same from either side."""
    if start > end:
        return _border(end, start, wiggle, dice)[::-1]
    length = math.dist(start, end)
    if length < _SMOOTH_BELOW_METRES:
        return [start, end]
    swing = (2 * dice.roll(start, end) - 1) * wiggle
    middle = (
        round((start[0] + end[0]) / 2 - swing * (end[1] - start[1]), 3),
        round((start[1] + end[1]) / 2 + swing * (end[0] - start[0]), 3),
    )
    return _border(start, middle, wiggle, dice)[:-1] + _border(middle, end, wiggle, dice)
