"""Return of state revenue: recorded, approved by another person, forwarded, answered.

Nothing here moves money. The letter is numbered without gaps when it is approved.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from loket.ledger import series, trail
from loket.ledger.context import By
from loket.payments import refusals, return_papers
from loket.payments.models import RevenueReturn, Settlement
from loket.payments.parking import close
from loket.payments.return_sources import Source
from loket.people.models import Office
from loket.people.queries import local_year
from loket.rules.numbering import Paper, PaperNumber
from loket.rules.returns import Ground, Outcome, Way, check_time, missing_papers


@dataclass(frozen=True, slots=True)
class Claim:
    """What the payer asks for, by which letter. `amount` in rupiah."""

    ground: Ground
    reason: str
    amount: int
    way: Way
    claimant: str
    claimant_address: str
    asked_on: date
    letter_number: str
    claimant_npwp: str = ""
    bank: str = ""
    account_number: str = ""
    account_name: str = ""
    papers: list[str] = field(default_factory=list)


@transaction.atomic(durable=True)
def prepare(
    office: Office, source: Source, claim: Claim, *, by: By, at: datetime
) -> RevenueReturn:
    """Record a request, to be approved by somebody else.

    :param source: the payment it is about, as our books or the parked case have it
    :raises NotInTreasury: if the money is not with the state yet
    :raises AskedTooMuch: if more is asked back than was paid, other requests counted in
    :raises AccountNeeded: if a transfer is asked for without an account
    :raises RuleError: if it comes too late
    """
    trail.lock(by.office)
    if not source.ntpn:
        raise refusals.NotInTreasury
    since = source.paid_on
    check_time(claim.ground, since=since, asked_on=claim.asked_on)
    if claim.amount > source.amount - _asked_already(office, source.ntpn):
        raise refusals.AskedTooMuch
    if claim.way is Way.TRANSFER and not (claim.bank and claim.account_number):
        raise refusals.AccountNeeded
    made = RevenueReturn.objects.create(
        office=office,
        order=source.order,
        settlement=source.settlement,
        exception=source.exception,
        ntpn=source.ntpn,
        paid_on=source.paid_on,
        paid_amount=source.amount,
        prepared_by_id=by.who,
        prepared_at=at,
        **asdict(claim),
    )
    _record("prepare_return", made, by=by, at=at)
    return made


@transaction.atomic(durable=True)
def add_papers(asked: RevenueReturn, papers: list[str], *, by: By, at: datetime) -> None:
    """Write down which papers are at hand now.

    :raises ReturnDecided: if it was approved or refused meanwhile
    """
    waiting = RevenueReturn.objects.filter(pk=asked.pk, approved=None)
    if not waiting.update(papers=papers):
        raise refusals.ReturnDecided
    _record("complete_return", asked, by=by, at=at)


@transaction.atomic(durable=True)
def approve(asked: RevenueReturn, *, note: str, by: By, at: datetime) -> RevenueReturn:
    """Number and print the letter; the case it came from is closed.

    :raises SecondPersonNeeded: if the same person prepared it
    :raises PapersMissing, ReturnDecided:
    """
    trail.lock(by.office)
    asked = RevenueReturn.objects.select_related("office", "order", "exception").get(pk=asked.pk)
    _check_second(asked, by)
    if missing_papers(Ground(asked.ground), Way(asked.way), asked.papers):
        raise refusals.PapersMissing
    year = local_year(asked.office, at)
    serial = series.next_number("return", office=asked.office.code, period=str(year))
    number = str(PaperNumber(Paper.RETURN, asked.office.code, year, serial))
    document = return_papers.letter(asked, number=number, by=by, at=at)
    RevenueReturn.objects.filter(pk=asked.pk).update(
        approved=True,
        approved_by=by.who,
        approved_at=at,
        approval_note=note,
        year=year,
        serial=serial,
        number=number,
        document=document,
    )
    case = asked.exception
    if case is not None and case.closed_at is None:
        close(case, action="return", resolution=number, by=by, at=at)
    asked.refresh_from_db()
    _record("approve_return", asked, by=by, at=at)
    return asked


@transaction.atomic(durable=True)
def refuse(asked: RevenueReturn, *, note: str, by: By, at: datetime) -> None:
    """Send it back; the treasurer may record it anew.

    :raises SecondPersonNeeded, ReasonNeeded, ReturnDecided:
    """
    trail.lock(by.office)
    asked = RevenueReturn.objects.get(pk=asked.pk)
    _check_second(asked, by)
    if not note.strip():
        raise refusals.ReasonNeeded
    RevenueReturn.objects.filter(pk=asked.pk).update(
        approved=False, approved_by=by.who, approved_at=at, approval_note=note
    )
    _record("refuse_return", asked, by=by, at=at)


@transaction.atomic(durable=True)
def forward(asked: RevenueReturn, *, to: str, on: date, by: By, at: datetime) -> None:
    """Write down to whom the letter went, and when.

    :raises ReturnNotReady: unless it is approved and not forwarded yet
    """
    ready = RevenueReturn.objects.filter(pk=asked.pk, approved=True, forwarded_on=None)
    if not ready.update(forwarded_to=to, forwarded_on=on, forwarded_by=by.who):
        raise refusals.ReturnNotReady
    _record("forward_return", asked, by=by, at=at)


@transaction.atomic(durable=True)
def write_outcome(
    asked: RevenueReturn,
    outcome: Outcome,
    *,
    amount: int | None,
    letter: str,
    on: date,
    note: str,
    by: By,
    at: datetime,
) -> None:
    """Write down what was answered.

    :param amount: granted, in rupiah; None where nothing was
    :raises AskedTooMuch: if more was granted than asked for
    :raises ReturnNotReady: unless it is forwarded and not answered yet
    """
    is_granted = outcome in {Outcome.ADVANCE, Outcome.TRANSFER}
    granted = (amount or asked.amount) if is_granted else None
    if granted is not None and granted > asked.amount:
        raise refusals.AskedTooMuch
    ready = RevenueReturn.objects.filter(pk=asked.pk, outcome="", forwarded_on__isnull=False)
    if not ready.update(
        outcome=outcome.value,
        outcome_amount=granted,
        outcome_letter=letter,
        outcome_on=on,
        outcome_note=note,
        outcome_by=by.who,
    ):
        raise refusals.ReturnNotReady
    _record("answer_return", asked, by=by, at=at)


def returns_of(office: Office) -> QuerySet[RevenueReturn]:
    found = RevenueReturn.objects.filter(office=office)
    return found.select_related("order", "document", "prepared_by", "approved_by", "exception")


def waiting_for_approval(office: Office) -> QuerySet[RevenueReturn]:
    return returns_of(office).filter(approved=None).order_by("prepared_at")


def is_open_about(settlement: Settlement) -> bool:
    """Whether a request about this payment is under way."""
    found = RevenueReturn.objects.filter(settlement=settlement, outcome="")
    return found.exclude(approved=False).exists()


def _check_second(asked: RevenueReturn, by: By) -> None:
    if asked.approved is not None:
        raise refusals.ReturnDecided
    if by.who == asked.prepared_by_id:
        raise refusals.SecondPersonNeeded


def _asked_already(office: Office, ntpn: str) -> int:
    """Return what other requests about the payment ask for, unless they came to nothing."""
    others = RevenueReturn.objects.filter(office=office, ntpn=ntpn).exclude(
        Q(approved=False) | Q(outcome__in=[Outcome.REFUSED.value, Outcome.WITHDRAWN.value])
    )
    return others.aggregate(sum=Sum("amount"))["sum"] or 0


def _record(action: str, asked: RevenueReturn, *, by: By, at: datetime) -> None:
    payload = {"ground": asked.ground, "amount": asked.amount, "ntpn": asked.ntpn}
    if asked.number:
        payload["number"] = asked.number
    trail.record(action, subject=f"return:{asked.pk}", by=by, at=at, payload=payload)
