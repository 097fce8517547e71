"""A synthetic study …"""

from __future__ import annotations

from pathlib import Path

import pyreadstat
import pytest

from loket.microdata.synthetic import banjarnegara, generate, synthetic_edition, write_study

IND1 = "ssn202403_kor_ind1"


def test_is_written_as_sav_that_another_reader_reads(tmp_path: Path) -> None:
    study = generate(banjarnegara(30))

    write_study(study, tmp_path)

    frame, meta = pyreadstat.read_sav(tmp_path / f"{IND1}.sav", user_missing=True)
    assert list(frame.columns) == list(study.codebook.file(IND1).names)
    assert len(frame) == study.tables[IND1].num_rows
    assert meta.column_names_to_labels["R405"] == "Jenis kelamin"
    assert meta.variable_value_labels["R405"] == {1.0: "Laki-laki", 2.0: "Perempuan"}
    assert "SINTETIS" in meta.file_label
    assert (tmp_path / "ssn202403_kp_blok41_32_36.sav").is_file()
    assert (tmp_path / "ddi.xml").is_file()


@pytest.mark.parametrize("format_", ["dbf", "dta", "parquet"])
def test_is_written_in_other_formats(tmp_path: Path, format_: str) -> None:
    write_study(generate(banjarnegara(12)), tmp_path, format=format_)

    assert len(list(tmp_path.glob(f"*.{format_}"))) == 6


def test_becomes_an_edition_that_knows_its_keys_and_regions(tmp_path: Path) -> None:
    edition = synthetic_edition(banjarnegara(40), tmp_path / "edition")

    file = edition.codebook.file(IND1)
    assert file.keys == ("URUT", "R401")
    assert file.region_variables == ("R101", "R102")
    assert file.weight == "WI1"
    assert file.design == ("PSU", "SSU", "STRATA")
    assert file.variable("R405").label.en == "Sex"
    assert "SINTETIS" in edition.codebook.study.title.id
