"""The monthly ledger of state revenue, and what lower tariffs cost. Amounts are whole rupiah."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from loket.payments.models import DepositedCash, Kuitansi, PaymentException, Settlement, Waiver
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
    """Revenue not asked for, under a lower tariff that was granted.

    :ivar at: of the decision, if all was taken off; else of the payment of the rest
    """

    at: datetime
    order: str
    invoice: str
    institution: str
    legal_basis: str
    letter_number: str
    percent: str
    full: int
    payable: int
    foregone: int


@dataclass(frozen=True, slots=True)
class TakenBackRow:
    """A payment that was recorded as revenue and that the bank took back."""

    at: datetime
    order: str
    ntpn: str
    amount: int


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    office: Office
    first_day: date
    rows: tuple[LedgerRow, ...]
    foregone: tuple[ForegoneRow, ...]
    taken_back: tuple[TakenBackRow, ...] = ()

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.rows)

    @property
    def foregone_total(self) -> int:
        return sum(row.foregone for row in self.foregone)

    @property
    def taken_back_total(self) -> int:
        return sum(row.amount for row in self.taken_back)

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
    Text("Berlaku", "Took effect"),
    Text("Pesanan", "Order"),
    Text("Invoice", "Invoice"),
    Text("Lembaga", "Institution"),
    Text("Dasar hukum", "Legal basis"),
    Text("Nomor surat", "Letter"),
    Text("Keringanan (%)", "Reduction (%)"),
    Text("Tarif penuh (Rp)", "Full tariff (Rp)"),
    Text("Dibayar (Rp)", "Paid (Rp)"),
    Text("Penerimaan yang tidak dipungut (Rp)", "Revenue foregone (Rp)"),
)


def monthly(office: Office, year: int, month: int) -> MonthlyReport:
    """Report a month by the office's calendar."""
    first = date(year, month, 1)
    following = date(year + (month == DECEMBER), month % DECEMBER + 1, 1)
    zone = zone_of(office)
    start, end = (datetime.combine(day, time(), zone) for day in (first, following))
    return MonthlyReport(
        office,
        first,
        _ledger(office, start, end),
        _foregone(office, start, end),
        _taken_back(office, start, end),
    )


def _taken_back(office: Office, start: datetime, end: datetime) -> tuple[TakenBackRow, ...]:
    found = PaymentException.objects.filter(
        office=office.code,
        kind="reversed",
        action="withdrawn",
        closed_at__gte=start,
        closed_at__lt=end,
    ).select_related("order")
    return tuple(
        TakenBackRow(
            at=one.closed_at or one.opened_at,
            order=(one.order.reference or "") if one.order else "",
            ntpn=one.ntpn,
            amount=one.amount or 0,
        )
        for one in found.order_by("closed_at", "pk")
    )


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
    """Return what reductions cost in the time: a part counts once the rest is paid."""
    granted = Waiver.objects.filter(invoice__office=office, percent__gt=0)
    waived = granted.filter(percent=100, approved_at__gte=start, approved_at__lt=end)
    reduced = granted.filter(
        percent__lt=100,
        invoice__settlement__recorded_at__gte=start,
        invoice__settlement__recorded_at__lt=end,
    ).select_related("invoice__settlement")
    rows = [
        *(_foregone_row(one, one.approved_at) for one in waived.select_related("invoice__order")),
        *(
            _foregone_row(one, one.invoice.settlement.recorded_at)
            for one in reduced.select_related("invoice__order")
        ),
    ]
    return tuple(sorted(rows, key=lambda row: (row.at, row.invoice)))


def _foregone_row(one: Waiver, at: datetime) -> ForegoneRow:
    return ForegoneRow(
        at=at,
        order=one.invoice.order.reference or "",
        invoice=one.invoice.number,
        institution=one.institution,
        legal_basis=one.legal_basis,
        letter_number=one.letter_number,
        percent=f"{one.percent:f}",
        full=one.invoice.full_amount,
        payable=one.invoice.total,
        foregone=one.invoice.full_amount - one.invoice.total,
    )
