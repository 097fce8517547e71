"""Tickets, agreements, hand-overs and acknowledgements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

from loket.documents.papers.acknowledgement import AcknowledgementData
from loket.documents.papers.handover import HandedFile, HandoverData
from loket.documents.papers.sppd import Abstraksi, AgreedDataset, Signatory, SppdData
from loket.documents.papers.ticket import TicketData
from loket.rules.segments import Segment
from loket.rules.signatory import Rank
from loket.rules.wording import Text
from tests.documents.papers.samples.people import (
    AT,
    HEAD,
    LONG,
    OFFICE,
    OFFICER,
    SARI,
    URL,
    Language,
)


def make_ticket(language: Language = "id") -> TicketData:
    return TicketData(
        language=language,
        office=OFFICE,
        label="A012",
        service=Text(
            "Penjualan data mikro dan peta digital", "Sale of microdata and digital maps"
        ),
        taken_at=AT,
        ahead=3,
        expected_minutes=25,
        status_url="https://loket.example/antrean/x7Yq2",
    )


def make_handover(language: Language = "id", files: int = 3) -> HandoverData:
    return HandoverData(
        language=language,
        office=OFFICE,
        number="00123/BAST/3304/2026",
        order_reference="3304-2026-00123-45",
        kuitansi_number="00123/KUI/3304/2026",
        sppd_number="00123/SPPD/3304/2026",
        handed_at=AT,
        recipient=SARI,
        officer=OFFICER,
        media=Text("Diska lepas USB, nomor 2026-017", "USB stick no. 2026-017"),
        files=tuple(
            HandedFile(
                f"ssn202503_kor_{n:02d}_rumah_tangga_dan_anggota_rumah_tangga.dbf",
                40_129_335 * (n + 1),
                sha256(str(n).encode()).hexdigest(),
            )
            for n in range(files)
        ),
        verification_url=URL,
        commitment=sha256(b"commitment").hexdigest(),
    )


def make_sppd(language: Language = "id") -> SppdData:
    return SppdData(
        language=language,
        office=OFFICE,
        number="00123/SPPD/3304/2026",
        order_reference="3304-2026-00123-45",
        drawn_up_at=AT,
        provider=HEAD,
        recipient=replace(SARI, institution=""),
        segment=Segment.STUDENT,
        signatory=Signatory("Sari Rahayu", Rank.SELF, "Mahasiswa", "••••••••••••0001"),
        abstraksi=Abstraksi(
            "Kemiskinan anak di Banjarnegara belum banyak diteliti pada tingkat kecamatan.",
            "Menaksir hubungan pendidikan kepala rumah tangga dengan pengeluaran per kapita.",
            "Regresi kuantil dengan penimbang survei.",
            "Skripsi dan satu artikel; hanya angka gabungan yang diumumkan.",
        ),
        datasets=(
            AgreedDataset(
                "Susenas, Kor",
                "Maret 2025",
                "Nasional sampai kabupaten/kota, fullset",
                "DBF",
                1_203_880_053,
                24_077_601,
                sha256(b"definition").hexdigest(),
            ),
            AgreedDataset(
                "Peta digital Kabupaten Banjarnegara",
                "2025",
                "Menurut desa/kelurahan",
                "SHP",
                None,
                70_000,
                sha256(b"map").hexdigest(),
                is_area_map=True,
            ),
        ),
        verification_url=URL,
    )


def make_long_sppd(language: Language = "id") -> SppdData:
    passage = (
        "Penelitian ini menelaah perubahan pola konsumsi rumah tangga perdesaan setelah pandemi, "
        "dengan membandingkan beberapa gelombang survei dan memperhitungkan rancangan sampel. "
    )
    return replace(
        make_sppd(language),
        recipient=LONG,
        segment=Segment.CENTRAL_GOVERNMENT,
        signatory=Signatory(
            LONG.name,
            Rank.ECHELON_II,
            "Direktur Pengembangan Kapasitas Fiskal Daerah Tertinggal dan Perbatasan",
            "196001011985031001",
        ),
        abstraksi=Abstraksi(passage * 12, passage * 8, passage * 10, passage * 6),
        datasets=tuple(
            AgreedDataset(
                f"Sensus Pertanian 2003, rumah tangga pertanian, bagian {n} dari 40",
                "2003",
                "Seluruh Indonesia, 214 peubah",
                "DBF",
                8_781_966_336,
                175_639_327,
                sha256(str(n).encode()).hexdigest(),
            )
            for n in range(40)
        ),
    )


def make_acknowledgement(language: Language = "id") -> AcknowledgementData:
    return AcknowledgementData(
        language=language,
        office=OFFICE,
        number="00017/ADU/3304/2026",
        kind=Text("Pengaduan", "complaint"),
        received_at=AT,
        channel=Text("Kotak saran", "Suggestion box"),
        summary="Antrean tidak dipanggil selama dua puluh menit.",
        next_step=Text(
            "Petugas pengaduan memeriksa dan menghubungi Anda melalui e-mail.",
            "The complaints officer looks into it and writes to you by e-mail.",
        ),
        verification_url=URL,
        answer_by=date(2026, 12, 1),
    )
