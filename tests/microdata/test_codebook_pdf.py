"""The PDF codebook …"""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pytest

from loket.microdata.codebook import (
    Bilingual,
    DataFile,
    Language,
    Missing,
    Question,
    Study,
    ValueLabel,
    Variable,
)
from loket.microdata.codebook_pdf import codebook_pdf
from loket.microdata.formats.fitting import fit
from loket.microdata.formats.limits import DBF, SAV

STUDY = Study("uji-2024", Bilingual("Survei <uji> #1", "Trial survey"), producers=("BPS",))


def variable(number: int) -> Variable:
    return Variable(
        f"R{number}",
        label=Bilingual(f"Pertanyaan {number}", f"Question {number}"),
        values=tuple(ValueLabel(n, Bilingual(f"arti {n}", f"meaning {n}")) for n in range(4)),
        missing=Missing((9,)),
        question=Question(literal=f"Apakah *ini* pertanyaan {number}?"),
    )


def made(file: DataFile, language: Language = "id") -> bytes:
    fitted = fit(file, SAV, language)
    return codebook_pdf(STUDY, [("rt.sav", 7, fitted)], "BPS (2024). Survei.", language)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_holds_every_variable_of_a_wide_file() -> None:
    pdf = made(DataFile("rt", tuple(map(variable, range(260)))))

    said = text_of(pdf)
    assert all(f"Pertanyaan {n}" in said for n in range(260))
    assert "Apakah *ini* pertanyaan 259?" in said
    assert "arti 3" in said
    assert "Survei <uji> #1" in said
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "id"
        assert len(document.pages) > 10


def test_speaks_english_too() -> None:
    said = text_of(made(DataFile("rt", (variable(1),)), "en"))

    assert "Codebook" in said
    assert "Question 1" in said
    assert "meaning 2" in said


def test_is_the_same_to_the_byte_when_made_again() -> None:
    file = DataFile("rt", (variable(1), variable(2)))

    assert made(file) == made(file)


@pytest.mark.parametrize("text", ["#panic()", "a\u202eb", "漢字", "x" * 400, "\U0001f600", '"\\'])
def test_takes_any_text(text: str) -> None:
    label = Bilingual(text)
    values = (ValueLabel(text, label),)
    file = DataFile("rt", (Variable("A", "text", label, values=values, notes=text),), label=label)

    assert made(file).startswith(b"%PDF")


def test_gives_the_name_in_the_master_where_the_format_cut_it() -> None:
    file = DataFile("rt", (Variable("PENDAPATAN_RUMAH_TANGGA"),))
    fitted = fit(file, DBF, "id")

    said = text_of(codebook_pdf(STUDY, [("rt.dbf", 0, fitted)], "", "id"))

    assert "PENDAPATAN_RUMAH_TANGGA" in said.replace(" ", "")
    assert "PENDAPATAN" in said
