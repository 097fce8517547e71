"""The texts that travel with a map: README, the result of the check, and the checksums."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from loket.areamaps.attributes import Table
from loket.areamaps.comparison import Comparison
from loket.areamaps.crs import OFFERED
from loket.areamaps.formats import WrittenMap
from loket.areamaps.layers import AreaLayer

NOT_OFFICIAL = (
    "BUKAN PETA BATAS ADMINISTRASI RESMI",
    "NOT A MAP OF OFFICIAL ADMINISTRATIVE BOUNDARIES",
)
"""The label every delivered map carries, Indonesian and English."""

_COLUMNS = {
    "idprov": ("kode provinsi, 2 angka", "province code, 2 digits"),
    "idkab": ("kode kabupaten/kota, 4 angka", "kabupaten/kota code, 4 digits"),
    "idkec": ("kode kecamatan, 7 angka", "kecamatan code, 7 digits"),
    "iddesa": ("kode desa/kelurahan, 10 angka", "desa/kelurahan code, 10 digits"),
    "idsls": ("kode SLS, 14 angka", "SLS code, 14 digits"),
    "idsubsls": ("kode sub-SLS, 16 angka", "sub-SLS code, 16 digits"),
    "kdprov": ("kode provinsi (2)", "province (2)"),
    "nmprov": ("nama provinsi", "name of province"),
    "kdkab": ("kode kabupaten/kota dalam provinsi (2)", "kabupaten/kota within province (2)"),
    "nmkab": ("nama kabupaten/kota", "name of kabupaten/kota"),
    "kdkec": ("kode kecamatan dalam kabupaten (3)", "kecamatan within kabupaten (3)"),
    "nmkec": ("nama kecamatan", "name of kecamatan"),
    "kddesa": ("kode desa dalam kecamatan (3)", "desa within kecamatan (3)"),
    "nmdesa": ("nama desa/kelurahan", "name of desa/kelurahan"),
    "kdsls": ("kode SLS dalam desa (4)", "SLS within desa (4)"),
    "nmsls": ("nama SLS", "name of SLS"),
    "kdsubsls": ("kode sub-SLS dalam SLS (2)", "sub-SLS within SLS (2)"),
    "nmsubsls": ("nama sub-SLS", "name of sub-SLS"),
    "sumber": ("sumber peta", "source of the map"),
    "periode": ("periode wilayah kerja", "period of the work areas"),
}
_EMPTY_NOTE = ("kosong pada peta ini", "empty on this map")
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Heading:
    """
    What a delivered map is called, and for whom it was made.

    :ivar title_id: title in Indonesian
    :ivar title_en: title in English
    :ivar publisher: the office, for the citation
    :ivar reference: the order's reference
    :ivar recipient: printed as the licensee; "" prints none
    :ivar dated: date of the release, for the citation and inside the files
    """

    title_id: str
    title_en: str
    publisher: str
    reference: str
    dated: date
    recipient: str = ""

    @property
    def citation(self) -> str:
        """How to cite the map."""
        return (
            f"{self.publisher} ({self.dated.year}). {self.title_id} "
            f"[peta digital wilayah kerja statistik]. Nomor pesanan {self.reference}."
        )


def readme(
    heading: Heading,
    layer: AreaLayer,
    table: Table,
    written: Sequence[WrittenMap],
    *,
    marked: bool,
) -> str:
    """
    Return README.txt: Indonesian first, then English.

    :param marked: whether this copy carries a fingerprint of its own, which the text discloses
    """
    halves = [_half(heading, layer, table, written, marked, language) for language in (0, 1)]
    return "\n".join([*halves[0], "", *halves[1], ""])


def check_result(heading: Heading, comparisons: Iterable[Comparison]) -> str:
    """Return PERIKSA.txt: what was compared after writing, and whether it agrees."""
    lines = [
        f"PEMERIKSAAN / CHECK  {heading.reference}",
        "",
        "Setiap berkas dibaca ulang oleh pembaca lain (bukan program penulisnya) dan dibandingkan",
        "dengan peta induk. / Each file was read back by other software than wrote it and",
        "compared with the master map.",
    ]
    for comparison in comparisons:
        verdict = "SESUAI / AGREES" if comparison.agrees else "TIDAK SESUAI / DIFFERS"
        lines += ["", f"{comparison.file_name} ({comparison.format.label}): {verdict}"]
        lines += [
            f"  {f'{line.id} / {line.en}':<40} {line.agreeing:>9} / {line.expected}"
            for line in comparison.lines
        ]
    return "\n".join([*lines, ""])


def checksums(paths: Iterable[Path]) -> str:
    """Return SHA256SUMS for files of one folder, in the order of their names."""
    return "".join(
        f"{sha256_of(path)}  {path.name}\n" for path in sorted(paths, key=lambda path: path.name)
    )


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _half(
    heading: Heading,
    layer: AreaLayer,
    table: Table,
    written: Sequence[WrittenMap],
    marked: bool,
    language: int,
) -> list[str]:
    title = (heading.title_id, heading.title_en)[language]
    return [
        title,
        "=" * len(title),
        "",
        NOT_OFFICIAL[language],
        *_MEANING[language],
        "",
        *_facts(heading, layer, written, language),
        "",
        ("Kolom", "Columns")[language],
        *_column_lines(table, language),
        "",
        ("Sitasi / kutipan", "Citation")[language],
        f"  {heading.citation}",
        "",
        *_TERMS[language],
        *(_MARKED[language] if marked else ()),
        *_VERIFYING[language],
    ]


_MEANING = (
    (
        "Batas pada peta ini adalah batas wilayah kerja statistik, yang dibuat untuk pendataan.",
        "Peta ini tidak dapat dipakai sebagai dasar penetapan atau penegasan batas wilayah.",
    ),
    (
        "Its lines bound statistical work areas, drawn for enumeration. It cannot serve to fix",
        "or confirm the boundary of any territory.",
    ),
)
_TERMS = (
    ("Penggunaan", "  Mengikuti Surat Perjanjian Penggunaan Data (SPPD) pesanan ini."),
    ("Use", "  Governed by the data use agreement (SPPD) of this order."),
)
_MARKED = (
    ("  Salinan ini ditandai khusus untuk penerimanya; bentuk dan luas wilayah tidak berubah.",),
    ("  This copy is marked for its recipient; shapes and areas are unchanged.",),
)
_VERIFYING = (
    ("", "Memeriksa keutuhan berkas", "  sha256sum -c SHA256SUMS"),
    ("", "Verifying the files", "  sha256sum -c SHA256SUMS"),
)


def _facts(
    heading: Heading, layer: AreaLayer, written: Sequence[WrittenMap], language: int
) -> list[str]:
    labels = (
        ("Nomor pesanan", "Penerima", "Penerbit", "Tanggal", "Satuan wilayah", "Jumlah wilayah"),
        ("Order", "Recipient", "Publisher", "Date", "Unit", "Number of areas"),
    )[language]
    values = (
        heading.reference,
        heading.recipient,
        heading.publisher,
        heading.dated.isoformat(),
        layer.level.label[language],
        str(len(layer)),
    )
    facts = [f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value]
    for each in written:
        files = ", ".join(path.name for path in each.files)
        system = f"{each.crs} – {OFFERED[each.crs]}"
        facts.append(f"{each.format.label} ({system}), {each.size_bytes} byte: {files}")
    return facts


def _column_lines(table: Table, language: int) -> list[str]:
    lines: list[str] = []
    for column, values in table.items():
        meaning = _COLUMNS.get(column, ("", ""))[language]
        note = "" if any(values) else f" ({_EMPTY_NOTE[language]})"
        lines.append(f"  {column:<10} {meaning}{note}".rstrip())
    return lines
