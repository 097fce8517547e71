"""A structure sample …"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest

from loket.microdata.definition import Condition, Definition, Wanted, normalise
from loket.microdata.edition import Edition
from loket.microdata.extract import extract
from loket.microdata.sample import Sample, structure_sample, write_sample
from loket.microdata.sample.distribution import LEAST, Distribution, two_digits

RT, IND1, IND2 = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kor_ind2"
FOOD = "ssn202403_kp_blok41"


@pytest.fixture(scope="module")
def order(edition: Edition) -> Definition:
    wanted = tuple(
        Wanted(file.name, file.names)
        for file in edition.codebook.files
        if "blok42" not in file.name
    )
    study = edition.codebook.study
    plain = Definition(study.idno, study.version, wanted, regions=("3304", "3305"))
    return normalise(plain, edition.codebook)


@pytest.fixture(scope="module")
def sample(edition: Edition, order: Definition) -> Sample:
    return structure_sample(edition, order)


def rows_of(table: pa.Table, names: list[str]) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in table.select(names).to_pylist()]


def test_has_the_files_names_and_types_of_the_final_package(
    edition: Edition, order: Definition, sample: Sample, tmp_path: Path
) -> None:
    (tmp_path / "final").mkdir()
    final = extract(edition, replace(order, format="parquet"), tmp_path / "final")
    shown = write_sample(sample, replace(order, format="parquet"), tmp_path / "sample")

    assert [each.path.name for each in shown] == [each.path.name for each in final]
    for mine, theirs in zip(shown, final, strict=True):
        assert [c.variable for c in mine.fitted.columns] == [
            c.variable for c in theirs.fitted.columns
        ]
        ours, real = pq.read_schema(mine.path), pq.read_schema(theirs.path)
        assert [(f.name, f.type) for f in ours] == [(f.name, f.type) for f in real]


def test_looks_the_same_to_spss_as_the_final_file(
    edition: Edition, order: Definition, sample: Sample, tmp_path: Path
) -> None:
    (tmp_path / "final").mkdir()
    extract(edition, order, tmp_path / "final")
    write_sample(sample, order, tmp_path / "sample")
    for name in (RT, IND1, FOOD):
        _, real = pyreadstat.read_sav(tmp_path / "final" / f"{name}.sav", metadataonly=True)
        frame, mine = pyreadstat.read_sav(tmp_path / "sample" / f"{name}.sav")
        assert len(frame) == sample.tables[name].num_rows
        for part in (
            *("column_names_to_labels", "variable_value_labels", "original_variable_types"),
            *("variable_measure", "missing_ranges", "variable_storage_width"),
        ):
            assert getattr(mine, part) == getattr(real, part), (name, part)
        assert mine.file_label.startswith("CONTOH – BUKAN DATA RIIL")


def test_is_the_same_whenever_it_is_made(
    edition: Edition, order: Definition, sample: Sample
) -> None:
    assert structure_sample(edition, order) == sample


def test_is_another_for_another_order(edition: Edition, order: Definition, sample: Sample) -> None:
    other = structure_sample(edition, replace(order, regions=("3304",)))

    assert other.tables[RT].column("R1804") != sample.tables[RT].column("R1804")


def test_holds_no_real_record(edition: Edition, sample: Sample) -> None:
    for file in sample.codebook.files:
        names = [n for n in file.names if n not in file.preselected]
        real = set(rows_of(pq.read_table(edition.master(edition.codebook.file(file.name))), names))
        if len(names) > 6:
            assert not real & set(rows_of(sample.tables[file.name], names))


def test_shows_no_rare_category(edition: Edition, sample: Sample) -> None:
    for file in sample.codebook.files:
        master = pq.read_table(edition.master(edition.codebook.file(file.name)))
        for variable in file.variables:
            if not variable.values or variable.security == "sensitive" or variable.name == "KODE":
                continue
            counted = Counter(master.column(variable.name).to_pylist())
            shown = {v for v in sample.tables[file.name].column(variable.name).to_pylist() if v}
            assert all(counted[value] >= LEAST for value in shown), (file.name, variable.name)


def test_stays_within_the_published_range_of_quantities(edition: Edition, sample: Sample) -> None:
    summary = edition.summary()[RT]["R1804"]
    shown = sample.tables[RT].column("R1804").to_pylist()

    low, *_, high = summary["percentiles"]
    assert all(two_digits(low) <= value <= high for value in shown)
    assert all(value == two_digits(value) for value in shown)


def test_joins_over_its_files(sample: Sample) -> None:
    homes = sample.tables[RT].column("URUT").to_pylist()
    assert len(set(homes)) == len(homes)
    for name in (IND1, IND2, FOOD):
        assert set(sample.tables[name].column("URUT").to_pylist()) <= set(homes)
        file = sample.codebook.file(name)
        keys = rows_of(sample.tables[name], list(file.keys))
        assert len(set(keys)) == len(keys)
        assert len(keys) <= 50
    first = rows_of(sample.tables[IND1], ["URUT", "R401", "R405"])
    assert first == rows_of(sample.tables[IND2], ["URUT", "R401", "R405"])
    place = dict(rows_of(sample.tables[RT], ["URUT", "R102"]))
    assert all(
        place[urut] == code for urut, code in rows_of(sample.tables[IND1], ["URUT", "R102"])
    )


def test_lies_in_the_ordered_regions(sample: Sample) -> None:
    for table in sample.tables.values():
        codes = {r101 + r102 for r101, r102 in rows_of(table, ["R101", "R102"])}
        assert codes <= {"3304", "3305"}


def test_does_not_show_real_household_numbers_or_clusters(
    edition: Edition, sample: Sample
) -> None:
    real = set(pq.read_table(edition.master(edition.codebook.file(RT))).column("PSU").to_pylist())

    assert not real & set(sample.tables[RT].column("PSU").to_pylist())
    assert sample.tables[RT].column("URUT").to_pylist() == list(range(1, 21))


def test_obeys_the_orders_conditions(edition: Edition, order: Definition) -> None:
    women = replace(order, conditions=(Condition(IND1, "R405", (2,)),))
    old = replace(order, conditions=(Condition(IND1, "R407", (), (60, 69)),))

    sexes = structure_sample(edition, women).tables[IND1].column("R405").to_pylist()
    ages = structure_sample(edition, old).tables[IND1].column("R407").to_pylist()

    assert set(sexes) == {2}
    assert all(60 <= age <= 69 for age in ages)


def test_of_whole_households_meets_the_condition_once_in_each(
    edition: Edition, order: Definition
) -> None:
    women = replace(order, conditions=(Condition(IND1, "R405", (2,)),), cases="households")

    shown = rows_of(structure_sample(edition, women).tables[IND1], ["R401", "R405"])

    assert {sex for number, sex in shown if number == 1} == {2}
    assert 1 in {sex for number, sex in shown if number > 1}


def test_joins_the_household_to_each_person_when_so_ordered(
    edition: Edition, order: Definition
) -> None:
    joined = structure_sample(edition, replace(order, structure="joined"))

    assert RT not in joined.tables
    assert "R1804" in joined.tables[IND1].column_names


def test_says_everywhere_that_it_is_a_sample(
    sample: Sample, order: Definition, tmp_path: Path
) -> None:
    write_sample(sample, order, tmp_path)

    assert sample.codebook.study.title.id.startswith("CONTOH – BUKAN DATA RIIL")
    assert all("BUKAN DATA RIIL" in file.label.id for file in sample.codebook.files)
    assert all("NOT REAL DATA" in file.label.en for file in sample.codebook.files)
    readme = (tmp_path / "BACA-SAYA.txt").read_text("utf-8")
    assert "BUKAN DATA RIIL" in readme
    assert sample.definition_id in readme
    assert "BUKAN DATA RIIL" in (tmp_path / "ddi.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("value", "cut"),
    [(0, 0), (7, 7), (99.9, 99), (1297.3, 1200), (-1297.3, -1200), (0.01234, 0.012), (100, 100)],
)
def test_cuts_quantities_to_two_digits(value: float, cut: float) -> None:
    assert two_digits(value) == pytest.approx(cut)


@pytest.mark.parametrize("dice", [0.0, 0.0499, 0.5, 0.999999999])
def test_draws_within_percentiles_for_any_dice(dice: float) -> None:
    drawn = Distribution(percentiles=(10, 20, 30, 40, 50)).drawn(dice)

    assert isinstance(drawn, float)
    assert 10 <= drawn <= 50
