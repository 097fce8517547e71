"""The programs that give a CSV or .xpt its labels back …"""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pyreadstat
import pytest

from loket.microdata.codebook import (
    Bilingual,
    Codebook,
    DataFile,
    Missing,
    Study,
    ValueLabel,
    Variable,
)
from loket.microdata.formats import syntax
from loket.microdata.formats.fitting import Fitted
from loket.microdata.tables import write_tables

HOSTILE = "Kota's \"desa\" $x `y' %z &q"


@pytest.fixture
def fitted(tmp_path: Path) -> Fitted:
    """The description of rt.csv, which is written beside it."""
    file = DataFile(
        "rt",
        (
            Variable(
                "R105",
                label=Bilingual(HOSTILE),
                values=(ValueLabel(1, Bilingual(HOSTILE)), ValueLabel(9, Bilingual("Tak tahu"))),
                missing=Missing((9,), ((90.0, float("inf")),)),
                measure="nominal",
                width=1,
                display_format="F3.0",
            ),
            Variable("NAMA", "text", width=8, values=(ValueLabel("x", Bilingual("iks")),)),
            Variable("TGL", "date"),
            Variable("JAM", "datetime"),
            Variable("W", width=9, decimals=3),
        ),
    )
    table = pa.table(
        {
            "R105": pa.array([1, 9, None], pa.int8()),
            "NAMA": ['é,"q"', "x", None],
            "TGL": [datetime.date(2024, 3, 1), None, datetime.date(1950, 1, 2)],
            "JAM": pa.array(
                [datetime.datetime(2024, 3, 1, 10, 20, 30), None, None],  # noqa: DTZ001
                pa.timestamp("us"),
            ),
            "W": [1.125, None, -2.5],
        }
    )
    book = Codebook(Study("s"), (file,))
    (written,) = write_tables(book, {"rt": table}, tmp_path, format="csv")
    return written.fitted


def run(folder: Path, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    command = [found, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_run_in_pspp(fitted: Fitted, tmp_path: Path) -> None:
    said = syntax.spss("rt.csv", fitted) + "SAVE OUTFILE='rt.sav'.\n"
    (tmp_path / "rt.sps").write_text(said, "utf-8")

    run(tmp_path, "pspp", "-o", "out.txt", "rt.sps")

    columns, metadata = pyreadstat.read_sav(
        tmp_path / "rt.sav", output_format="dict", user_missing=True
    )
    assert list(columns["R105"]) == [1, 9, None]
    assert list(columns["NAMA"]) == ['é,"q"', "x", ""]
    assert columns["TGL"][2] == datetime.date(1950, 1, 2)
    assert columns["JAM"][0] == datetime.datetime(2024, 3, 1, 10, 20, 30)  # noqa: DTZ001
    assert list(columns["W"]) == [1.125, None, -2.5]
    assert metadata.column_names_to_labels["R105"] == HOSTILE
    assert metadata.variable_value_labels["R105"] == {1: HOSTILE, 9: "Tak tahu"}
    assert {"lo": 9.0, "hi": 9.0} in metadata.missing_ranges["R105"]
    assert metadata.variable_measure["R105"] == "nominal"


def test_run_in_r(fitted: Fitted, tmp_path: Path) -> None:
    said = (
        syntax.r("rt.csv", fitted)
        + """
stopifnot(
  identical(as.numeric(data$R105), c(1, 9, NA)), names(attr(data$R105, "labels"))[2] == "Tak tahu",
  nchar(attr(data$R105, "label")) == LENGTH, attr(data$R105, "na_values") == 9,
  identical(attr(data$R105, "na_range"), c(90, Inf)),
  identical(as.character(data$NAMA)[1:2], c('é,"q"', "x")), is.na(data$NAMA[3]),
  identical(data$TGL[3], as.Date("1950-01-02")), identical(data$W[1], 1.125)
)
"""
    )
    (tmp_path / "rt.R").write_text(said.replace("LENGTH", str(len(HOSTILE))), "utf-8")

    run(tmp_path, "Rscript", "--vanilla", "rt.R")


def test_name_columns_by_place_for_stata(fitted: Fitted) -> None:
    said = syntax.stata("rt.csv", fitted).splitlines()

    assert "stringcols(2 3 4)" in said[1]
    assert said[2:7] == [f"rename v{n} {name}" for n, name in enumerate(fitted.file.names, 1)]
    assert '  */ 9 `"Tak tahu"\'' in said
    assert not [line for line in said if "$x" in line.replace("\\$", "")]


def test_define_formats_for_sas(fitted: Fitted) -> None:
    said = syntax.sas("rt.xpt", fitted)

    assert "    9 = 'Tak tahu'" in said
    assert "    1 = '" + HOSTILE.replace("'", "''") + "'" in said
    assert "value $v2_\n    'x' = 'iks'" in said
    assert "format R105 v1_." in said
    assert "%xpt2loc(libref=work, filespec='rt.xpt');" in said
