"""
Marking each buyer's copy by where its rings begin, and finding the copy a leak came from.

A polygon's ring may begin at any of its points; the area, the border and every number computed
from them stay the same. The beginning of each ring is chosen by HMAC-SHA-256 from an order's
key, and survives every change of format, reprojection, rounding, leaving areas out, and much
simplifying. It dies where rings are rebuilt: by dissolving, overlaying (areas that a clip cuts
through, or all of them in some programs), or putting rings into a normal form.

Detection needs our own master layer. For a key that did not make the file, the chosen points
are independent of it, so the chance of so many agreements is known exactly.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LinearRing, MultiPolygon, Polygon

from loket.areamaps.crs import change, is_geographic
from loket.areamaps.layers import AreaLayer
from loket.areamaps.opening import Geometries

Points = NDArray[np.float64]

MOST_FALSE_ACCUSATIONS = 1e-6
"""A suspect is conclusive if so many agreements by chance, over all keys, are rarer than this."""

_LABEL = b"loket ring start 1"
_NEAR_DEGREES = 1e-6
_NEAR_METRES = 0.1


@dataclass(frozen=True, slots=True)
class Suspect:
    """
    How well a leaked file fits one order's key.

    :ivar comparable: rings of the master that can still be judged in the leaked file
    :ivar agreeing: how many of them begin where this key says
    :ivar by_chance: how many would agree on average for a key that did not make the file
    :ivar p_value: chance of at least ``agreeing`` agreements for such a key
    :ivar conclusive: whether this is beyond doubt, given how many keys were tried
    """

    reference: str
    comparable: int
    agreeing: int
    by_chance: float
    p_value: float
    conclusive: bool


def mark(layer: AreaLayer, key: bytes) -> AreaLayer:
    """Return the layer with each ring beginning where ``key`` says, always at the same points."""
    shapes: Geometries = np.empty(len(layer), dtype=object)
    shapes[:] = [
        _marked(shape, key, code)
        for code, shape in zip(layer.codes, layer.geometries, strict=True)
    ]
    return replace(layer, geometries=shapes)


def commitment(key: bytes) -> str:
    """Return the text to print on a receipt, so that no key can be invented afterwards."""
    return hashlib.sha256(_LABEL + key).hexdigest()


def trace(
    leaked: Geometries, crs: str, master: AreaLayer, keys: Mapping[str, bytes]
) -> list[Suspect]:
    """
    Return a suspect for each order, likeliest first.

    :param leaked: polygons of the leaked file, in ``crs``; codes are not needed
    :param master: the unmarked layer the copies were made from
    :param keys: the keys of all orders that got this layer, by reference
    :raises AreaMapError: if the leaked file cannot be brought into the master's system
    """
    evidence = _evidence(change(leaked, to=master.crs, of=crs), master)
    suspects = [_suspect(reference, key, evidence, len(keys)) for reference, key in keys.items()]
    return sorted(suspects, key=lambda suspect: (suspect.p_value, suspect.reference))


@dataclass(frozen=True, slots=True)
class _RingEvidence:
    """One outer ring of the master, and at which of its points leaked rings begin."""

    code: str
    part: int
    points: int
    beginnings: frozenset[int]


def _marked(shape: object, key: bytes, code: str) -> object:
    if shape is None:
        return None
    parts = [
        Polygon(
            _turned(polygon.exterior, key, code, part, 0),
            [
                _turned(hole, key, code, part, ring)
                for ring, hole in enumerate(polygon.interiors, start=1)
            ],
        )
        for part, polygon in enumerate(shapely.get_parts(shape))
    ]
    return parts[0] if isinstance(shape, Polygon) else MultiPolygon(parts)


def _turned(ring: LinearRing, key: bytes, code: str, part: int, number: int) -> Points:
    open_ring = _open(ring)
    if len(open_ring) == 0:
        return open_ring
    start = _start(key, code, part, number, len(open_ring))
    turned = np.roll(open_ring, -start, axis=0)
    return np.vstack([turned, turned[:1]])


def _open(ring: LinearRing) -> Points:
    coordinates: Points = shapely.get_coordinates(ring)
    return coordinates[:-1]


def _start(key: bytes, code: str, part: int, ring: int, points: int) -> int:
    subject = b"|".join([_LABEL, code.encode(), str(part).encode(), str(ring).encode()])
    return int.from_bytes(hmac.digest(key, subject, "sha256")[:8], "big") % points


def _evidence(leaked: Geometries, master: AreaLayer) -> list[_RingEvidence]:
    near = _NEAR_DEGREES if is_geographic(master.crs) else _NEAR_METRES
    parts, owners = shapely.get_parts(master.geometries, return_index=True)
    numbers = _numbers_within(owners)
    pieces = shapely.get_parts(leaked[~shapely.is_missing(leaked)])
    pieces = pieces[~shapely.is_empty(pieces)]
    inner = shapely.point_on_surface(pieces)
    found = shapely.STRtree(parts).query(inner, predicate="within")
    starts: dict[int, list[Points]] = {}
    for piece, part in found.T:
        starts.setdefault(int(part), []).append(shapely.get_coordinates(pieces[piece])[0])
    evidence: list[_RingEvidence] = []
    for part in sorted(starts):
        ring = _open(shapely.get_exterior_ring(parts[part]))
        beginnings = _points_near(ring, starts[part], near)
        if beginnings:
            code = master.codes[owners[part]]
            evidence.append(_RingEvidence(code, numbers[part], len(ring), beginnings))
    return evidence


def _numbers_within(owners: NDArray[np.intp]) -> list[int]:
    seen: dict[int, int] = {}
    numbers: list[int] = []
    for owner in owners.tolist():
        numbers.append(seen.get(owner, 0))
        seen[owner] = numbers[-1] + 1
    return numbers


def _points_near(ring: Points, starts: list[Points], near: float) -> frozenset[int]:
    found: set[int] = set()
    for start in starts:
        distances = np.hypot(ring[:, 0] - start[0], ring[:, 1] - start[1])
        found.update(np.flatnonzero(distances <= near).tolist())
    return frozenset(found)


def _suspect(
    reference: str, key: bytes, evidence: list[_RingEvidence], keys_tried: int
) -> Suspect:
    chances = np.asarray([len(ring.beginnings) / ring.points for ring in evidence])
    agreeing = sum(
        _start(key, ring.code, ring.part, 0, ring.points) in ring.beginnings for ring in evidence
    )
    p_value = at_least(agreeing, chances)
    return Suspect(
        reference=reference,
        comparable=len(evidence),
        agreeing=agreeing,
        by_chance=float(chances.sum()),
        p_value=p_value,
        conclusive=p_value * keys_tried <= MOST_FALSE_ACCUSATIONS,
    )


def at_least(successes: int, chances: NDArray[np.float64]) -> float:
    """Return the chance of at least ``successes`` in independent trials of unequal chance."""
    if successes == 0:
        return 1.0
    # counts[k] is the chance of k successes so far; the last entry gathers "successes or more".
    counts = np.zeros(successes + 1)
    counts[0] = 1.0
    for chance in chances:
        gathered = counts[-1] + counts[-2] * chance
        counts[1:] = counts[1:] * (1 - chance) + counts[:-1] * chance
        counts[0] *= 1 - chance
        counts[-1] = gathered
    return float(min(1.0, counts[-1]))
