"""What a treasurer's desk shows: what waits, what came, what does not fit, and finding a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from loket.orders import access as order_access
from loket.orders.models import Order
from loket.payments.models import Billing, Invoice, Settlement, TransferProof, Waiver
from loket.people.models import Office
from loket.process.vocabulary import State, Trait

MOST = 200
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

    :param typed: order reference, invoice, kuitansi, billing code or NTPN, however spaced
    """
    text = typed.strip().upper()
    joined = "".join(text.split())
    if not joined:
        return []
    digits = joined.replace("-", "").replace(".", "")
    matches = (
        Q(reference__iexact=joined)
        | Q(invoices__number__iexact=joined)
        | Q(invoices__billings__code=digits)
        | Q(invoices__settlement__ntpn=digits)
        | Q(invoices__settlement__kuitansi__number__iexact=joined)
        | Q(invoices__waiver__kuitansi__number__iexact=joined)
    )
    if len(joined) >= SHORTEST_PART:
        matches |= Q(reference__icontains=joined) | Q(invoices__number__startswith=joined)
    found = order_access.of_office(office).filter(matches).distinct()
    return list(found.order_by("-submitted_at")[:MOST])
