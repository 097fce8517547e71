from __future__ import annotations

import json

import pytest
import shapely
from shapely.geometry import Polygon, box

from loket.areamaps import fitting
from loket.areamaps.checks import check
from loket.areamaps.errors import AreaMapError
from loket.areamaps.findings import Finding, QualityReport, Severity, report_from_json
from tests.areamaps.made import MakeLayer, square

CODES = ["3304010", "3304020", "3304030"]


def test_a_duplicate_code_is_an_error(make_layer: MakeLayer) -> None:
    report = check(make_layer(["3304010", "3304020", "3304010"]))

    finding = _only(report, "duplicate_code")
    assert finding.examples == ("3304010",)
    assert finding.severity is Severity.ERROR
    assert not report.usable


def test_an_area_outside_the_region_is_an_error(make_layer: MakeLayer) -> None:
    layer = make_layer(["3304010", "3305010"])

    assert _only(check(layer, region="3304"), "outside_region").examples == ("3305010",)
    assert _kinds(check(layer)).isdisjoint({"outside_region"})
    with pytest.raises(AreaMapError):
        check(layer, region="33x")


@pytest.mark.parametrize(
    "columns",
    [
        {"kdkec": ["010", "021", "030"]},
        {"KDKEC": ["10", "21", "30"]},
        {"idkab": ["3304", "3305", "3304"]},
    ],
)
def test_code_columns_that_contradict_the_code_are_errors(
    make_layer: MakeLayer, columns: dict[str, list[str]]
) -> None:
    report = check(make_layer(CODES, **columns))

    assert _only(report, "columns_disagree").examples == ("3304020",)


def test_an_empty_name_is_a_warning(make_layer: MakeLayer) -> None:
    report = check(make_layer(["9999010", "9999020"], nmkec=["ADA", "  "]))

    assert _only(report, "no_name").examples == ("9999020",)
    assert report.usable


def test_missing_and_unlisted_areas_are_warned_of(make_layer: MakeLayer) -> None:
    report = check(make_layer(["3304010", "3304060", "3304999"]))

    assert _only(report, "missing_area").count == 18
    assert _only(report, "unlisted_code").examples == ("3304999",)


def test_an_invalid_shape_is_an_error_with_its_reason(make_layer: MakeLayer) -> None:
    bowtie = Polygon([(109.3, -7.5), (109.4, -7.4), (109.4, -7.5), (109.3, -7.4)])

    report = check(make_layer(CODES[:2], [bowtie, square(1)]))

    finding = _only(report, "invalid_shape")
    assert "3304010: Self-intersection" in finding.examples[0]
    assert not report.usable


@pytest.mark.parametrize("shape", [None, Polygon()])
def test_a_missing_shape_is_an_error(make_layer: MakeLayer, shape: Polygon | None) -> None:
    report = check(make_layer(CODES[:2], [square(0), shape]))

    assert _only(report, "no_shape").examples == ("3304020",)


def test_an_overlap_is_measured(make_layer: MakeLayer) -> None:
    report = check(make_layer(CODES[:2], [square(0, width=0.11), square(1)]))

    finding = _only(report, "overlap")
    assert finding.count == 1
    assert finding.examples[0].startswith("3304010 / 3304020: 12,")  # 1.1 km by 11 km in m²
    assert report.usable


def test_neighbours_that_only_touch_do_not_overlap(make_layer: MakeLayer) -> None:
    assert "overlap" not in _kinds(check(make_layer(CODES)))


def test_an_enclosed_gap_is_measured(make_layer: MakeLayer) -> None:
    frame = square(0) - box(109.34, -7.46, 109.36, -7.44)
    inner = box(109.34, -7.46, 109.36, -7.445)

    report = check(make_layer(CODES[:2], [frame, inner]))

    assert _only(report, "gap").count == 1


def test_a_wrong_coordinate_system_is_noticed(make_layer: MakeLayer) -> None:
    swapped = box(-7.5, 50.0, -7.4, 50.1)

    assert not check(make_layer(["3304010"], [swapped])).usable
    assert "outside_indonesia" in _kinds(check(make_layer(["3304010"], [swapped])))


def test_errors_come_first_and_texts_are_bilingual(make_layer: MakeLayer) -> None:
    report = check(make_layer(["3304999", "3304999"], nmkec=["", ""]))

    severities = [finding.severity for finding in report.findings]
    assert severities == sorted(severities, key=list(Severity).index)
    assert all(finding.id and finding.en != finding.id for finding in report.findings)


def test_a_report_survives_the_way_through_json(make_layer: MakeLayer) -> None:
    report = check(make_layer(["3304999", "3304999"]))

    assert report_from_json(json.loads(json.dumps(report.as_json()))) == report


def test_many_pairs_are_sampled_and_said_so(
    make_layer: MakeLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "_MOST_PAIRS", 1)
    monkeypatch.setattr(fitting, "_MOST_FOR_GAPS", 2)

    kinds = _kinds(check(make_layer(CODES)))

    assert {"overlap_sampled", "gaps_not_checked"} <= kinds


def test_nesting_finds_moved_borders_and_lonely_areas(make_layer: MakeLayer) -> None:
    desa = make_layer(["3304010001", "3304010002", "3304020001"])
    moved = make_layer(
        ["3304010", "3304030"], [shapely.union(square(0), square(1, width=0.09)), square(2)]
    )

    findings = {each.kind: each for each in fitting.nesting_findings(desa, moved)}

    assert findings["not_in_both"].examples == ("3304020", "3304030")
    assert findings["not_nested"].examples[0].startswith("3304010: 12,")


def _kinds(report: QualityReport) -> set[str]:
    return {finding.kind for finding in report.findings}


def _only(report: QualityReport, kind: str) -> Finding:
    (finding,) = (each for each in report.findings if each.kind == kind)
    assert finding.id.startswith(str(finding.count))
    return finding
