from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyreadstat
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.__main__ import main
from loket.microdata.codebook import DataFile
from loket.microdata.definition.model import Definition
from loket.microdata.extract import extract

Pair = tuple[DataFile, pa.Table]


@pytest.fixture
def sav(make_edition: MakeEdition, households: Pair, tmp_path: Path) -> Path:
    (written,) = extract(make_edition(households), Definition(""), tmp_path)
    return written.path


def test_describes_a_file_as_json(sav: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", str(sav), "--json"]) == 0

    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["name"], file["rows"], len(file["variables"])) == ("rt", 5, 6)


def test_describes_a_file_in_words(sav: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", str(sav)]) == 0

    assert "R105" in capsys.readouterr().out


def test_converts_some_variables_and_rows(sav: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil.dta"

    code = main(["convert", str(sav), str(out), "--variables", "URUT,R105", "--where", "R105=1,2"])

    assert code == 0
    columns, metadata = pyreadstat.read_dta(out, output_format="dict")
    assert {k: list(v) for k, v in columns.items()} == {"URUT": [3, 1, 4], "R105": [1, 2, 2]}
    assert metadata.column_names_to_labels["URUT"] == "Nomor urut"


@pytest.mark.parametrize(
    "more",
    [["--variables", "NIHIL"], ["--where", "R105"], ["--where", "NIHIL=1"]],
)
def test_says_one_line_on_bad_input(
    sav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    assert main(["convert", str(sav), str(tmp_path / "x.csv"), *more]) == 2

    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "x.csv").exists()


def test_names_only_some_of_the_variables_that_lose_something(
    sav: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", str(sav), str(tmp_path / "x.csv")]) == 0

    said = capsys.readouterr().err.splitlines()
    assert said
    assert all(line.partition(": ")[0].count(",") <= 5 for line in said)
    assert not any(line.startswith(":") for line in said)


@pytest.mark.parametrize("name", ["x.doc", "rt.sav"])
def test_refuses_unknown_and_existing_outputs(sav: Path, tmp_path: Path, name: str) -> None:
    before = sav.read_bytes()

    assert main(["convert", str(sav), str(tmp_path / name)]) == 2
    assert sav.read_bytes() == before
