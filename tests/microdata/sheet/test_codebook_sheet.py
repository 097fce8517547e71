"""A codebook sheet …"""

from __future__ import annotations

import string
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.microdata.__main__ import main
from loket.microdata.codebook import (
    Bilingual,
    Codebook,
    DataFile,
    Kind,
    Missing,
    Question,
    Study,
    ValueLabel,
    Variable,
)
from loket.microdata.errors import UnreadableFile
from loket.microdata.importing import import_study
from loket.microdata.sandbox import import_safely
from loket.microdata.sheet import read_sheet, write_sheet
from loket.microdata.sheet.columns import HEADINGS

SHEET = """berkas;variabel;label;jenis;kode;arti;hilang;skala;pertanyaan
rt;R101;Provinsi;teks;33;Jawa Tengah;;nominal;
;;;;34;DI Yogyakarta;;;
;R301;Banyaknya anggota;angka;;;98, 99;skala;Berapa orang?
;R105;Kota/desa;angka;1=Kota; 2=Desa;;;
"""
PLAIN = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
WORDS = st.text(PLAIN, max_size=20).filter(lambda s: "=" not in s)
FULL = st.builds(Bilingual, WORDS, WORDS)


def written(folder: Path, said: str, name: str = "buku.csv") -> Path:
    path = folder / name
    path.write_text(said, "utf-8")
    return path


@st.composite
def variables(draw: st.DrawFn, name: str) -> Variable:
    kind: Kind = draw(st.sampled_from(["numeric", "text", "date", "datetime"]))
    codes = st.text(string.ascii_letters + string.digits, min_size=1, max_size=4)
    missing = Missing()
    if kind == "numeric":
        codes = st.one_of(st.integers(-99, 999), st.sampled_from([0.5, -1.25]))
        ranges = draw(st.sampled_from([(), ((90.0, float("inf")),), ((-9.0, -1.5),)]))
        missing = Missing(tuple(draw(st.lists(codes, max_size=2, unique=True))), ranges)
    values = draw(st.dictionaries(codes, FULL.filter(bool), max_size=3))
    return Variable(
        name,
        kind,
        draw(FULL),
        draw(st.integers(0, 300)),
        draw(st.integers(0, 9)) if kind == "numeric" else 0,
        tuple(ValueLabel(c, said, missing.covers(c)) for c, said in values.items()),
        missing,
        draw(st.sampled_from([(), (("a", Bilingual("tak ada")),)])) if kind == "numeric" else (),
        draw(st.sampled_from(["", "nominal", "ordinal", "scale"])),
        universe=draw(WORDS),
        question=Question(literal=draw(WORDS)),
        notes=draw(WORDS),
    )


@settings(max_examples=25, deadline=None)
@given(data=st.data(), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_says_again_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, suffix: str
) -> None:
    names = data.draw(
        st.lists(
            st.text(string.ascii_letters, min_size=1, max_size=8),
            min_size=1,
            max_size=4,
            unique_by=str.casefold,
        )
    )
    file = DataFile("rt", tuple(data.draw(variables(n)) for n in names))
    path = tmp_path_factory.mktemp("lembar") / f"buku{suffix}"

    write_sheet(Codebook(Study(""), (file,)), path)

    assert read_sheet(path).files == (file,)


def test_describes_a_csv_at_import(tmp_path: Path) -> None:
    sheet = written(tmp_path, SHEET.replace("1=Kota; 2=Desa", '"1=Kota; 2=Desa"'))
    (tmp_path / "rt.csv").write_text("R101,R301,R105\n33,4,1\n34,99,2\n", "utf-8")

    edition = import_study([tmp_path / "rt.csv"], tmp_path / "e", ddi=sheet)

    province, members, urban = edition.codebook.file("rt").variables
    assert province.kind == "text"
    assert province.label_of("34", "id") == "DI Yogyakarta"
    assert members.missing == Missing((98, 99))
    assert (members.measure, members.question.literal) == ("scale", "Berapa orang?")
    assert urban.label_of(2, "id") == "Desa"
    assert pq.read_table(edition.master(edition.codebook.file("rt")))["R101"].to_pylist() == [
        "33",
        "34",
    ]


def test_without_names_of_files_describes_every_file(tmp_path: Path) -> None:
    sheet = written(tmp_path, "nama\tlabel\nA\tHuruf a\n", "buku.tsv")
    for name in ("satu", "dua"):
        (tmp_path / f"{name}.csv").write_text("A\n1\n", "utf-8")

    edition = import_safely(
        [tmp_path / "satu.csv", tmp_path / "dua.csv"], tmp_path / "e", ddi=sheet
    )

    assert [f.name for f in edition.codebook.files] == ["dua", "satu"]
    assert {v.label.id for _, v in edition.codebook.variables()} == {"Huruf a"}
    assert edition.codebook.study.idno == "e"


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("variabel,jenis\nA,bulat\n", ["baris/row 2, kolom/column 'jenis'", "angka"]),
        ("variable,codes,meaning\nA,x,Ya\n", ["baris/row 2, kolom/column 'codes'", "'x'"]),
        ("variabel,hilang\nA,1\nB,x..2\n", ["baris/row 3, kolom/column 'hilang'"]),
        ("variabel\nA\nB\na\n", ["baris/row 4, kolom/column 'variabel'", "baris 2"]),
        ("variabel,kode,arti\nA,1,x\n,1,y\n", ["baris/row 3, kolom/column 'kode'", "ganda"]),
        ("variabel,desimal,lebar\nA,-1,1e3\n", ["'desimal'", "'lebar'"]),
        ("variabel,kode,arti\n,1,x\n", ["baris/row 2, kolom/column 'variabel'"]),
        ("variabel,kode,arti\nA,,x\n", ["baris/row 2, kolom/column 'kode'"]),
        ("nomor,isi\n1,2\n", ["tidak ada kolom variabel"]),
    ],
)
def test_tells_every_mistake_with_its_row_and_column(
    tmp_path: Path, said: str, places: list[str]
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_sheet(written(tmp_path, said))

    assert all(place in caught.value.id for place in places)
    assert caught.value.place == "buku.csv"


@pytest.mark.parametrize("name", ["buku.xlsx", "buku.csv", "buku.doc"])
def test_refuses_what_is_no_sheet(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\x00\xff bukan")

    with pytest.raises(UnreadableFile, match="buku"):
        read_sheet(tmp_path / name)


def test_can_be_had_empty_or_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rt.csv").write_text("KODE,BERAT\n01,1.5\n", "utf-8")

    assert main(["sheet", str(tmp_path / "kosong.xlsx")]) == 0
    assert main(["sheet", str(tmp_path / "isi.csv"), "--from", str(tmp_path / "rt.csv")]) == 0
    assert main(["sheet", str(tmp_path / "isi.csv")]) == 2

    assert "sudah ada" in capsys.readouterr().err
    with (tmp_path / "kosong.xlsx").open("rb") as stream:
        book = openpyxl.load_workbook(stream)
        assert [cell.value for cell in book["Buku kode"][1]][:3] == ["berkas", "variabel", "label"]
        assert "Petunjuk" in book.sheetnames
    (file,) = read_sheet(tmp_path / "isi.csv").files
    assert [(v.name, v.kind) for v in file.variables] == [("KODE", "text"), ("BERAT", "numeric")]


def test_is_documented_column_by_column() -> None:
    page = (Path(__file__).parents[3] / "docs" / "codebook-sheet.md").read_text("utf-8")

    for heading in HEADINGS.values():
        assert f"| `{heading.name}` |" in page
        assert heading.says.id in page
        assert all(f"`{other}`" in page for other in heading.others)
