"""A sample of real rows …"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from loket.microdata.definition import Definition, Wanted
from loket.microdata.edition import Edition
from loket.microdata.sample.real import (
    Approval,
    Assessment,
    NotApproved,
    Policy,
    assess_real_rows,
    real_sample,
)

RT, IND1, IND2 = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kor_ind2"


@pytest.fixture(scope="module")
def order(edition: Edition) -> Definition:
    wanted = (Wanted(RT, ("R1802", "R1804", "R301")), Wanted(IND1, ("R404", "R405", "R407")))
    return Definition(edition.codebook.study.idno, files=wanted, regions=("3304",))


@pytest.fixture(scope="module")
def assessment(edition: Edition, order: Definition) -> Assessment:
    return assess_real_rows(edition, order)


def approved(assessment: Assessment) -> Approval:
    at = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
    return Approval("officer-7", at, assessment.sha256, "Kombinasi umum saja.")


def test_is_measured_and_recorded(assessment: Assessment) -> None:
    assert assessment.is_allowed
    assert assessment.keys[IND1] == ("R101", "R102", "R404", "R405", "R407")
    assert set(assessment.record) == {"check", "policy", "keys", "risks"}


def test_shows_only_common_combinations_under_new_ids(
    edition: Edition, order: Definition, assessment: Assessment
) -> None:
    shown = real_sample(edition, order, assessment, approved(assessment))

    people = shown.tables[IND1].to_pylist()
    master = pq.read_table(edition.master(edition.codebook.file(IND1))).to_pylist()
    assert 0 < len(people) <= 50
    for row in people:
        same = [
            other
            for other in master
            if (other["R102"], other["R404"], other["R405"], other["R407"] // 10 * 10)
            == (row["R102"], row["R404"], row["R405"], row["R407"])
        ]
        assert len(same) >= 5
    homes = shown.tables[RT].column("URUT").to_pylist()
    assert homes == list(range(1, len(homes) + 1))
    assert {row["URUT"] for row in people} <= set(homes)
    assert shown.tables[RT].column("PSU").null_count == len(homes)
    assert shown.mode == "real"
    assert "BUKAN DATA RIIL" not in shown.codebook.study.title.id


def test_caps_quantities_and_bands_ages(
    edition: Edition, order: Definition, assessment: Assessment
) -> None:
    shown = real_sample(edition, order, assessment, approved(assessment))

    low, *_, high = edition.summary()[RT]["R1804"]["percentiles"]
    areas = shown.tables[RT].column("R1804").to_pylist()
    assert all(int(low) <= area <= high for area in areas)
    assert all(age % 10 == 0 for age in shown.tables[IND1].column("R407").to_pylist())


def test_is_the_same_whenever_it_is_made(
    edition: Edition, order: Definition, assessment: Assessment
) -> None:
    first = real_sample(edition, order, assessment, approved(assessment))

    assert real_sample(edition, order, assessment, approved(assessment)) == first


def test_is_forbidden_for_sensitive_variables(edition: Edition, order: Definition) -> None:
    private = replace(order, files=(Wanted(IND2, ("R1502",)),))
    assessed = assess_real_rows(edition, private)

    assert not assessed.is_allowed
    with pytest.raises(NotApproved, match="peka"):
        real_sample(edition, private, assessed, approved(assessed))


def test_needs_the_approval_of_this_very_assessment(
    edition: Edition, order: Definition, assessment: Assessment
) -> None:
    other = assess_real_rows(edition, replace(order, regions=("3305",)))

    with pytest.raises(NotApproved):
        real_sample(edition, order, assessment, approved(other))
    with pytest.raises(NotApproved):
        real_sample(edition, order, other, approved(other))


@pytest.mark.parametrize("change", [{"by": " "}, {"note": ""}])
def test_needs_an_officer_and_a_reason(
    edition: Edition, order: Definition, assessment: Assessment, change: dict[str, str]
) -> None:
    with pytest.raises(NotApproved):
        real_sample(edition, order, assessment, replace(approved(assessment), **change))


def test_shows_fewer_households_under_a_stricter_policy(
    edition: Edition, order: Definition, assessment: Assessment
) -> None:
    strict = assess_real_rows(edition, order, Policy(k=40))

    shown = real_sample(edition, order, strict, approved(strict))

    usual = real_sample(edition, order, assessment, approved(assessment))
    cells = {(r["R404"], r["R405"], r["R407"]) for r in shown.tables[IND1].to_pylist()}
    usual_cells = {(r["R404"], r["R405"], r["R407"]) for r in usual.tables[IND1].to_pylist()}
    assert len(cells) < len(usual_cells)


def test_checks_that_answers_differ_within_a_combination(
    edition: Edition, order: Definition
) -> None:
    wanted = (Wanted(IND1, ("R404", "R405", "R407", "R1206")),)
    policy = Policy(diversity=2, sensitive=("R1206",))
    assessed = assess_real_rows(edition, replace(order, files=wanted), policy)

    shown = real_sample(edition, replace(order, files=wanted), assessed, approved(assessed))

    master = pq.read_table(edition.master(edition.codebook.file(IND1))).to_pylist()
    for row in shown.tables[IND1].to_pylist():
        answers = {
            other["R1206"]
            for other in master
            if (other["R102"], other["R404"], other["R405"], other["R407"] // 10 * 10)
            == (row["R102"], row["R404"], row["R405"], row["R407"])
        }
        assert len(answers) >= 2
