"""Papers as the tests and the eye look at them: ordinary ones and hard ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Literal

from loket.documents.papers import (
    acknowledgement,
    day_close,
    handover,
    invoice,
    kuitansi,
    sppd,
    ticket,
)
from loket.documents.papers.acknowledgement import AcknowledgementData
from loket.documents.papers.day_close import CashEntry, Counted, DayCloseData, NonCash
from loket.documents.papers.handover import HandedFile, HandoverData
from loket.documents.papers.invoice import (
    BillingPayment,
    CashPayment,
    InvoiceData,
    InvoiceLine,
    NothingToPay,
    OtherCost,
    TransferPayment,
)
from loket.documents.papers.kuitansi import KuitansiData, KuitansiLine, Settlement, Void
from loket.documents.papers.parties import Letterhead, Official, Party
from loket.documents.papers.sppd import Abstraksi, AgreedDataset, Signatory, SppdData
from loket.documents.papers.ticket import TicketData
from loket.rules.segments import Segment
from loket.rules.signatory import Rank
from loket.rules.tariffs import Kind, TariffClass, pp_13_2024, quote_for
from loket.rules.wording import Text

Language = Literal["id", "en"]
AT = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)
URL = "https://loket.example/periksa/k7Qm2xV9RtYb4w"
BOOK = pp_13_2024()

OFFICE = Letterhead(
    name=Text("BPS Kabupaten Banjarnegara", "BPS-Statistics Banjarnegara Regency"),
    service=Text(
        "Pelayanan Statistik Terpadu · Penjualan data mikro dan peta digital",
        "Integrated Statistical Services · Sale of microdata and digital maps",
    ),
    address="Jl. Selamanik No. 33, Banjarnegara, Jawa Tengah 53415",
    phone="(0286) 591893",
    email="bps3304@bps.go.id",
    website="banjarnegarakab.bps.go.id",
    city="Banjarnegara",
    zone="Asia/Jakarta",
)
TREASURER = Official(
    "Endang Sulistyowati, A.Md.", "197803152005012003", Text("Bendahara Penerimaan", "Treasurer")
)
HEAD = Official(
    "Drs. Bambang Prasetyo Wibowo, M.Si.",
    "196905121994011001",
    Text("Kepala BPS Kabupaten Banjarnegara", "Head of BPS-Statistics Banjarnegara Regency"),
)
OFFICER = Official(
    "Rina Kurniawati, S.Si.", "199002142014102001", Text("Petugas layanan", "Service officer")
)
SARI = Party(
    name="Sari Rahayu",
    institution="Universitas Jenderal Soedirman",
    address="Jl. H.R. Boenyamin 708, Purwokerto 53122",
    email="sari.rahayu@contoh.id",
    phone="+6281234567890",
)
LONG = Party(
    name="Prof. Dr. Ir. H. Raden Mas Soerjosoebandoro Koesoemowidagdo Notodiningrat, M.Sc., Ph.D.",
    institution="Direktorat Jenderal Perimbangan Keuangan dan Pembangunan Daerah Tertinggal, "
    "Kementerian Koordinator Bidang Infrastruktur dan Pembangunan Kewilayahan",
    address="Gedung Menara Merdeka Lantai 27, Jalan Jenderal Gatot Subroto Kaveling 52–53, "
    "Kelurahan Kuningan Timur, Kecamatan Setiabudi, Jakarta Selatan 12950",
    email="bagian.kerja.sama.dan.pertukaran.data.kewilayahan@kementerian-koordinator.example",
    phone="+622150000000",
    npwp="•••••••••••••3000",
)
HOSTILE = Party(
    name='#panic("x") $1$ *b* `c` [d] @e <f> \\ // /* "q" \u202egnp.exe 字 \x00\x07😀',
    institution="#" + "W" * 120,
    address='#image("/etc/passwd") #eval("1+1") #sys.inputs',
    email="<script>alert(1)</script>",
)


def _microdata(size: int, description: str, detail: str, reduction: int = 0) -> InvoiceLine:
    quoted = quote_for(
        BOOK,
        Kind.MICRODATA,
        TariffClass.WITHOUT_PROCESSING,
        size,
        reduction_percent=reduction,
    )
    return InvoiceLine.from_quote(quoted, description=description, detail=detail)


def _desa_map(name: str) -> InvoiceLine:
    quoted = quote_for(BOOK, Kind.AREA_MAP, TariffClass.KABUPATEN_BY_DESA, 1)
    return InvoiceLine.from_quote(
        quoted, description=f"Peta digital {name}", detail="menurut desa/kelurahan, SHP, 2025"
    )


def make_invoice(language: Language = "id") -> InvoiceData:
    lines = (
        _microdata(
            1_203_880_053,
            "Susenas Maret 2025, Kor",
            "Fullset, nasional sampai kabupaten/kota, DBF",
        ),
        _desa_map("Kabupaten Banjarnegara"),
    )
    return InvoiceData(
        language=language,
        office=OFFICE,
        number="00123/INV/3304/2026",
        order_reference="3304-2026-00123-45",
        issued_at=AT,
        customer=SARI,
        legal_basis=BOOK.legal_basis,
        lines=lines,
        total=sum(line.amount for line in lines),
        ways_to_pay=(
            BillingPayment("820261124465628", AT + timedelta(days=7)),
            CashPayment(
                Text(
                    "Loket bendahara, lantai 1, pada jam layanan",
                    "Treasurer's desk, first floor, during opening hours",
                )
            ),
        ),
        verification_url=URL,
        due_at=AT + timedelta(days=7),
    )


def make_long_invoice(language: Language = "id") -> InvoiceData:
    lines = (
        _microdata(
            8_781_966_336,
            "Sensus Pertanian 2003, rumah tangga pertanian (L2), seluruh Indonesia, "
            "dengan keterangan anggota rumah tangga dan penguasaan lahan",
            "Fullset, 7,76 juta catatan, DBF",
        ),
        *(
            _microdata(1_000_000 + 37 * n, f"Sakernas Agustus {1986 + n}", "Provinsi, DBF")
            for n in range(39)
        ),
    )
    return replace(
        make_invoice(language),
        customer=LONG,
        lines=lines,
        total=sum(line.amount for line in lines),
        other_costs=(
            OtherCost(Text("Ongkos kirim (kurir)", "Shipping (courier)"), 45_000),
            OtherCost(Text("Biaya bank", "Bank fee"), 5_000),
        ),
        tariff_note=Text(
            "Besaran tarif masih akan dicocokkan dengan lampiran resmi.",
            "The tariff amounts are still to be compared with the official annex.",
        ),
    )


def make_zero_invoice(language: Language = "id") -> InvoiceData:
    lines = (_microdata(20_404_000, "Podes 2024", "Kabupaten Banjarnegara, DBF", reduction=100),)
    return replace(
        make_invoice(language),
        lines=lines,
        total=0,
        due_at=None,
        ways_to_pay=(
            NothingToPay(
                Text(
                    "Permohonan nol rupiah disetujui, surat nomor B-112/UN23/PN.01/2026.",
                    "The zero-rupiah request was approved, letter no. B-112/UN23/PN.01/2026.",
                )
            ),
        ),
    )


def make_foreign_invoice() -> InvoiceData:
    return replace(
        make_invoice("en"),
        office=replace(OFFICE, specimen=True),
        ways_to_pay=(
            TransferPayment(
                "Bank Contoh Indonesia, Jakarta",
                "BPG 014 BPS KAB BANJARNEGARA",
                "0123456789012345",
                "CTOHIDJA",
            ),
        ),
    )


def make_kuitansi(language: Language = "id") -> KuitansiData:
    lines = (
        KuitansiLine(
            "Susenas Maret 2025, Kor",
            Text("1.203.880.053 byte", "1,203,880,053 bytes"),
            None,
            24_077_601,
        ),
        KuitansiLine(
            "Peta digital Kabupaten Banjarnegara", Text("1 peta", "1 map"), 70_000, 70_000
        ),
    )
    return KuitansiData(
        language=language,
        office=OFFICE,
        number="00123/KUI/3304/2026",
        order_reference="3304-2026-00123-45",
        invoice_number="00123/INV/3304/2026",
        issued_at=AT,
        received_from=SARI,
        amount=24_147_601,
        purpose="Pembelian data mikro dan peta digital sesuai permintaan tanggal 23 November 2026",
        lines=lines,
        settlement=Settlement(
            method=Text("Kode billing SIMPONI", "SIMPONI billing code"),
            billing_code="820261124465628",
            ntpn="A1B2C3D4E5F6G7H8",
            ntb="012345678901",
            bank="Bank Contoh Indonesia",
            paid_at=AT - timedelta(hours=1),
        ),
        treasurer=TREASURER,
        verification_url=URL,
        commitment=sha256(b"commitment").hexdigest(),
    )


def make_long_kuitansi(language: Language = "id") -> KuitansiData:
    lines = tuple(
        KuitansiLine(
            f"Sensus Pertanian 2003, rumah tangga pertanian, bagian {n}/40, seluruh Indonesia",
            Text(f"{8_781_966 + n}.000 byte", f"{8_781_966 + n},000 bytes"),
            None,
            4_400_000 + n,
        )
        for n in range(40)
    )
    return replace(
        make_kuitansi(language),
        received_from=LONG,
        lines=lines,
        amount=sum(line.amount for line in lines),
        copy=True,
    )


def make_void_kuitansi() -> KuitansiData:
    return replace(
        make_kuitansi(),
        copy=True,
        void=Void(
            AT + timedelta(hours=2),
            "Drs. Bambang Prasetyo Wibowo, M.Si.",
            "Nama pembayar salah tulis.",
            "00124/KUI/3304/2026",
        ),
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


def make_day_close(language: Language = "id", entries: int = 4) -> DayCloseData:
    cash = tuple(
        CashEntry(
            AT + timedelta(minutes=7 * n),
            f"{n + 1:05d}/KUI/3304/2026",
            f"Pesanan 3304-2026-{n + 1:05d}",
            received=70_000 + 20_000 * n,
        )
        for n in range(entries)
    )
    deposit = CashEntry(
        AT + timedelta(hours=5), "820261124465629", "Setoran ke kas negara", paid_out=400_000
    )
    return DayCloseData(
        language=language,
        office=OFFICE,
        number="00211/TKH/3304/2026",
        day=date(2026, 11, 24),
        closed_at=AT + timedelta(hours=6),
        opening=0,
        entries=(*cash, deposit),
        counted=(Counted(100_000, 0), Counted(5_000, 2), Counted(500, 4)),
        non_cash=(
            NonCash(Text("Kode billing SIMPONI", "SIMPONI billing code"), 2, 24_147_601),
            NonCash(Text("Transfer dari luar negeri", "Transfer from abroad"), 0, 0),
        ),
        treasurer=TREASURER,
        head=HEAD,
        verification_url=URL,
        reason="Uang kembalian kurang; dicari bersama petugas loket dan dicatat.",
        checkpoint="loket.example/3304 #1042",
        checkpoint_hash=sha256(b"chain").hexdigest(),
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


def everything() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield a name and a way to make each sample."""
    for language in ("id", "en"):
        yield f"invoice-{language}", lambda lang=language: invoice.render(make_invoice(lang))
        yield (
            f"invoice-long-{language}",
            lambda lang=language: invoice.render(make_long_invoice(lang)),
        )
        yield f"kuitansi-{language}", lambda lang=language: kuitansi.render(make_kuitansi(lang))
        yield f"sppd-{language}", lambda lang=language: sppd.render(make_sppd(lang))
        yield f"sppd-long-{language}", lambda lang=language: sppd.render(make_long_sppd(lang))
        yield f"ticket-{language}", lambda lang=language: ticket.render(make_ticket(lang))
        yield f"handover-{language}", lambda lang=language: handover.render(make_handover(lang))
        yield f"day-close-{language}", lambda lang=language: day_close.render(make_day_close(lang))
        yield (
            f"acknowledgement-{language}",
            lambda lang=language: acknowledgement.render(make_acknowledgement(lang)),
        )
    yield "kuitansi-long", lambda: kuitansi.render(make_long_kuitansi())
    yield "kuitansi-void", lambda: kuitansi.render(make_void_kuitansi())
    yield "sppd-electronic", lambda: sppd.render(replace(make_sppd(), electronic=True))
    yield (
        "ticket-58",
        lambda: ticket.render(replace(make_ticket(), roll_mm=58, priority=True, ahead=0)),
    )
    yield "handover-long", lambda: handover.render(make_handover(files=60))
    yield "day-close-long", lambda: day_close.render(make_day_close(entries=70))
    yield "invoice-zero", lambda: invoice.render(make_zero_invoice())
    yield "invoice-foreign", lambda: invoice.render(make_foreign_invoice())
    yield (
        "invoice-cancelled",
        lambda: invoice.render(
            replace(make_invoice(), cancelled="Nota pembatalan 00007/INV/3304/2026.")
        ),
    )
    yield "invoice-hostile", lambda: invoice.render(replace(make_invoice(), customer=HOSTILE))
