"""Invoices, receipts and the day close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from loket.documents.papers.cancellation import CancellationData, CancelledLine
from loket.documents.papers.day_close import CashEntry, Counted, DayCloseData, NonCash
from loket.documents.papers.invoice import (
    AwaitsDecision,
    BillingPayment,
    CashPayment,
    InvoiceData,
    InvoiceLine,
    NothingToPay,
    OtherCost,
    TransferPayment,
)
from loket.documents.papers.kuitansi import KuitansiData, KuitansiLine, Settlement, Void
from loket.documents.papers.revenue_return import ReturnData
from loket.rules.tariffs import Kind, TariffClass, pp_13_2024, quote_for
from loket.rules.wording import Text
from tests.documents.papers.samples.people import (
    AT,
    HEAD,
    LONG,
    OFFICE,
    SARI,
    TREASURER,
    URL,
    Language,
)

BOOK = pp_13_2024()


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


def make_undecided_invoice() -> InvoiceData:
    words = Text("Menunggu keputusan pejabat penyetuju.", "The approving official has to decide.")
    return replace(make_zero_invoice(), ways_to_pay=(AwaitsDecision(words),))


def make_cancellation(language: Language = "id") -> CancellationData:
    cancelled = make_invoice(language)
    return CancellationData(
        language=language,
        office=cancelled.office,
        number="00007/BTL/3304/2026",
        invoice_number=cancelled.number,
        invoice_issued_at=cancelled.issued_at,
        order_reference=cancelled.order_reference,
        issued_at=AT,
        customer=cancelled.customer,
        lines=tuple(
            CancelledLine(line.description, line.quantity, line.amount) for line in cancelled.lines
        ),
        total=cancelled.total,
        reason="permohonan keringanan tarif ditolak",
        verification_url=URL,
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
            Text(f"8.781.966.{n:03d} byte", f"8,781,966,{n:03d} bytes"),
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


def make_return(language: Language = "id") -> ReturnData:
    return ReturnData(
        language=language,
        office=OFFICE,
        number="00001/KEM/3304/2026",
        issued_at=AT,
        addressee=Text(
            "Pejabat Kuasa Pengelola PNBP Badan Pusat Statistik",
            "The official in charge of non-tax state revenue, Statistics Indonesia",
        ),
        claimant=SARI,
        letter_number="012/UN23/2026",
        asked_on=AT.date(),
        ntpn="1A2B3C4D5E6F7G8H",
        paid_on=AT.date() - timedelta(days=3),
        paid_amount=24_077_601,
        amount=24_077_601,
        ground=Text("Dibayar dua kali (huruf a)", "Paid twice (letter a)"),
        legal_basis="UU 9/2018 Pasal 63; PP 59/2020; PMK 206/PMK.02/2021",
        reason="Dibayar dari dua rekening pada hari yang sama. " * 6,
        way=Text("Pemindahbukuan ke rekening", "Transfer to the account"),
        account="Bank Contoh 123-456 (Sari)",
        enclosed=(Text("Surat permohonan", "Letter of request"), Text("BPN", "Proof of receipt")),
        order_reference="3304-2026-00123-45",
        invoice_number="00123/INV/3304/2026",
        prepared_by=TREASURER,
        approved_by=HEAD,
        remark=Text("Menunggu pencocokan.", "Still to be checked."),
        verification_url=URL,
    )
