"""Files that other programs wrote: old Stata, SPSS portable, SAS."""

from __future__ import annotations

import contextlib
import datetime
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import Bilingual, DataFile, Missing, Variable
from loket.microdata.definition.model import Definition
from loket.microdata.errors import UnreadableFile
from loket.microdata.extract import extract
from loket.microdata.formats.readers import open_source
from loket.microdata.formats.source import Source
from loket.microdata.importing import import_study

IRIS = Path(__file__).parent / "data" / "iris.sas7bdat"
# Stata's releases and the number of the format that each writes.
RELEASES = {8: 113, 10: 114, 12: 115, 13: 117, 14: 118, 15: 119}


def rows(source: Source) -> dict[str, list[object]]:
    batches: list[pa.RecordBatch] = []
    source.feed(batches.append)
    return dict(pa.Table.from_batches(batches, schema=source.schema).to_pydict())


@pytest.mark.parametrize("release", sorted(RELEASES))
def test_reads_stata_from_release_8_on(tmp_path: Path, release: int) -> None:
    path = tmp_path / "lama.dta"
    frame = pd.DataFrame(
        {"kode": [1.0, 2.0, None], "nama": ["a", "bb", ""], "w": [0.5, -1.5, 9e9]}
    )
    pyreadstat.write_dta(
        frame,
        path,
        version=release,
        file_label="Berkas lama",
        column_labels=["Kode wilayah", "Nama", "Penimbang"],
        variable_value_labels={"kode": {1: "satu", 2: "dua"}},
    )

    source = open_source(path)

    head = path.read_bytes()[:120]
    assert f"<release>{RELEASES[release]}".encode() in head or head[0] == RELEASES[release]
    found = rows(source)
    assert found["kode"] == [1, 2, None]
    assert [text or "" for text in found["nama"]] == ["a", "bb", ""]
    assert found["w"] == [0.5, -1.5, 9e9]
    kode = source.file.variable("kode")
    assert kode.label.id == "Kode wilayah"
    assert [(v.code, v.label.id) for v in kode.values] == [(1, "satu"), (2, "dua")]


@pytest.mark.parametrize("release", [8, 12, 14])
def test_keeps_all_kinds_of_stata_missing_values(tmp_path: Path, release: int) -> None:
    letters = [chr(n) for n in range(ord("a"), ord("z") + 1)]
    path = tmp_path / "hilang.dta"
    pyreadstat.write_dta(
        pd.DataFrame({"x": pd.Series([1.5, None, *letters], dtype=object)}),
        path,
        version=release,
        missing_user_values={"x": letters},
        variable_value_labels={"x": {"a": "menolak", "z": "tidak ditanya"}},
    )

    source = open_source(path)

    found = rows(source)
    assert found["x"] == [1.5, *[None] * 27]
    assert found["x@tag"] == [None, None, *letters]
    tags = dict(source.file.variable("x").tags)
    assert (tags["a"].id, tags["z"].id, tags["m"].id) == ("menolak", "tidak ditanya", "")


def test_writes_all_kinds_of_stata_missing_values(
    make_edition: MakeEdition, tmp_path: Path
) -> None:
    letters = [chr(n) for n in range(ord("a"), ord("z") + 1)]
    tags = tuple((letter, Bilingual(f"arti {letter}")) for letter in letters)
    variables = (Variable("x", tags=tags), Variable("n", tags=tags[:1]))
    table = pa.table(
        {
            "x": [1.5, None, *[None] * 26],
            "n": pa.array([7, *[None] * 27], pa.int8()),
            "x@tag": [None, None, *letters],
            "n@tag": [None, "a", *[None] * 26],
        }
    )

    (written,) = extract(
        make_edition((DataFile("t", variables), table)), Definition("", format="dta"), tmp_path
    )

    frame, metadata = pyreadstat.read_dta(written.path, user_missing=True)
    assert list(frame["x"])[2:] == letters
    assert frame["n"].iloc[1] == "a"
    assert metadata.missing_user_values["x"] == letters
    assert metadata.variable_value_labels["x"]["m"] == "arti m"
    again = import_study([written.path], tmp_path / "lagi")
    found = pq.read_table(tmp_path / "lagi" / "t.parquet").to_pydict()
    assert found["x@tag"] == [None, None, *letters]
    assert again.codebook.file("t").variable("x").tags == tags


PORTABLE = """
DATA LIST LIST NOTABLE /kode (F2.0) nama (A5) tgl (SDATE10) lama (TIME10).
BEGIN DATA
1 abc 2024-03-01 45:30:00
9 de 1950-01-02 00:10:00
. '' . .
END DATA.
VARIABLE LABELS kode 'Kode wilayah'.
VALUE LABELS kode 1 'satu' 9 'tidak tahu'.
MISSING VALUES kode (9, 90 THRU 99).
EXPORT OUTFILE='pspp.por'.
"""


def test_reads_spss_portable_of_pspp(tmp_path: Path) -> None:
    program = shutil.which("pspp")
    if program is None:
        pytest.skip("PSPP is not installed")
    (tmp_path / "por.sps").write_text(PORTABLE, "utf-8")
    done = subprocess.run([program, "por.sps"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout

    source = open_source(tmp_path / "pspp.por")

    found = rows(source)
    assert found["KODE"] == [1, 9, None]
    assert found["NAMA"] == ["abc", "de", None]
    assert found["TGL"] == [datetime.date(2024, 3, 1), datetime.date(1950, 1, 2), None]
    assert found["LAMA"] == [45.5 * 3_600, 600, None]
    kode = source.file.variable("KODE")
    assert kode.label.id == "Kode wilayah"
    assert [(v.code, v.label.id, v.missing) for v in kode.values] == [
        (1, "satu", False),
        (9, "tidak tahu", True),
    ]
    assert kode.missing == Missing((9,), ((90.0, 99.0),))


def test_reads_spss_portable_of_pyreadstat(tmp_path: Path) -> None:
    frame = pd.DataFrame({"A": [1.0, -2.5, None], "T": ["x", "", "yy"]})
    pyreadstat.write_por(frame, tmp_path / "a.por", column_labels=["Angka", "Teks"])

    source = open_source(tmp_path / "a.por")

    found = rows(source)
    assert found == {"A": [1, -2.5, None], "T": ["x", None, "yy"]}
    assert source.file.variable("T").label.id == "Teks"


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_tells_of_damage_in_portable_files_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("por") / "a.por"
    pyreadstat.write_por(pd.DataFrame({"A": [1.0, -2.5], "T": ["x", "yy"]}), path)
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(456, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])

    with contextlib.suppress(UnreadableFile):
        open_source(path).feed(lambda batch: None)


def test_reads_sas7bdat(tmp_path: Path) -> None:
    source = open_source(IRIS)

    found = rows(source)
    assert source.file.names == (
        "Sepal_Length",
        "Sepal_Width",
        "Petal_Length",
        "Petal_Width",
        "Species",
    )
    assert len(found["Species"]) == 150
    assert found["Sepal_Length"][:3] == [5.1, 4.9, 4.7]
    assert sorted(set(found["Species"])) == ["setosa", "versic", "virgin"]
    assert import_study([IRIS], tmp_path / "e").codebook.present[0].rows == 150


@pytest.mark.parametrize("share", [0.2, 0.7, 0.99])
def test_names_a_truncated_sas7bdat(tmp_path: Path, share: float) -> None:
    whole = IRIS.read_bytes()
    (tmp_path / "potong.sas7bdat").write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(UnreadableFile, match=r"potong\.sas7bdat"):
        import_study([tmp_path / "potong.sas7bdat"], tmp_path / "e")

    assert not (tmp_path / "e").exists()
