"""Saying on every part of a sample that it is one."""

from __future__ import annotations

from dataclasses import replace

from loket.microdata.codebook import Bilingual, Codebook

MARK = Bilingual("CONTOH – BUKAN DATA RIIL", "SAMPLE – NOT REAL DATA")
REAL_MARK = Bilingual("CONTOH – SEBAGIAN KECIL DATA", "SAMPLE – A SMALL PART OF THE DATA")
_STRUCTURE = Bilingual(
    "Setiap nilai dibangkitkan sendiri-sendiri dari sebaran yang sudah diumumkan; tidak ada "
    "baris yang berasal dari responden. Nama, tipe, label dan lebar variabel sama dengan berkas "
    "akhir. Tidak dapat dipakai untuk analisis.",
    "Every value is drawn by itself from distributions already published; no row comes from a "
    "respondent. Names, types, labels and widths are those of the final files. Not usable for "
    "analysis.",
)
_REAL = Bilingual(
    "Baris terpilih setelah pemeriksaan risiko pengungkapan dan persetujuan petugas.",
    "Rows chosen after a check of the risk of disclosure and an officer's approval.",
)


def marked(codebook: Codebook, definition_id: str, *, real: bool = False) -> Codebook:
    """Return ``codebook`` with the mark in its title and notes, and in every file's label."""
    mark = REAL_MARK if real else MARK
    said = note(definition_id, real=real)
    study = codebook.study
    files = tuple(
        replace(
            file,
            label=Bilingual(
                f"{mark.id}: {file.label.said_in('id') or file.name}",
                f"{mark.en}: {file.label.said_in('en') or file.name}",
            ),
            notes=_joined(said, file.notes),
        )
        for file in codebook.files
    )
    title = Bilingual(
        f"{mark.id}: {study.title.said_in('id') or study.idno}",
        f"{mark.en}: {study.title.said_in('en') or study.idno}",
    )
    return replace(
        codebook, study=replace(study, title=title, notes=_joined(said, study.notes)), files=files
    )


def note(definition_id: str, *, real: bool = False) -> str:
    """Return the paragraph, in both languages, that goes with a sample."""
    mark, text = (REAL_MARK, _REAL) if real else (MARK, _STRUCTURE)
    return f"{mark.id}. {text.id} / {mark.en}. {text.en} / Definisi: {definition_id}"


def _joined(first: str, second: str) -> str:
    return f"{first}\n{second}" if second else first
