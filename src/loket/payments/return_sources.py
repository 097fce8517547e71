"""The payment that a request for return is about: a parked case, or what settled an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loket.orders.models import Order
from loket.payments.models import DepositedCash, PaymentException, Settlement
from loket.people.models import Office
from loket.people.queries import local_day


@dataclass(frozen=True, slots=True)
class Source:
    """`amount` in rupiah, as much as can be asked back; `ntpn` empty while not with the state."""

    ntpn: str
    paid_on: date
    amount: int
    order: Order | None
    settlement: Settlement | None = None
    exception: PaymentException | None = None


def of_exception(office: Office, case: PaymentException) -> Source | None:
    """Return the parked payment; None if nobody knows its amount or when it was paid."""
    if case.amount is None or case.paid_at is None:
        return None
    return Source(
        ntpn=case.ntpn,
        paid_on=local_day(office, case.paid_at),
        amount=case.amount,
        order=case.order,
        exception=case,
    )


def of_order(office: Office, order: Order) -> Source | None:
    """Return what settled the order; None if nothing did."""
    settled = Settlement.objects.filter(invoice__order=order).order_by("-pk").first()
    if settled is None:
        return None
    ntpn = settled.ntpn or ""
    if settled.method != "billing":
        carried = DepositedCash.objects.filter(settlement=settled, is_dropped=False)
        found = carried.select_related("deposit").first()
        ntpn = (found.deposit.ntpn or "") if found else ""
    return Source(
        ntpn=ntpn,
        paid_on=local_day(office, settled.paid_at),
        amount=settled.amount,
        order=order,
        settlement=settled,
    )
