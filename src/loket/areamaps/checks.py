"""Checks of a layer before it is offered: codes, names, shapes, and how shapes fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import shapely

from loket.areamaps import region_names
from loket.areamaps.attributes import names
from loket.areamaps.code_columns import as_codes
from loket.areamaps.codes import ID_COLUMNS, PART_COLUMNS, Level, level_of, split
from loket.areamaps.crs import INDONESIA, bounds_in_degrees
from loket.areamaps.findings import Finding, QualityReport, Severity
from loket.areamaps.fitting import fitting_findings
from loket.areamaps.layers import AreaLayer

_EXAMPLES = 5
_ORDER = list(Severity)


def check(layer: AreaLayer, *, region: str | None = None) -> QualityReport:
    """
    Check a layer and report everything found; nothing is changed.

    :param region: the region the layer claims to cover; areas outside it are errors
    :raises AreaMapError: if ``region`` is no code
    """
    if region is not None:
        level_of(region)
    found = [
        *_code_findings(layer, region),
        *_name_findings(layer),
        *_shape_findings(layer),
        *fitting_findings(layer),
    ]
    found.sort(key=lambda finding: _ORDER.index(finding.severity))
    return QualityReport(len(layer), tuple(found))


def _code_findings(layer: AreaLayer, region: str | None) -> Iterator[Finding]:
    counted = Counter(layer.codes)
    yield from _found(
        "duplicate_code",
        Severity.ERROR,
        sorted(code for code, times in counted.items() if times > 1),
        id="kode dipakai oleh lebih dari satu wilayah. Gabungkan bagiannya atau betulkan kodenya.",
        en="codes belong to more than one area. Merge the parts, or correct the codes.",
    )
    yield from _found(
        "outside_region",
        Severity.ERROR,
        [code for code in layer.codes if region is not None and not code.startswith(region)],
        id=f"wilayah tidak termasuk {region}. Hapus dari peta atau betulkan kodenya.",
        en=f"areas do not belong to {region}. Remove them, or correct their codes.",
    )
    yield from _found(
        "columns_disagree",
        Severity.ERROR,
        _codes_with_other_columns(layer),
        id="wilayah memuat kolom kode (kd… atau id…) yang tidak cocok dengan kode utamanya.",
        en="areas have code columns (kd… or id…) that do not fit their main code.",
    )
    yield from _completeness(layer)


def _codes_with_other_columns(layer: AreaLayer) -> list[str]:
    wrong: set[str] = set()
    for level in Level:
        if level.digits > layer.level.digits:
            break
        wrong.update(_not_fitting(layer, ID_COLUMNS[level], 0, level.digits))
        start = level.digits - len(split("0" * level.digits)[PART_COLUMNS[level]])
        wrong.update(_not_fitting(layer, PART_COLUMNS[level], start, level.digits))
    return sorted(wrong)


def _not_fitting(layer: AreaLayer, column: str, start: int, end: int) -> Iterator[str]:
    values = layer.column(column)
    if values is None:
        return
    for code, value in zip(layer.codes, as_codes(values), strict=True):
        if value and value.zfill(end - start) != code[start:end]:
            yield code


def _completeness(layer: AreaLayer) -> Iterator[Finding]:
    listed = {
        region.code for region in region_names.regions().values() if region.level is layer.level
    }
    shared = layer.region
    expected = {code for code in listed if shared and code.startswith(shared)}
    if not expected:
        return
    present = set(layer.codes)
    yield from _found(
        "missing_area",
        Severity.WARNING,
        sorted(expected - present),
        id="wilayah ada dalam daftar kode tetapi tidak ada pada peta.",
        en="areas are in the list of codes but not on the map.",
    )
    yield from _found(
        "unlisted_code",
        Severity.WARNING,
        sorted(present - expected),
        id="kode tidak ada dalam daftar kode. Periksa apakah terpakai kode Kemendagri atau kode "
        "tahun lain.",
        en="codes are not in the list of codes. Check for Home Affairs codes or another year's.",
    )


def _name_findings(layer: AreaLayer) -> Iterator[Finding]:
    unnamed = [
        code for code, name in zip(layer.codes, names(layer), strict=True) if not name.strip()
    ]
    yield from _found(
        "no_name",
        Severity.WARNING,
        unnamed,
        id="wilayah tidak bernama. Isi kolom namanya sebelum peta ditawarkan.",
        en="areas have no name. Fill in the name column before the map is offered.",
    )


def _shape_findings(layer: AreaLayer) -> Iterator[Finding]:
    codes = np.asarray(layer.codes, dtype=object)
    empty = shapely.is_missing(layer.geometries) | shapely.is_empty(layer.geometries)
    yield from _found(
        "no_shape",
        Severity.ERROR,
        codes[empty].tolist(),
        id="wilayah tidak bergambar. Lengkapi poligonnya atau hapus barisnya.",
        en="areas have no shape. Draw their polygons, or remove the rows.",
    )
    invalid = ~empty & ~shapely.is_valid(layer.geometries)
    reasons = shapely.is_valid_reason(layer.geometries[invalid])
    yield from _found(
        "invalid_shape",
        Severity.ERROR,
        [f"{code}: {why}" for code, why in zip(codes[invalid], reasons, strict=True)],
        id="wilayah bergambar tidak sah (misalnya garisnya berpotongan). Perbaiki geometrinya.",
        en="areas have invalid shapes (for example crossing lines). Repair the geometry.",
    )
    if _outside_indonesia(layer):
        yield from _found(
            "outside_indonesia",
            Severity.ERROR,
            [layer.crs],
            id="sistem koordinat tampaknya salah: peta terletak di luar Indonesia.",
            en="coordinate system seems wrong: the map lies outside Indonesia.",
        )


def _outside_indonesia(layer: AreaLayer) -> bool:
    bounds = shapely.total_bounds(layer.geometries)
    if not np.isfinite(bounds).all():
        return False
    west, south, east, north = bounds_in_degrees(bounds, layer.crs)
    inside = (
        INDONESIA[0] <= west
        and INDONESIA[1] <= south
        and east <= INDONESIA[2]
        and north <= INDONESIA[3]
    )
    return not inside


def _found(
    kind: str, severity: Severity, which: Sequence[str] | Iterable[str], *, id: str, en: str
) -> Iterator[Finding]:
    cases = list(which)
    if cases:
        count = len(cases)
        yield Finding(
            kind, severity, count, tuple(cases[:_EXAMPLES]), f"{count} {id}", f"{count} {en}"
        )
