"""Which payments of theirs are ours, and how the two differ. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loket.payments.models import Billing, CashDeposit, PaymentException, Settlement
from loket.people.models import Office
from loket.ports.statements import StatementRow

JAKARTA = ZoneInfo("Asia/Jakarta")  # SIMPONI's clock
AT_ONCE = 500  # codes asked for in one query


@dataclass(frozen=True, slots=True)
class Ours:
    """A payment into the treasury as our books have it: of an invoice, or of a deposit."""

    code: str
    ntpn: str
    amount: int
    paid_at: datetime
    settlement: Settlement | None = None
    deposit: CashDeposit | None = None

    @property
    def paid_on(self) -> date:
        return self.paid_at.astimezone(JAKARTA).date()


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of the comparison; `billing` or `deposit` is whose code it is, if known here."""

    verdict: str
    theirs: StatementRow | None
    ours: Ours | None
    billing: Billing | None = None
    deposit: CashDeposit | None = None
    exception: PaymentException | None = None


def compare(
    office: Office, rows: Sequence[StatementRow], first: date, last: date
) -> list[Compared]:
    """
    Compare what they list with what we have; what needs a person comes first.

    :param first: with `last`, the days (by SIMPONI's clock) from which ours are taken
    """
    codes = [row.code for row in rows]
    billings = {b.code: b for b in _billings(office, codes)}
    deposits = {d.code: d for d in _deposits(office, codes)}
    cases = _cases(office, codes)
    found = []
    met = set()
    for row in rows:
        billing, deposit = billings.get(row.code), deposits.get(row.code)
        ours = _ours_of(billing, deposit)
        case = cases.get((row.code, row.ntpn))
        verdict = _verdict(row, ours, case, is_known=bool(billing or deposit))
        if ours is not None and ours.ntpn == row.ntpn:
            met.add(ours.ntpn)
        found.append(Compared(verdict, row, ours, billing, deposit, case))
    found += [line for line in _only_ours(office, first, last) if _ntpn(line) not in met]
    return sorted(found, key=lambda line: line.verdict in {"matched", "parked"})


def _verdict(
    row: StatementRow, ours: Ours | None, case: PaymentException | None, *, is_known: bool
) -> str:
    if row.is_reversed:
        is_done = case is not None and case.kind == "reversed"
        return "parked" if is_done else "reversed"
    if ours is not None and ours.ntpn == row.ntpn:
        if ours.amount != row.amount:
            return "parked" if _is_excess(case, row.amount - ours.amount) else "amount_differs"
        return "matched" if ours.paid_on == row.paid_on else "date_differs"
    if case is not None:
        return "parked"
    if not is_known:
        return "unknown_code"
    return "only_theirs" if ours is None else "ntpn_differs"


def _is_excess(case: PaymentException | None, more: int) -> bool:
    """Whether the case holds what was paid over, of a payment that was accepted."""
    return case is not None and case.kind == "over" and case.amount == more


def _only_ours(office: Office, first: date, last: date) -> Iterator[Compared]:
    start = datetime.combine(first, time(), JAKARTA)
    end = datetime.combine(last + timedelta(days=1), time(), JAKARTA)
    settled = Settlement.objects.filter(
        invoice__office=office, method="billing", paid_at__gte=start, paid_at__lt=end
    )
    taken_back = _taken_back(office)
    for one in settled.select_related("billing__invoice__order").order_by("paid_at"):
        ours = _ours_of(one.billing, None)
        case = taken_back.get(one.ntpn or "")
        verdict = "only_ours" if case is None else "parked"
        yield Compared(verdict, None, ours, one.billing, None, case)
    for deposit in CashDeposit.objects.filter(
        office=office, ntpn__isnull=False, paid_at__gte=start, paid_at__lt=end
    ).order_by("paid_at"):
        yield Compared("only_ours", None, _ours_of(None, deposit), None, deposit)


def _ours_of(billing: Billing | None, deposit: CashDeposit | None) -> Ours | None:
    settlement = getattr(billing, "settlement", None) if billing else None
    if settlement is not None and billing is not None:
        return Ours(
            billing.code, settlement.ntpn or "", settlement.amount, settlement.paid_at, settlement
        )
    if deposit is not None and deposit.ntpn and deposit.paid_at:
        return Ours(deposit.code, deposit.ntpn, deposit.amount, deposit.paid_at, deposit=deposit)
    return None


def _billings(office: Office, codes: Sequence[str]) -> Iterator[Billing]:
    found = Billing.objects.select_related("settlement", "invoice__order__office")
    for some in _parts(codes):
        yield from found.filter(invoice__office=office, code__in=some)


def _deposits(office: Office, codes: Sequence[str]) -> Iterator[CashDeposit]:
    for some in _parts(codes):
        yield from CashDeposit.objects.filter(office=office, code__in=some, dropped_at=None)


def _cases(office: Office, codes: Sequence[str]) -> dict[tuple[str, str], PaymentException]:
    """Return the parked payments of the codes, by code and NTPN; the latest of each."""
    found: dict[tuple[str, str], PaymentException] = {}
    cases = PaymentException.objects.filter(office=office.code).order_by("pk")
    for some in _parts(codes):
        for case in cases.filter(code__in=some):
            found[case.code, case.ntpn] = case
    return found


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(codes), AT_ONCE):
        yield codes[start : start + AT_ONCE]


def _taken_back(office: Office) -> dict[str, PaymentException]:
    cases = PaymentException.objects.filter(office=office.code, kind="reversed")
    return {case.ntpn: case for case in cases.exclude(action="stands")}


def _ntpn(line: Compared) -> str:
    return line.ours.ntpn if line.ours else ""
