"""R's .rds: what R and a reader by others make of ours, and we of R's."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import rdata
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.microdata.codebook import (
    Bilingual,
    Codebook,
    DataFile,
    Missing,
    Study,
    ValueLabel,
    Variable,
)
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.readers import open_source
from loket.microdata.tables import write_tables

HAVEN_SAYS = """
library(haven)
d <- readRDS(commandArgs(TRUE)[1])
stopifnot(
  is.data.frame(d), nrow(d) == 4, identical(attr(d, "label"), "Rumah tangga"),
  inherits(d$KODE, "haven_labelled_spss"),
  identical(as.vector(unclass(d$KODE))[1:2], c(1, 9)),
  identical(attr(d$KODE, "label"), "Tempat tinggal"),
  identical(attr(d$KODE, "labels"), c("Kota" = 1, "Tidak tahu" = 9)),
  identical(attr(d$KODE, "na_values"), 9), identical(attr(d$KODE, "na_range"), c(90, Inf)),
  identical(attr(d$KODE, "format.spss"), "F8.2"),
  identical(is.na(d$KODE), c(FALSE, TRUE, TRUE, TRUE)),
  identical(na_tag(d$TANDA), c(NA, "a", NA, NA)),
  names(attr(d$TANDA, "labels")) == "Tak ditanya",
  identical(as.character(d$NAMA), c("\\u00e9", "", NA, "x")),
  identical(Encoding(unclass(d$NAMA)[1]), "UTF-8"),
  identical(d$TGL[1:2], as.Date(c("2024-03-01", NA))),
  format(d$JAM[1]) == "2024-03-01 10:20:30", attr(d$JAM, "tzone") == "UTC"
)
"""
MADE_BY_R = """
out <- commandArgs(TRUE)[1]
d <- data.frame(x = 1:3, s = c("a", "\\u00e9", NA), f = factor(c("L", "P", "L"), c("P", "L")),
  o = ordered(c("rendah", "tinggi", NA), c("rendah", "tinggi")), b = c(TRUE, NA, FALSE),
  d = as.Date(c("2020-01-01", NA, "1950-05-05")), n = c(1.5, NA, NaN), k = sort(c(3.5, 2, 1)),
  t = as.POSIXct(c("2020-01-01 10:00:00", NA, "1950-05-05"), tz = "UTC",
    tryFormats = c("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")))
saveRDS(d, file.path(out, "tiga.rds"))
saveRDS(d, file.path(out, "dua.rds"), version = 2, compress = "xz")
saveRDS(d, file.path(out, "polos.rds"), compress = FALSE)
saveRDS(d, file.path(out, "bzip.rds"), compress = "bzip2")
saveRDS(1:3, file.path(out, "angka.rds"))
d$l <- list(1, 2, 3)
saveRDS(d, file.path(out, "daftar.rds"))
"""


@pytest.fixture
def rscript(tmp_path: Path) -> Any:
    """Run R code with one argument; it fails when R does."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not installed")

    def run(code: str, argument: Path) -> None:
        script = tmp_path / "script.R"
        script.write_text(code, "utf-8")
        command = [program, "--vanilla", str(script), str(argument)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if "there is no package called" in done.stderr:
            pytest.skip("the R package haven is not installed")
        assert done.returncode == 0, done.stderr

    return run


def written(folder: Path, file: DataFile, table: pa.Table) -> Path:
    book = Codebook(Study("s"), (file,))
    (made,) = write_tables(book, {file.name: table}, folder, format="rds")
    return made.path


@pytest.fixture
def rds(tmp_path: Path) -> Path:
    file = DataFile(
        "rt",
        (
            Variable(
                "KODE",
                label=Bilingual("Tempat tinggal"),
                values=(ValueLabel(1, Bilingual("Kota")), ValueLabel(9, Bilingual("Tidak tahu"))),
                missing=Missing((9,), ((90.0, float("inf")),)),
                measure="nominal",
                display_format="F8.2",
            ),
            Variable(
                "NAMA", "text", missing=Missing(("x",)), values=(ValueLabel("x", Bilingual("X")),)
            ),
            Variable("TGL", "date"),
            Variable("JAM", "datetime"),
            Variable("TANDA", tags=(("a", Bilingual("Tak ditanya")),)),
        ),
        label=Bilingual("Rumah tangga"),
    )
    table = pa.table(
        {
            "KODE": pa.array([1, 9, None, 95], pa.int8()),
            "NAMA": ["é", "", None, "x"],
            "TGL": [datetime.date(2024, 3, 1), None, datetime.date(1899, 12, 31), None],
            "JAM": pa.array(
                [datetime.datetime(2024, 3, 1, 10, 20, 30), None, None, None],  # noqa: DTZ001
                pa.timestamp("us"),
            ),
            "TANDA": [1.5, None, None, -0.1],
            "TANDA@tag": [None, "a", None, None],
        }
    )
    return written(tmp_path, file, table)


def test_is_what_haven_expects(rds: Path, rscript: Any) -> None:
    rscript(HAVEN_SAYS, rds)


def test_is_read_by_rdata(rds: Path) -> None:
    with pytest.warns(UserWarning, match="Missing constructor"):
        frame = rdata.conversion.convert(rdata.parser.parse_file(rds))

    assert list(frame["KODE"])[:2] == [1.0, 9.0]
    assert list(frame["NAMA"])[:2] == ["é", ""]
    assert frame["TANDA"].iloc[3] == -0.1


def test_comes_back_as_it_was(rds: Path) -> None:
    source = open_source(rds)

    batches: list[pa.RecordBatch] = []
    source.feed(batches.append)
    found = pa.Table.from_batches(batches).to_pydict()
    assert found["NAMA"] == ["é", "", None, "x"]
    assert found["TGL"][2] == datetime.date(1899, 12, 31)
    assert found["TANDA@tag"] == [None, "a", None, None]
    kode, *_, tanda = source.file.variables
    assert kode.missing == Missing((9,), ((90.0, float("inf")),))
    assert (kode.measure, kode.display_format) == ("nominal", "F8.2")
    assert tanda.tags == (("a", Bilingual("Tak ditanya")),)


@pytest.mark.parametrize("name", ["tiga", "dua", "polos", "bzip"])
def test_reads_what_r_wrote(tmp_path: Path, rscript: Any, name: str) -> None:
    rscript(MADE_BY_R, tmp_path)

    source = open_source(tmp_path / f"{name}.rds")

    batches: list[pa.RecordBatch] = []
    source.feed(batches.append)
    found = pa.Table.from_batches(batches).to_pydict()
    assert found["x"] == [1, 2, 3]
    assert found["s"] == ["a", "é", None]
    assert found["f"] == [2, 1, 2]
    assert found["o"] == [1, 2, None]
    assert found["b"] == [1, None, 0]
    assert found["d"] == [datetime.date(2020, 1, 1), None, datetime.date(1950, 5, 5)]
    assert found["n"] == [1.5, None, None]
    assert found["k"] == [1.0, 2.0, 3.5]
    assert found["t"][1] is None
    factor = source.file.variable("f")
    assert [(v.code, v.label.id) for v in factor.values] == [(1, "P"), (2, "L")]
    assert source.file.variable("o").measure == "ordinal"


@pytest.mark.parametrize(("name", "said"), [("angka", "data frame"), ("daftar", "type 19")])
def test_says_why_it_does_not_read_other_objects(
    tmp_path: Path, rscript: Any, name: str, said: str
) -> None:
    rscript(MADE_BY_R, tmp_path)

    with pytest.raises(UnreadableFile, match=said):
        open_source(tmp_path / f"{name}.rds")


def test_holds_more_rows_than_a_block(tmp_path: Path) -> None:
    numbers = list(range(40_000))
    texts = [f"kode {n % 977}" for n in numbers]
    file = DataFile("besar", (Variable("N"), Variable("T", "text", width=9)))

    path = written(tmp_path, file, pa.table({"N": numbers, "T": texts}))

    batches: list[pa.RecordBatch] = []
    open_source(path).feed(batches.append)
    assert pa.Table.from_batches(batches).to_pydict() == {"N": numbers, "T": texts}
    assert not list(tmp_path.glob(".*"))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_is_told_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("rusak")
    file = DataFile("r", (Variable("A", label=Bilingual("a")), Variable("T", "text")))
    path = written(folder, file, pa.table({"A": [1.5, None], "T": ["x", "yy"]}))
    plain = bytearray(gzip.decompress(path.read_bytes()))
    for _ in range(data.draw(st.integers(1, 4))):
        plain[data.draw(st.integers(0, len(plain) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(plain[: data.draw(st.integers(0, len(plain)))])

    with contextlib.suppress(UnreadableFile):
        open_source(path).feed(lambda batch: None)
