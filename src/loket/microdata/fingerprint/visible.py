"""Visible marks: whose copy this is, written where every reader of the file sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from loket.microdata.codebook import Bilingual, Codebook, DataFile


@dataclass(frozen=True, slots=True)
class Licence:
    """
    What the marks say: number of the agreement, reference of the order, date (ISO), commitment.

    The buyer is named by the agreement, so that a file that goes astray names no person.
    """

    agreement: str
    reference: str
    date: str
    commitment: str

    @property
    def text(self) -> Bilingual:
        """The sentence for notes and README."""
        return Bilingual(
            f"Salinan ini diserahkan berdasarkan SPPD {self.agreement} (pesanan "
            f"{self.reference}, {self.date}) dan ditandai tersendiri; dilarang menyerahkannya "
            f"kepada pihak lain. Komitmen kunci: {self.commitment}",
            f"This copy was delivered under agreement {self.agreement} (order "
            f"{self.reference}, {self.date}) and is individually marked; it must not be passed "
            f"on. Commitment of the key: {self.commitment}",
        )

    @property
    def short(self) -> str:
        """The mark for a file label of a few dozen characters."""
        return f"SPPD {self.agreement} / {self.reference}"

    @property
    def marks(self) -> tuple[tuple[str, str], ...]:
        """The (name, value) pairs for the README and the DDI of a package."""
        return (
            ("SPPD", self.agreement),
            ("Pesanan/order", self.reference),
            ("Tanggal/date", self.date),
            ("Komitmen kunci/commitment", self.commitment),
        )


def labelled(file: DataFile, licence: Licence) -> DataFile:
    """Return ``file`` with the mark in its label and notes."""
    said = f"{licence.text.id} / {licence.text.en}"
    label = Bilingual(
        f"{licence.short}: {file.label.said_in('id') or file.name}",
        f"{licence.short}: {file.label.said_in('en') or file.name}",
    )
    return replace(file, label=label, notes=f"{said}\n{file.notes}".strip())


def licensed(codebook: Codebook, licence: Licence) -> Codebook:
    """Return ``codebook`` with the marks in the study's notes and conditions and in every file."""
    said = f"{licence.text.id} / {licence.text.en}"
    study = codebook.study
    files = tuple(labelled(file, licence) for file in codebook.files)
    marked = replace(
        study,
        notes=f"{said}\n{study.notes}".strip(),
        conditions=f"{said}\n{study.conditions}".strip(),
    )
    return replace(codebook, study=marked, files=files)
