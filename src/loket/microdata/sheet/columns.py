"""The columns of a codebook sheet: their headings, and the words that stand for a kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from loket.microdata.codebook import Bilingual, Kind, Measure

SUFFIXES = frozenset({".xlsx", ".csv", ".tsv", ".txt"})
SHEET = "Buku kode"


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its Indonesian heading, other headings that are taken for it, what it holds."""

    name: str
    others: tuple[str, ...]
    says: Bilingual


HEADINGS: Mapping[str, Heading] = {
    "file": Heading(
        "berkas",
        ("file", "nama berkas", "file name"),
        Bilingual(
            "nama berkas data tanpa akhiran; kosong berarti sama dengan baris di atasnya",
            "name of the data file without its suffix; empty: as the row above",
        ),
    ),
    "variable": Heading(
        "variabel",
        ("variable", "nama variabel", "variable name", "nama", "name"),
        Bilingual(
            "nama variabel, satu baris setiap variabel; kosong pada baris kode berikutnya",
            "name of the variable, one row each; empty on the rows of its further codes",
        ),
    ),
    "label": Heading("label", ("label_id", "keterangan"), Bilingual("label", "label")),
    "label_en": Heading(
        "label_en", ("label (english)",), Bilingual("label Inggris", "English label")
    ),
    "kind": Heading(
        "jenis",
        ("type", "tipe", "kind"),
        Bilingual("angka, teks, tanggal, atau waktu", "number, text, date, or datetime"),
    ),
    "width": Heading(
        "lebar", ("width", "panjang", "length"), Bilingual("banyaknya huruf", "characters")
    ),
    "decimals": Heading("desimal", ("decimals",), Bilingual("angka di belakang koma", "decimals")),
    "code": Heading(
        "kode",
        ("code", "codes", "nilai", "value"),
        Bilingual(
            "satu kode, artinya di kolom arti; atau 1=Ya; 2=Tidak dalam satu sel; .a-.z Stata",
            "one code, its meaning in the next column; or 1=Yes; 2=No in one cell; .a-.z of Stata",
        ),
    ),
    "meaning": Heading(
        "arti", ("meaning", "label nilai", "value label"), Bilingual("arti kode", "its meaning")
    ),
    "meaning_en": Heading(
        "arti_en", ("meaning_en",), Bilingual("arti Inggris", "its meaning in English")
    ),
    "missing": Heading(
        "hilang",
        ("missing", "nilai hilang", "missing values"),
        Bilingual(
            "kode nilai hilang: 98, 99 atau 90..99 atau 900.. (sampai terbesar)",
            "codes of missing values: 98, 99 or 90..99 or 900.. (to the highest)",
        ),
    ),
    "measure": Heading(
        "skala",
        ("measure", "scale", "skala ukur"),
        Bilingual("nominal, ordinal, atau skala", "nominal, ordinal, or scale"),
    ),
    "question": Heading(
        "pertanyaan", ("question",), Bilingual("bunyi pertanyaan", "the question")
    ),
    "universe": Heading("cakupan", ("universe",), Bilingual("cakupan responden", "universe")),
    "notes": Heading("catatan", ("notes", "note"), Bilingual("catatan", "notes")),
}
KINDS: Mapping[str, Kind] = {
    "angka": "numeric",
    "numerik": "numeric",
    "numeric": "numeric",
    "number": "numeric",
    "n": "numeric",
    "teks": "text",
    "karakter": "text",
    "text": "text",
    "string": "text",
    "character": "text",
    "c": "text",
    "tanggal": "date",
    "date": "date",
    "d": "date",
    "waktu": "datetime",
    "datetime": "datetime",
    "t": "datetime",
}
KIND_WORDS: Mapping[Kind, str] = {
    "numeric": "angka",
    "text": "teks",
    "date": "tanggal",
    "datetime": "waktu",
}
MEASURES: Mapping[str, Measure] = {
    "nominal": "nominal",
    "ordinal": "ordinal",
    "skala": "scale",
    "rasio": "scale",
    "interval": "scale",
    "scale": "scale",
    "ratio": "scale",
}


def column_of(heading: str) -> str | None:
    """Return which column a heading names, or None."""
    folded = " ".join(heading.split()).casefold()
    for word, known in HEADINGS.items():
        if folded in {known.name, word, *known.others}:
            return word
    return None
