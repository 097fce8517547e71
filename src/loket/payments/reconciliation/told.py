"""A line of a comparison as the payment that the list tells of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from loket.payments import refusals
from loket.payments.models import Billing, ReconciliationLine
from loket.payments.reconciliation.comparing import JAKARTA
from loket.ports.billing import Payment

NOON = time(12)
A_SECOND = timedelta(seconds=1)


def payment_of(line: ReconciliationLine, *, within: Billing | None = None) -> Payment:
    """
    Return the payment. Where the list tells only the day, noon is taken, or the nearest
    instant of that day at which the code was valid.

    :raises NoSuchStep: if the line is only ours
    """
    told = line.theirs
    if told is None:
        raise refusals.NoSuchStep
    if told["paid_at"]:
        paid_at = datetime.fromisoformat(told["paid_at"])
    else:
        paid_at = _within(date.fromisoformat(told["paid_on"]), within)
    return Payment(
        code=line.code,
        ntpn=line.ntpn,
        ntb=told["ntb"],
        paid_at=paid_at,
        bank=told["bank"],
        channel=told["channel"][:8],
        amount=told["amount"],
    )


def _within(day: date, billing: Billing | None) -> datetime:
    noon = datetime.combine(day, NOON, JAKARTA)
    if billing is None:
        return noon
    issued, last = billing.issued_at, billing.expires_at - A_SECOND
    for nearest in (max(noon, issued), min(noon, last)):
        if nearest.astimezone(JAKARTA).date() == day and issued <= nearest <= last:
            return nearest
    return noon
