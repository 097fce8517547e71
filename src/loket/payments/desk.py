"""What a treasurer's desk shows: what waits, what came, what does not fit, and finding a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from loket.counter.models import Ticket
from loket.orders import access as order_access
from loket.orders.models import Order
from loket.payments.models import (
    Billing,
    DepositedCash,
    Invoice,
    PaymentException,
    RevenueReturn,
    Settlement,
    TransferProof,
    Waiver,
)
from loket.payments.queries import taken_back
from loket.people.models import Office
from loket.process.vocabulary import State, Trait
from loket.rules.numbering import parse_ticket_label
from loket.rules.wording import RuleError

MOST = 200
SHORTEST_CODE = 10  # digits; fewer may be the number of a case
SHORTEST_PART = 3  # characters of a number that are worth searching for


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invoice to be paid; billing is its open code, if it has one."""

    invoice: Invoice
    billing: Billing | None

    @property
    def order(self) -> Order:
        return self.invoice.order

    def way(self) -> str:
        """Return how it is to be paid: cash, transfer or billing."""
        traits = set(self.order.traits)
        if self.order.channel == "online":
            return "transfer" if Trait.FOREIGN in traits else "billing"
        return "cash" if self.order.office.takes_cash and self.billing is None else "billing"


def waiting_for_payment(office: Office) -> list[Waiting]:
    """Return the invoices that nothing has paid yet, those that wait longest first."""
    found = (
        Invoice.objects.filter(
            office=office,
            cancelled_at=None,
            settlement=None,
            total__gt=0,
            order__state=State.SETTLING,
        )
        .select_related("order__office", "order__buyer")
        .prefetch_related("billings")
        .order_by("order__state_since")
    )
    return [
        Waiting(i, next((b for b in i.billings.all() if b.closed_at is None), None))
        for i in found[:MOST]
        if Trait.PAYING in i.order.traits  # else a lower tariff waits for its decision
    ]


def proofs_to_check(office: Office) -> QuerySet[TransferProof]:
    found = TransferProof.objects.filter(
        order__office=office, order__state=State.SETTLING, accepted=None
    )
    return found.select_related("order__buyer", "upload").order_by("at")[:MOST]


def receipts_to_make(office: Office) -> list[Settlement | Waiver]:
    """Return what is paid or waived and has no receipt in force, oldest first."""
    settled = Settlement.objects.filter(
        invoice__office=office, invoice__order__state=State.SETTLING
    ).exclude(kuitansi__voided_at=None, kuitansi__isnull=False)
    settled = settled.exclude(
        invoice__order__in=taken_back().filter(order__isnull=False).values("order")
    )
    waived = Waiver.objects.filter(
        invoice__office=office, order__state=State.SETTLING, percent=100
    ).exclude(kuitansi__voided_at=None, kuitansi__isnull=False)
    related = ("invoice__order__office", "invoice__order__buyer")
    return [*settled.select_related(*related), *waived.select_related(*related)]


def arrived_since(office: Office, since: datetime) -> QuerySet[Settlement]:
    found = Settlement.objects.filter(invoice__office=office, recorded_at__gte=since)
    related = ("invoice__order__office", "invoice__order__buyer", "billing")
    return found.select_related(*related).order_by("-recorded_at")[:MOST]


def find(office: Office, typed: str) -> list[Order]:
    """Find orders of the office by any number written on a paper.

    :param typed: order reference, invoice, kuitansi, request for return, billing code, NTPN,
        NTB or queue number, however spaced
    """
    text = typed.strip().upper()
    joined = "".join(text.split())
    if not joined:
        return []
    digits = _bare(typed)
    matches = (
        Q(reference__iexact=joined)
        | Q(invoices__number__iexact=joined)
        | Q(invoices__billings__code=digits)
        | Q(invoices__settlement__ntpn=digits)
        | Q(invoices__settlement__kuitansi__number__iexact=joined)
        | Q(invoices__waiver__kuitansi__number__iexact=joined)
    )
    matches |= _by_treasury_number(office, digits) | _by_paper_or_ticket(office, joined)
    if len(joined) >= SHORTEST_PART:
        matches |= Q(reference__icontains=joined) | Q(invoices__number__startswith=joined)
    found = order_access.of_office(office).filter(matches).distinct()
    return list(found.order_by("-submitted_at")[:MOST])


def find_cases(office: Office, typed: str) -> list[PaymentException]:
    """Find parked payments by billing code, NTPN, NTB or their own number."""
    number = _bare(typed)
    if not number:
        return []
    matches = Q(ntpn=number) | Q(ntb=number) | Q(code=number) | Q(billing__code=number)
    if number.isascii() and number.isdigit() and len(number) < SHORTEST_CODE:
        matches |= Q(pk=int(number))
    found = PaymentException.objects.filter(matches, office=office.code)
    return list(found.order_by("-opened_at")[:MOST])


def find_returns(office: Office, typed: str) -> list[RevenueReturn]:
    """Find requests for return by their number or by the NTPN they are about."""
    joined = "".join(typed.split()).upper()
    if not joined:
        return []
    matches = Q(number__iexact=joined) | Q(ntpn=_bare(typed))
    found = RevenueReturn.objects.filter(matches, office=office)
    return list(found.order_by("-prepared_at")[:MOST])


def _bare(typed: str) -> str:
    return "".join(typed.split()).upper().replace("-", "").replace(".", "")


def _by_treasury_number(office: Office, number: str) -> Q:
    """Match orders by what the treasury wrote on a payment, also of a parked one or a deposit."""
    parked = PaymentException.objects.filter(office=office.code, order__isnull=False).filter(
        Q(ntpn=number) | Q(ntb=number) | Q(code=number)
    )
    carried = DepositedCash.objects.filter(is_dropped=False, deposit__office=office).filter(
        Q(deposit__ntpn=number) | Q(deposit__ntb=number) | Q(deposit__code=number)
    )
    return (
        Q(invoices__settlement__ntb=number)
        | Q(pk__in=parked.values("order_id"))
        | Q(pk__in=carried.values("settlement__invoice__order_id"))
    )


def _by_paper_or_ticket(office: Office, joined: str) -> Q:
    asked = RevenueReturn.objects.filter(office=office, number__iexact=joined)
    found = Q(pk__in=asked.values("order_id"))
    try:
        letter, serial = parse_ticket_label(joined)
    except RuleError:
        return found
    tickets = Ticket.objects.filter(office=office, service__code=letter, number=serial)
    return found | Q(visit__in=tickets.values("visit_id"))
