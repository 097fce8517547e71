"""A synthetic Susenas …"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from loket.microdata.codebook import DataFile
from loket.microdata.synthetic import (
    Plan,
    SyntheticStudy,
    banjarnegara,
    by_regency,
    generate,
    indonesia,
)

RT, IND1, IND2 = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kor_ind2"


@pytest.fixture(scope="module")
def study() -> SyntheticStudy:
    return generate(banjarnegara(300))


def numbers(table: pa.Table, name: str) -> np.ndarray:
    return table.column(name).to_numpy()


def test_says_synthetic_everywhere(study: SyntheticStudy) -> None:
    title = study.codebook.study.title

    assert "SINTETIS" in title.id
    assert "SYNTHETIC" in title.en
    assert "SINTETIS" in study.codebook.study.notes
    for file in study.codebook.files:
        assert "SINTETIS" in file.label.id
        assert "SYNTHETIC" in file.label.en
        assert "SYNTHETIC" in file.notes


def test_is_the_same_for_the_same_seed_and_another_for_another(study: SyntheticStudy) -> None:
    again = generate(banjarnegara(300))
    other = generate(banjarnegara(300, seed=7))

    assert again == study
    assert not other.tables[RT].equals(study.tables[RT])


def test_draws_a_regency_the_same_alone_or_with_others() -> None:
    alone = generate(Plan({3304: 40}))
    together = generate(Plan({3304: 40, 3305: 30}))

    assert together.tables[IND1].slice(0, alone.tables[IND1].num_rows).equals(alone.tables[IND1])


def test_describes_every_column_in_both_languages(study: SyntheticStudy) -> None:
    for file, variable in study.codebook.variables():
        assert variable.label.id, (file.name, variable.name)
        assert variable.label.en, (file.name, variable.name)
        assert all(value.label.id and value.label.en for value in variable.values)


def test_has_tables_that_fit_their_codebook(study: SyntheticStudy) -> None:
    for file in study.codebook.files:
        table = study.tables[file.name]

        assert tuple(table.column_names) == file.names
        assert table.num_rows == file.rows
        assert table.group_by(list(file.keys)).aggregate([]).num_rows == file.rows


def test_has_only_codes_that_are_labelled(study: SyntheticStudy) -> None:
    for file, variable in study.codebook.variables():
        if not variable.values or variable.measure == "scale" or not variable.display_format:
            continue
        present = set(pc.unique(study.tables[file.name].column(variable.name)).to_pylist())
        known = {value.code for value in variable.values}
        assert present - {None} <= known, (file.name, variable.name)


def widest(file: DataFile, table: pa.Table, name: str) -> int:
    decimals = file.variable(name).decimals
    return max(
        (len(f"{value:.{decimals}f}") for value in table.column(name).to_pylist() if value),
        default=0,
    )


def test_keeps_numbers_within_their_widths(study: SyntheticStudy) -> None:
    for file, variable in study.codebook.variables():
        if variable.kind == "numeric":
            assert widest(file, study.tables[file.name], variable.name) <= variable.width


def test_joins_people_to_their_household(study: SyntheticStudy) -> None:
    people, homes = study.tables[IND1], study.tables[RT]
    members = np.bincount(numbers(people, "URUT"))[numbers(homes, "URUT")]

    assert (members == numbers(homes, "R301")).all()
    assert numbers(study.tables[IND2], "R401").tolist() == numbers(people, "R401").tolist()


def test_has_user_missing_and_system_missing_values(study: SyntheticStudy) -> None:
    hours = study.tables[IND1].column("R707")

    assert hours.null_count > 0
    assert 98 in pc.unique(hours).to_pylist()
    assert study.codebook.file(IND1).variable("R707").missing.covers(98)


def test_weighs_one_regency_to_its_households(study: SyntheticStudy) -> None:
    assert 250_000 < numbers(study.tables[RT], "FWT").sum() < 370_000


def test_adds_up_expenditure_over_the_blocks(study: SyntheticStudy) -> None:
    food, totals = study.tables["ssn202403_kp_blok41"], study.tables["ssn202403_kp_blok43"]
    week = np.bincount(numbers(food, "URUT"), weights=numbers(food, "B41K10"), minlength=301)

    assert np.allclose(week[1:] * 30 / 7, numbers(totals, "FOOD"), atol=0.01)
    spent = numbers(totals, "FOOD") + numbers(totals, "NONFOOD")
    assert np.allclose(spent, numbers(totals, "EXPEND"), atol=0.006)


def test_cuts_the_food_block_by_ranges_of_provinces() -> None:
    study = generate(Plan({1101: 3, 3201: 4, 3304: 5, 9701: 2}))
    parts = study.codebook.file("ssn202403_kp_blok41").parts

    assert [part.name[-5:] for part in parts] == ["11_31", "32_36", "51_97"]
    assert sum(part.rows for part in parts) == study.tables["ssn202403_kp_blok41"].num_rows


def test_covers_all_of_indonesia_piece_by_piece() -> None:
    plan = indonesia(600)
    pieces = list(by_regency(plan))

    assert len(pieces) == 514
    assert sum(piece[RT].num_rows for piece in pieces) == 600
    urut = np.concatenate([numbers(piece[RT], "URUT") for piece in pieces])
    assert (np.diff(urut) == 1).all()


def test_takes_trial_questions_for_benches() -> None:
    study = generate(banjarnegara(20, extra=200))

    assert len(study.codebook.file(IND1).variables) > 230
    assert study.tables[IND1].column("X200").null_count == 0


def test_can_be_empty() -> None:
    study = generate(banjarnegara(0))

    assert study.tables[IND1].num_rows == 0
    assert tuple(study.tables[IND1].column_names) == study.codebook.file(IND1).names
