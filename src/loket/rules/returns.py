"""
Return of state revenue: on which grounds, with which papers, within which time.

Grounds and time limits: UU 9/2018, Article 63. That a return counts as advance payment
unless a case of Article 40 PP 59/2020 allows a transfer was read in press reports only, and
so were the papers: both are marked as to be confirmed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loket.rules.wording import RuleError, Text

LEGAL_BASIS = "UU 9/2018 Pasal 63; PP 59/2020; PMK 206/PMK.02/2021"
TO_CONFIRM = Text(
    "Daftar berkas dan cara pengembalian menunggu pencocokan dengan naskah resmi PP 59/2020 dan "
    "PMK 206/PMK.02/2021.",
    "The list of papers and the way of return are still to be checked against the official "
    "texts of PP 59/2020 and PMK 206/PMK.02/2021.",
)


class Ground(StrEnum):
    """Why revenue may be given back; the first four are all mistakes in paying."""

    OVER_PAID = "over_paid"
    PAID_TWICE = "paid_twice"
    WRONG_OFFICE = "wrong_office"
    PAID_FOR_NOTHING = "paid_for_nothing"
    CHARGED_WRONGLY = "charged_wrongly"
    OBJECTION = "objection"
    COURT = "court"
    AUDIT = "audit"
    NOT_SERVED = "not_served"
    OTHER_LAW = "other_law"


class Way(StrEnum):
    ADVANCE = "advance"
    TRANSFER = "transfer"


class Outcome(StrEnum):
    ADVANCE = "advance"
    TRANSFER = "transfer"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class GroundRule:
    """A ground: its words, the letter of Article 63(1), years to ask, papers to bring."""

    label: Text
    letter: str
    years: int
    papers: tuple[str, ...]

    @property
    def provision(self) -> Text:
        return Text(
            f"UU 9/2018 Pasal 63 ayat (1) huruf {self.letter}",
            f"UU 9/2018, Article 63(1)({self.letter})",
        )


PAPERS = {
    "request": Text("Surat permohonan wajib bayar", "The payer's letter of request"),
    "receipt": Text(
        "Bukti penerimaan negara (BPN) atau bukti setor", "The state's proof of receipt"
    ),
    "working": Text("Perhitungan kelebihan pembayaran", "How the overpayment was worked out"),
    "identity": Text("Identitas atau NPWP wajib bayar", "The payer's identity or tax number"),
    "account": Text(
        "Salinan buku rekening, bila diminta lewat pemindahbukuan",
        "A copy of the account book, if a transfer is asked for",
    ),
    "court": Text("Salinan putusan pengadilan", "A copy of the court's ruling"),
    "objection": Text("Surat ketetapan keberatan", "The decision on the objection"),
    "audit": Text("Laporan hasil pemeriksaan", "The auditor's report"),
    "statement": Text(
        "Surat keterangan bahwa layanan tidak dapat dipenuhi",
        "A statement that the service could not be given",
    ),
}
_PAYING = ("request", "receipt", "working", "identity")

GROUNDS = {
    Ground.OVER_PAID: GroundRule(
        Text("Dibayar lebih dari yang terutang", "More was paid than was due"), "a", 5, _PAYING
    ),
    Ground.PAID_TWICE: GroundRule(Text("Dibayar dua kali", "Paid twice"), "a", 5, _PAYING),
    Ground.WRONG_OFFICE: GroundRule(
        Text(
            "Disetor ke satuan kerja atau akun yang salah", "Paid to the wrong office or account"
        ),
        "a",
        5,
        _PAYING,
    ),
    Ground.PAID_FOR_NOTHING: GroundRule(
        Text(
            "Dibayar untuk pesanan yang sudah batal atau kedaluwarsa",
            "Paid for an order that had been cancelled or had lapsed",
        ),
        "a",
        5,
        _PAYING,
    ),
    Ground.CHARGED_WRONGLY: GroundRule(
        Text("Kesalahan pemungutan oleh kantor", "Charged wrongly by the office"),
        "b",
        5,
        _PAYING,
    ),
    Ground.OBJECTION: GroundRule(
        Text("Penetapan atas keberatan PNBP", "A decision on an objection"),
        "c",
        5,
        ("request", "receipt", "objection", "identity"),
    ),
    Ground.COURT: GroundRule(
        Text("Putusan pengadilan yang berkekuatan hukum tetap", "A court's final ruling"),
        "d",
        2,
        ("request", "receipt", "court", "identity"),
    ),
    Ground.AUDIT: GroundRule(
        Text("Hasil pemeriksaan instansi pemeriksa", "Findings of an auditor"),
        "e",
        2,
        ("request", "receipt", "audit", "identity"),
    ),
    Ground.NOT_SERVED: GroundRule(
        Text(
            "Layanan tidak dapat dipenuhi oleh kantor secara sepihak",
            "The office could not give the service",
        ),
        "f",
        5,
        ("request", "receipt", "statement", "identity"),
    ),
    Ground.OTHER_LAW: GroundRule(
        Text("Ketentuan peraturan perundang-undangan lain", "Another provision of law"),
        "g",
        5,
        ("request", "receipt", "identity"),
    ),
}
WAYS = {
    Way.ADVANCE: Text(
        "Diperhitungkan sebagai pembayaran di muka atas PNBP berikutnya",
        "Counted as advance payment of the next revenue due",
    ),
    Way.TRANSFER: Text(
        "Pemindahbukuan ke rekening wajib bayar (hanya dalam hal yang ditentukan)",
        "Transfer to the payer's account (in the cases laid down only)",
    ),
}
OUTCOMES = {
    Outcome.ADVANCE: Text("Disetujui sebagai pembayaran di muka", "Granted as advance payment"),
    Outcome.TRANSFER: Text("Disetujui lewat pemindahbukuan", "Granted by transfer"),
    Outcome.REFUSED: Text("Ditolak", "Refused"),
    Outcome.WITHDRAWN: Text("Dicabut pemohon", "Withdrawn by the payer"),
}


def missing_papers(ground: Ground, way: Way, at_hand: list[str]) -> list[str]:
    """Return the codes of the papers that are still to come."""
    wanted = [*GROUNDS[ground].papers, *(["account"] if way is Way.TRANSFER else [])]
    return [code for code in wanted if code not in at_hand]


def check_time(ground: Ground, *, since: date, asked_on: date) -> None:
    """
    :param since: the day of payment; for a ruling or a report, the day it was given
    :raises RuleError: if the request came too late, or before the payment
    """
    if asked_on < since:
        raise RuleError(
            "Permohonan bertanggal sebelum pembayarannya. Periksa kedua tanggal.",
            "The request is dated before the payment. Check both dates.",
        )
    years = GROUNDS[ground].years
    if asked_on > _years_after(since, years):
        raise RuleError(
            f"Permohonan melewati batas {years} tahun (UU 9/2018 Pasal 63). Periksa tanggalnya; "
            "jika benar, jawab pemohon dengan surat penolakan.",
            f"The request is later than the limit of {years} years (UU 9/2018, Article 63). "
            "Check the dates; if right, answer with a letter of refusal.",
        )


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
