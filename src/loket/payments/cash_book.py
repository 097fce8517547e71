"""The treasurer's cash book since the last close, and closing the day.

What belongs to a book is told by the order in which it was written, never by the clock: every
writer of an office takes the office's chain first, so nothing falls between two books.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet, Sum

from loket.documents import operations as documents
from loket.documents.models import Document
from loket.documents.papers import day_close as paper
from loket.documents.papers.parties import Official
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.ledger.models import ChainHead
from loket.payments import refusals
from loket.payments.deposits import cash_in
from loket.payments.models import CashDeposit, DayClose, Kuitansi, Settlement
from loket.payments.papers import METHODS
from loket.people.models import Office, Role, User
from loket.people.papers import POSITIONS, letterhead, official
from loket.people.queries import local_day, local_year, staff_of
from loket.rules.numbering import Paper, PaperNumber
from loket.rules.wording import Text

DENOMINATIONS = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the book, in rupiah, with what is in the drawer after it."""

    at: datetime
    number: str
    description: Text
    received: int
    paid_out: int
    balance: int


@dataclass(frozen=True, slots=True)
class Book:
    """Cash since the last close."""

    opening: int
    entries: tuple[Entry, ...]
    deposits: tuple[CashDeposit, ...]
    last_settlement: int
    after: int  # the last settlement of the book before

    @property
    def received(self) -> int:
        return sum(entry.received for entry in self.entries)

    @property
    def deposited(self) -> int:
        return sum(entry.paid_out for entry in self.entries)

    @property
    def expected(self) -> int:
        """Return what should lie in the drawer."""
        return self.opening + self.received - self.deposited


def book_of(office: Office) -> Book:
    last = closes_of(office).first()
    after = last.last_settlement if last else 0
    settlements = list(_settlements(office, after).filter(method="cash"))
    deposits = tuple(
        CashDeposit.objects.filter(office=office, close=None, ntpn__isnull=False).order_by(
            "recorded_at"
        )
    )
    moves = sorted([*_received(settlements), *_paid_out(deposits)], key=lambda move: move[0])
    opening = balance = last.counted if last else 0
    entries = []
    for at, number, description, received, paid_out in moves:
        balance += received - paid_out
        entries.append(Entry(at, number, description, received, paid_out, balance))
    newest = _settlements(office, after).aggregate(last=Max("pk"))["last"]
    return Book(opening, tuple(entries), deposits, newest or after, after)


def closes_of(office: Office) -> QuerySet[DayClose]:
    found = DayClose.objects.filter(office=office).select_related("document", "closed_by")
    return found.order_by("-day")


def is_closed(office: Office, at: datetime) -> bool:
    return DayClose.objects.filter(office=office, day=local_day(office, at)).exists()


@transaction.atomic(durable=True)
def close_day(
    office: Office, counted: Mapping[int, int], *, reason: str, by: By, at: datetime
) -> DayClose:
    """Count the drawer against the book, number and print the close.

    :param counted: how many of each note or coin, by its value in rupiah
    :raises DayAlreadyClosed, DifferenceUnexplained:
    """
    head = trail.lock(by.office)
    day = local_day(office, at)
    if is_closed(office, at):
        raise refusals.DayAlreadyClosed
    book = book_of(office)
    present = sum(value * count for value, count in counted.items())
    if present != book.expected and not reason.strip():
        raise refusals.DifferenceUnexplained
    year = local_year(office, at)
    serial = series.next_number("day-close", office=office.code, period=str(year))
    number = str(PaperNumber(Paper.DAY_CLOSE, office.code, year, serial))
    document = _print(
        office, book, counted, number=number, day=day, reason=reason, head=head, by=by, at=at
    )
    close = DayClose.objects.create(
        office=office,
        day=day,
        year=year,
        serial=serial,
        number=number,
        document=document,
        opening=book.opening,
        received=book.received,
        deposited=book.deposited,
        expected=book.expected,
        counted=present,
        reason=reason,
        last_settlement=book.last_settlement,
        closed_at=at,
        closed_by_id=by.who,
    )
    CashDeposit.objects.filter(pk__in=[one.pk for one in book.deposits]).update(close=close)
    trail.record(
        "close_day",
        subject=_subject(office, day),
        by=by,
        at=at,
        payload={"number": number, "expected": book.expected, "counted": present},
    )
    return close


def _settlements(office: Office, after: int) -> QuerySet[Settlement]:
    found = Settlement.objects.filter(invoice__office=office, pk__gt=after)
    return found.select_related("invoice__order").order_by("pk")


Move = tuple[datetime, str, Text, int, int]


def _received(settlements: list[Settlement]) -> list[Move]:
    numbers = dict(
        Kuitansi.objects.filter(settlement__in=settlements, voided_at=None).values_list(
            "settlement_id", "number"
        )
    )
    return [
        (
            one.recorded_at,
            numbers.get(one.pk, one.invoice.number),
            Text(f"Pesanan {one.invoice.order.reference}", f"Order {one.invoice.order.reference}"),
            one.amount,
            0,
        )
        for one in settlements
    ]


def _paid_out(deposits: tuple[CashDeposit, ...]) -> list[Move]:
    return [
        (one.recorded_at, one.code, _deposit_words(one), 0, cash_in(one))
        for one in deposits
        if one.recorded_at is not None and cash_in(one)
    ]


def _deposit_words(deposit: CashDeposit) -> Text:
    return Text(
        f"Setoran ke kas negara, NTPN {deposit.ntpn}",
        f"Paid into the treasury, NTPN {deposit.ntpn}",
    )


def _print(
    office: Office,
    book: Book,
    counted: Mapping[int, int],
    *,
    number: str,
    day: date,
    reason: str,
    head: ChainHead,
    by: By,
    at: datetime,
) -> Document:
    code = documents.new_code()
    data = paper.DayCloseData(
        language="id",
        office=letterhead(office),
        number=number,
        day=day,
        closed_at=at,
        opening=book.opening,
        entries=tuple(
            paper.CashEntry(e.at, e.number, e.description.id, e.received, e.paid_out)
            for e in book.entries
        ),
        counted=tuple(paper.Counted(v, n) for v, n in sorted(counted.items(), reverse=True) if n),
        non_cash=_non_cash(office, book),
        treasurer=official(User.objects.get(pk=by.who), Role.TREASURER),
        head=_head(office),
        verification_url=documents.verification_url(code),
        reason=reason,
        checkpoint=str(head.seq),
        checkpoint_hash=head.hash,
    )
    return documents.issue(
        "day-close",
        data,
        paper.render,
        template_version=paper.TEMPLATE_VERSION,
        number=number,
        office=office.code,
        subject=_subject(office, day),
        language="id",
        code=code,
        at=at,
    )


def _non_cash(office: Office, book: Book) -> tuple[paper.NonCash, ...]:
    sums: dict[str, Any] = _settlements(office, book.after).aggregate(
        **{f"{m}_count": Count("pk", filter=Q(method=m)) for m in ("billing", "transfer")},
        **{f"{m}_sum": Sum("amount", filter=Q(method=m)) for m in ("billing", "transfer")},
    )
    return tuple(
        paper.NonCash(METHODS[m], sums[f"{m}_count"], sums[f"{m}_sum"] or 0)
        for m in ("billing", "transfer")
    )


def _head(office: Office) -> Official:
    approvers = staff_of(office, Role.APPROVER)
    if approvers:
        return official(approvers[0], Role.APPROVER)
    return Official(name="", nip="", position=POSITIONS[Role.APPROVER])


def _subject(office: Office, day: date) -> str:
    return f"day:{office.code}:{day.isoformat()}"
