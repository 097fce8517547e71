from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from loket.areamaps import attributes, fingerprint, formats, layers
from loket.areamaps.banjarnegara.demo import DemoMaps
from loket.areamaps.formats import MapFormat
from tests.areamaps.made import MakeLayer, layer_of

KEYS = {f"LKT-{number:04}": f"kunci {number}".encode() for number in range(300)}
GUILTY = "LKT-0007"


def test_changes_nothing_but_where_rings_begin(maps: DemoMaps) -> None:
    marked = fingerprint.mark(maps.desa, KEYS[GUILTY])

    before, after = maps.desa.geometries, marked.geometries
    assert shapely.equals_exact(shapely.normalize(before), shapely.normalize(after), 0.0).all()
    assert shapely.coverage_is_valid(after)
    assert (
        shapely.get_num_coordinates(before).tolist() == shapely.get_num_coordinates(after).tolist()
    )
    unturned = shapely.equals_exact(before, after, 0.0)
    assert unturned.sum() < 15


def test_the_same_key_gives_the_same_copy_and_another_key_another(maps: DemoMaps) -> None:
    one = shapely.to_wkb(fingerprint.mark(maps.desa, b"a").geometries)
    again = shapely.to_wkb(fingerprint.mark(maps.desa, b"a").geometries)
    other = shapely.to_wkb(fingerprint.mark(maps.desa, b"b").geometries)

    assert (one == again).all()
    assert (one != other).sum() > 260


@pytest.mark.parametrize("kind", [MapFormat.SHAPEFILE, MapFormat.GEOPACKAGE, MapFormat.GEOJSON])
def test_finds_the_order_in_every_format(maps: DemoMaps, tmp_path: Path, kind: MapFormat) -> None:
    marked = fingerprint.mark(maps.desa, KEYS[GUILTY])
    table = attributes.table(marked)
    written = formats.write(marked, table, format=kind, folder=tmp_path, stem="bocor")
    shapes, crs = layers.read_shapes(written.files[0])

    first, second = fingerprint.trace(shapes, crs, maps.desa, KEYS)[:2]

    assert first.reference == GUILTY
    assert first.agreeing == first.comparable == 278
    assert first.conclusive
    assert not second.conclusive


def test_finds_the_order_after_reprojection(maps: DemoMaps, tmp_path: Path) -> None:
    marked = fingerprint.mark(maps.desa, KEYS[GUILTY])
    written = formats.write(
        marked,
        attributes.table(marked),
        format=MapFormat.SHAPEFILE,
        folder=tmp_path,
        stem="bocor",
        crs="EPSG:32749",
    )
    shapes, crs = layers.read_shapes(written.files[0])

    assert fingerprint.trace(shapes, crs, maps.desa, KEYS)[0].reference == GUILTY


@pytest.mark.parametrize("change", ["part", "shuffled", "simplified", "rounded", "reversed"])
def test_finds_the_order_after_common_changes(maps: DemoMaps, change: str) -> None:
    shapes = fingerprint.mark(maps.desa, KEYS[GUILTY]).geometries
    changed = {
        "part": shapes[40:70],
        "shuffled": shapes[np.random.default_rng(1).permutation(len(shapes))],
        "simplified": shapely.simplify(shapes, 0.0005),
        "rounded": shapely.transform(shapes, lambda points: np.round(points, 6)),
        "reversed": shapely.reverse(shapes),
    }[change]

    first, second = fingerprint.trace(changed, "EPSG:4326", maps.desa, KEYS)[:2]

    assert first.reference == GUILTY
    assert first.conclusive
    assert not second.conclusive


def test_accuses_nobody_of_an_unmarked_or_normalised_file(maps: DemoMaps) -> None:
    for shapes in (maps.desa.geometries, shapely.normalize(maps.desa.geometries)):
        suspects = fingerprint.trace(shapes, "EPSG:4326", maps.desa, KEYS)

        assert not any(suspect.conclusive for suspect in suspects)


def test_accuses_nobody_of_a_file_of_another_place(maps: DemoMaps, make_layer: MakeLayer) -> None:
    far = make_layer(["7401050"], [shapely.box(122, -4, 123, -3)])

    first = fingerprint.trace(far.geometries, far.crs, maps.desa, KEYS)[0]

    assert (first.comparable, first.p_value, first.conclusive) == (0, 1.0, False)


def test_p_values_of_the_innocent_are_not_too_small(maps: DemoMaps) -> None:
    shapes = fingerprint.mark(maps.desa, b"siapa").geometries

    suspects = fingerprint.trace(shapes, "EPSG:4326", maps.desa, KEYS)

    for level in (0.5, 0.1, 0.02):
        share = sum(suspect.p_value <= level for suspect in suspects) / len(suspects)
        assert share <= level + 3 * math.sqrt(level / len(suspects))


def test_missing_and_multiple_parts_and_holes_are_kept() -> None:
    hollow = shapely.box(0, 0, 4, 4) - shapely.box(1, 1, 2, 2)
    both = shapely.multipolygons([hollow, shapely.box(5, 0, 6, 1)])
    layer = layer_of(["3304010", "3304020"], [both, None])

    marked = fingerprint.mark(layer, b"kunci")

    assert marked.geometries[1] is None
    assert shapely.equals(marked.geometries[0], both)
    assert shapely.get_num_interior_rings(shapely.get_geometry(marked.geometries[0], 0)) == 1


def test_the_commitment_reveals_the_key_to_nobody_and_binds_it() -> None:
    assert fingerprint.commitment(b"a" * 32) == fingerprint.commitment(b"a" * 32)
    assert fingerprint.commitment(b"a" * 32) != fingerprint.commitment(b"b" * 32)
    assert len(fingerprint.commitment(b"a" * 32)) == 64


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9), st.integers(0, 9))
def test_chance_of_agreements_equals_full_enumeration(
    chances: list[float], successes: int
) -> None:
    total = 0.0
    for outcome in itertools.product((0, 1), repeat=len(chances)):
        if sum(outcome) >= successes:
            pairs = zip(outcome, chances, strict=True)
            total += math.prod(chance if hit else 1 - chance for hit, chance in pairs)

    assert fingerprint.at_least(successes, np.asarray(chances)) == pytest.approx(total, abs=1e-12)
