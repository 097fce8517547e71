"""Money that landed with the treasurer, passed on to the state by a billing code of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from loket.ledger import trail
from loket.ledger.context import By
from loket.payments import refusals
from loket.payments.billing import CLOCKS_DIFFER, code_used, ntpn_used
from loket.payments.models import CashDeposit, DepositedCash, Settlement
from loket.people.models import Office
from loket.people.queries import calendar_of
from loket.ports.billing import Payment, checked_code, checked_ntpn
from loket.rules.deadlines import working_day_deadline

THROUGH_THE_TREASURER = ("cash", "transfer")
WORKING_DAYS = 1  # to pass the money on


@dataclass(frozen=True, slots=True)
class Held:
    """Money the treasurer still holds, and until when it must be passed on."""

    settlement: Settlement
    due_at: datetime | None
    is_overdue: bool


def held(office: Office, at: datetime) -> list[Held]:
    """Return what is not in any deposit yet, oldest first."""
    calendar = calendar_of(office)
    found = []
    for settlement in _free(office).select_related("invoice__order__buyer"):
        due = working_day_deadline(
            calendar,
            requested=settlement.recorded_at,
            days=WORKING_DAYS,
            request_day_counts=False,
        )
        found.append(Held(settlement, due, due is not None and due < at))
    return found


def open_deposits(office: Office) -> QuerySet[CashDeposit]:
    """Deposits with a code that is not paid yet."""
    found = CashDeposit.objects.filter(office=office, ntpn=None, dropped_at=None)
    return found.prefetch_related("carried__settlement__invoice__order").order_by("made_at")


def deposits_of(office: Office) -> QuerySet[CashDeposit]:
    return CashDeposit.objects.filter(office=office).order_by("-made_at")


@transaction.atomic(durable=True)
def make(
    office: Office,
    settlements: Sequence[int],
    *,
    code: str,
    expires_at: datetime,
    by: By,
    at: datetime,
) -> CashDeposit:
    """Group money that is held under a billing code made for it.

    :param settlements: primary keys; all must be the office's and free
    :raises Rejected: if it is not a billing code
    :raises NothingToDeposit, CodeTaken, AlreadyExpired:
    """
    trail.lock(by.office)
    checked = checked_code(code)
    if code_used(checked):
        raise refusals.CodeTaken
    if expires_at <= at:
        raise refusals.AlreadyExpired
    free = list(_free(office).filter(pk__in=settlements))
    if not free or len(free) != len(set(settlements)):
        raise refusals.NothingToDeposit
    deposit = CashDeposit.objects.create(
        office=office,
        code=checked,
        amount=sum(one.amount for one in free),
        expires_at=expires_at,
        made_at=at,
        made_by_id=by.who,
    )
    DepositedCash.objects.bulk_create(
        DepositedCash(deposit=deposit, settlement=one) for one in free
    )
    _record("make_deposit", deposit, by=by, at=at)
    return deposit


@transaction.atomic(durable=True)
def record_paid(deposit: CashDeposit, payment: Payment, *, by: By, at: datetime) -> None:
    """Write down the state's proof of receipt.

    :raises Rejected: if the NTPN is none
    :raises NtpnTaken, DepositDiffers, PaidInFuture, DepositClosed:
    """
    write_paid(deposit, payment, by=by, at=at)


def write_paid(deposit: CashDeposit, payment: Payment, *, by: By, at: datetime) -> None:
    """As :func:`record_paid`, in the caller's transaction."""
    trail.lock(by.office)
    ntpn = checked_ntpn(payment.ntpn)
    if ntpn_used(ntpn):
        raise refusals.NtpnTaken
    if payment.amount != deposit.amount:
        raise refusals.DepositDiffers
    if payment.paid_at > at + CLOCKS_DIFFER:
        raise refusals.PaidInFuture
    unpaid = CashDeposit.objects.filter(pk=deposit.pk, ntpn=None, dropped_at=None)
    if not unpaid.update(
        ntpn=ntpn,
        ntb=payment.ntb[:16],
        bank=payment.bank[:60],
        channel=payment.channel[:8],
        paid_at=payment.paid_at,
        recorded_at=at,
        recorded_by=by.who,
    ):
        raise refusals.DepositClosed
    _record("record_deposit", deposit, by=by, at=at, ntpn=ntpn)


@transaction.atomic(durable=True)
def drop(deposit: CashDeposit, *, by: By, at: datetime) -> None:
    """Give up a code that was not paid; the money is free for another deposit.

    :raises DepositClosed: if it was paid, or dropped before
    """
    trail.lock(by.office)
    unpaid = CashDeposit.objects.filter(pk=deposit.pk, ntpn=None, dropped_at=None)
    if not unpaid.update(dropped_at=at):
        raise refusals.DepositClosed
    DepositedCash.objects.filter(deposit=deposit).update(is_dropped=True)
    _record("drop_deposit", deposit, by=by, at=at)


def cash_in(deposit: CashDeposit) -> int:
    """Return how much of the deposit lay in the drawer (the rest came by transfer)."""
    carried = deposit.carried.filter(settlement__method="cash")
    return carried.aggregate(sum=Sum("settlement__amount"))["sum"] or 0


def _free(office: Office) -> QuerySet[Settlement]:
    carried = DepositedCash.objects.filter(is_dropped=False).values("settlement_id")
    found = Settlement.objects.filter(
        invoice__office=office, method__in=THROUGH_THE_TREASURER
    ).exclude(pk__in=carried)
    return found.order_by("pk")


def _record(action: str, deposit: CashDeposit, *, by: By, at: datetime, ntpn: str = "") -> None:
    payload = {"code": deposit.code, "amount": deposit.amount, **({"ntpn": ntpn} if ntpn else {})}
    trail.record(action, subject=f"deposit:{deposit.pk}", by=by, at=at, payload=payload)
