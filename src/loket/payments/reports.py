"""The monthly ledger of state revenue, and what zero tariffs cost. Amounts are whole rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from loket.payments.models import DepositedCash, Kuitansi, Settlement, Waiver
from loket.people.models import Office
from loket.people.queries import zone_of
from loket.rules.wording import Text

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Revenue received: by whom, for what, and the state's receipt number for it."""

    recorded_at: datetime
    paid_at: datetime
    order: str
    invoice: str
    kuitansi: str
    payer: str
    method: str
    amount: int
    billing_code: str
    ntpn: str
    ntb: str
    bank: str


@dataclass(frozen=True, slots=True)
class ForegoneRow:
    """Revenue not asked for, under a zero tariff that was approved."""

    approved_at: datetime
    order: str
    invoice: str
    legal_basis: str
    letter_number: str
    foregone: int


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    office: Office
    first_day: date
    rows: tuple[LedgerRow, ...]
    foregone: tuple[ForegoneRow, ...]

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def foregone_total(self) -> int:
        return sum(row.foregone for row in self.foregone)

    @property
    def without_ntpn(self) -> int:
        """Return how much of it the treasurer has not passed on to the state yet."""
        return sum(row.amount for row in self.rows if not row.ntpn)

    def sum_of(self, method: str) -> int:
        return sum(row.amount for row in self.rows if row.method == method)


LEDGER_COLUMNS = (
    Text("Tanggal catat", "Recorded"),
    Text("Tanggal bayar", "Paid"),
    Text("Pesanan", "Order"),
    Text("Invoice", "Invoice"),
    Text("Kuitansi", "Receipt"),
    Text("Wajib bayar", "Payer"),
    Text("Cara bayar", "Method"),
    Text("Jumlah (Rp)", "Amount (Rp)"),
    Text("Kode billing", "Billing code"),
    Text("NTPN", "NTPN"),
    Text("NTB", "NTB"),
    Text("Bank", "Bank"),
)
FOREGONE_COLUMNS = (
    Text("Disetujui", "Approved"),
    Text("Pesanan", "Order"),
    Text("Invoice", "Invoice"),
    Text("Dasar hukum", "Legal basis"),
    Text("Nomor surat", "Letter"),
    Text("Penerimaan yang tidak dipungut (Rp)", "Revenue foregone (Rp)"),
)


def monthly(office: Office, year: int, month: int) -> MonthlyReport:
    """Report a month by the office's calendar."""
    first = date(year, month, 1)
    following = date(year + (month == DECEMBER), month % DECEMBER + 1, 1)
    zone = zone_of(office)
    start, end = (datetime.combine(day, time(), zone) for day in (first, following))
    return MonthlyReport(office, first, _ledger(office, start, end), _foregone(office, start, end))


def _ledger(office: Office, start: datetime, end: datetime) -> tuple[LedgerRow, ...]:
    settlements = list(
        Settlement.objects.filter(
            invoice__office=office, recorded_at__gte=start, recorded_at__lt=end
        )
        .select_related("invoice__order__buyer", "billing")
        .order_by("recorded_at", "pk")
    )
    receipts = dict(
        Kuitansi.objects.filter(settlement__in=settlements, voided_at=None).values_list(
            "settlement_id", "number"
        )
    )
    carried = {
        one.settlement_id: one.deposit
        for one in DepositedCash.objects.filter(
            settlement__in=settlements, is_dropped=False
        ).select_related("deposit")
    }
    rows = []
    for one in settlements:
        by_hand = carried.get(one.pk)
        source = by_hand or one
        code = by_hand.code if by_hand else one.billing.code if one.billing else ""
        rows.append(
            LedgerRow(
                recorded_at=one.recorded_at,
                paid_at=one.paid_at,
                order=one.invoice.order.reference or "",
                invoice=one.invoice.number,
                kuitansi=receipts.get(one.pk, ""),
                payer=one.invoice.order.buyer.name,
                method=one.method,
                amount=one.amount,
                billing_code=code,
                ntpn=source.ntpn or "",
                ntb=source.ntb,
                bank=source.bank,
            )
        )
    return tuple(rows)


def _foregone(office: Office, start: datetime, end: datetime) -> tuple[ForegoneRow, ...]:
    waivers = Waiver.objects.filter(
        invoice__office=office, approved_at__gte=start, approved_at__lt=end
    ).select_related("invoice__order")
    return tuple(
        ForegoneRow(
            approved_at=one.approved_at,
            order=one.invoice.order.reference or "",
            invoice=one.invoice.number,
            legal_basis=one.legal_basis,
            letter_number=one.letter_number,
            foregone=one.invoice.full_amount - one.invoice.total,
        )
        for one in waivers.order_by("approved_at", "pk")
    )
