"""Why a file is refused or must wait, in plain words that say what to do next."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from loket.ports.scanner import JPEG, PDF, PNG, Outcome, ScanVerdict, UploadRules


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    EMBEDDED = "embedded"
    MEDIA = "media"
    FORM = "form"
    TWO_KINDS = "two_kinds"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    VIRUS = "virus"
    NOT_YET = "not_yet"


_PRINT: Final = (
    "Buka berkas itu, cetak ke PDF (Print > Save as PDF), lalu unggah hasilnya.",
    "Open the file, print it to PDF (Print > Save as PDF), and upload the result.",
)

_WORDS: Final[dict[Reason, tuple[str, str]]] = {
    Reason.EMPTY: (
        "Berkas kosong. Pilih kembali berkas yang akan diunggah.",
        "The file is empty. Choose the file to upload again.",
    ),
    Reason.TOO_LARGE: (
        "Berkas lebih besar dari {megabytes} MB. Perkecil berkas lalu unggah kembali.",
        "The file is larger than {megabytes} MB. Make it smaller and upload it again.",
    ),
    Reason.WRONG_TYPE: (
        "Jenis berkas ini tidak diterima. Unggah berkas {kinds_id}.",
        "This kind of file is not accepted. Upload a {kinds_en} file.",
    ),
    Reason.BROKEN: (
        "Berkas rusak atau tidak lengkap. Buka berkas itu di komputer Anda, simpan kembali, lalu"
        " unggah lagi.",
        "The file is damaged or incomplete. Open it on your computer, save it again, then upload"
        " it.",
    ),
    Reason.ENCRYPTED: (
        f"PDF ini dikunci dengan kata sandi atau pembatasan. {_PRINT[0]}",
        f"This PDF is locked by a password or restrictions. {_PRINT[1]}",
    ),
    Reason.JAVASCRIPT: (
        f"PDF ini berisi program (JavaScript), yang tidak diterima. {_PRINT[0]}",
        f"This PDF holds a program (JavaScript), which is not accepted. {_PRINT[1]}",
    ),
    Reason.LAUNCH: (
        f"PDF ini dapat membuka program atau berkas lain, yang tidak diterima. {_PRINT[0]}",
        f"This PDF can open other programs or files, which is not accepted. {_PRINT[1]}",
    ),
    Reason.EMBEDDED: (
        "PDF ini membawa berkas lain di dalamnya, yang tidak diterima. Unggah berkas-berkas itu"
        " satu per satu, atau cetak PDF itu ke PDF baru.",
        "This PDF carries other files inside, which is not accepted. Upload the files one by"
        " one, or print the PDF to a new PDF.",
    ),
    Reason.MEDIA: (
        f"PDF ini berisi video, suara, atau objek 3D, yang tidak diterima. {_PRINT[0]}",
        f"This PDF holds video, sound or 3D objects, which is not accepted. {_PRINT[1]}",
    ),
    Reason.FORM: (
        f"PDF ini berisi formulir dinamis (XFA), yang tidak diterima. {_PRINT[0]}",
        f"This PDF holds a dynamic form (XFA), which is not accepted. {_PRINT[1]}",
    ),
    Reason.TWO_KINDS: (
        f"Berkas ini berisi dua jenis berkas sekaligus, yang tidak diterima. {_PRINT[0]}",
        f"This file is two kinds of file at once, which is not accepted. {_PRINT[1]}",
    ),
    Reason.TOO_MANY_PAGES: (
        "PDF ini lebih dari {pages} halaman. Unggah hanya halaman yang diperlukan.",
        "This PDF has more than {pages} pages. Upload only the pages that are needed.",
    ),
    Reason.TOO_MANY_PIXELS: (
        "Gambar melebihi {megapixels} megapiksel. Perkecil ukuran gambar lalu unggah kembali.",
        "The picture exceeds {megapixels} megapixels. Make it smaller and upload it again.",
    ),
    Reason.TOO_HEAVY: (
        f"Berkas ini terlalu rumit untuk diperiksa. {_PRINT[0]}",
        f"This file is too complicated to be checked. {_PRINT[1]}",
    ),
    Reason.VIRUS: (
        "Pemindai virus menandai berkas ini berbahaya. Periksa komputer Anda dengan antivirus,"
        " lalu unggah berkas lain.",
        "The virus scanner marks this file as harmful. Check your computer with an antivirus,"
        " then upload another file.",
    ),
    Reason.NOT_YET: (
        "Berkas tersimpan dan menunggu pemeriksaan. Anda tidak perlu mengunggahnya lagi.",
        "The file is stored and waits to be checked. You need not upload it again.",
    ),
}

_KINDS: Final = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG"}


def words(reason: Reason, rules: UploadRules) -> tuple[str, str]:
    """Return the sentence in Indonesian and in English."""
    kinds = sorted(_KINDS.get(kind, kind) for kind in rules.media_types)
    values = {
        "megabytes": rules.max_bytes // (1024 * 1024),
        "kinds_id": " atau ".join(kinds),
        "kinds_en": " or ".join(kinds),
        "pages": rules.max_pages,
        "megapixels": rules.max_pixels // 1_000_000,
    }
    id, en = _WORDS[reason]
    return id.format(**values), en.format(**values)


def refused(reason: Reason, rules: UploadRules, *, media_type: str = "") -> ScanVerdict:
    id, en = words(reason, rules)
    return ScanVerdict(Outcome.REFUSED, id, en, media_type=media_type)


def unsure(rules: UploadRules) -> ScanVerdict:
    id, en = words(Reason.NOT_YET, rules)
    return ScanVerdict(Outcome.UNSURE, id, en)
