from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pypdf
import pytest
from django.db import IntegrityError

from loket.documents import operations as documents
from loket.orders.models import Order
from loket.payments import cash_book, deposits, operations, refusals
from loket.payments.models import CashDeposit, DayClose, Settlement
from loket.people.models import Office
from loket.ports.billing import Payment
from loket.ports.failures import Rejected
from tests.payments import people
from tests.payments.made import NOW, by
from tests.payments.people import People

CODE = "820261124000077"
WEEK = timedelta(days=7)


def paid(order: Order, staff: People, at: datetime = NOW) -> Settlement:
    return operations.take_cash(order, tendered=10**9, by=by(staff.treasurer, "treasurer"), at=at)


def deposited(
    office: Office, staff: People, *settlements: Settlement, at: datetime = NOW
) -> CashDeposit:
    return deposits.make(
        office,
        [one.pk for one in settlements],
        code=CODE,
        expires_at=NOW + WEEK,
        by=by(staff.treasurer, "treasurer"),
        at=at,
    )


def receipt(deposit: CashDeposit, amount: int | None = None, ntpn: str = "N" * 16) -> Payment:
    return Payment(
        code=deposit.code,
        ntpn=ntpn,
        ntb="1",
        paid_at=NOW,
        bank="Bank",
        channel="7012",
        amount=deposit.amount if amount is None else amount,
    )


def close(
    office: Office, staff: People, counted: int, *, at: datetime = NOW, reason: str = ""
) -> DayClose:
    return cash_book.close_day(
        office, {100: counted // 100}, reason=reason, by=by(staff.treasurer, "treasurer"), at=at
    )


def test_a_day_from_drawer_to_treasury(
    office: Office, staff: People, make_order: Callable[..., Order]
) -> None:
    treasurer = by(staff.treasurer, "treasurer")
    first, second = paid(make_order(), staff), paid(make_order(), staff)
    deposit = deposited(office, staff, first)
    assert [held.settlement for held in deposits.held(office, NOW)] == [second]
    assert cash_book.book_of(office).expected == first.amount + second.amount  # not paid yet
    deposits.record_paid(deposit, receipt(deposit), by=treasurer, at=NOW)
    book = cash_book.book_of(office)
    assert (book.received, book.deposited, book.expected) == (
        first.amount + second.amount,
        first.amount,
        second.amount,
    )
    assert book.entries[-1].balance == second.amount
    closed = close(office, staff, second.amount)
    assert closed.number == "00001/TKH/3304/2026"
    assert closed.difference == 0
    text = " ".join(
        page.extract_text()
        for page in pypdf.PdfReader(io.BytesIO(documents.pdf_of(closed.document))).pages
    )
    assert closed.number in text
    with pytest.raises(refusals.DayAlreadyClosed):
        close(office, staff, second.amount)
    # What comes after the close belongs to the next book, which begins with what was counted.
    third = paid(make_order(), staff, at=NOW + timedelta(hours=1))
    book = cash_book.book_of(office)
    assert (book.opening, book.received) == (second.amount, third.amount)
    tomorrow = close(office, staff, book.expected, at=NOW + timedelta(days=1))
    assert tomorrow.serial == 2
    assert cash_book.book_of(office).entries == ()


def test_a_difference_needs_a_reason(office: Office, staff: People, order: Order) -> None:
    settled = paid(order, staff)
    with pytest.raises(refusals.DifferenceUnexplained):
        close(office, staff, settled.amount - 100)
    closed = close(office, staff, settled.amount - 100, reason="kurang kembalian")
    assert closed.difference == -100
    assert cash_book.book_of(office).opening == settled.amount - 100


def test_the_database_refuses_changed_closes(office: Office, staff: People) -> None:
    closed = close(office, staff, 0)
    with pytest.raises(IntegrityError, match="refused"):
        DayClose.objects.filter(pk=closed.pk).update(reason="lain")


def test_money_goes_to_the_treasury_once(office: Office, staff: People, order: Order) -> None:
    settled = paid(order, staff)
    deposit = deposited(office, staff, settled)
    with pytest.raises(refusals.CodeTaken):
        deposited(office, staff, settled)
    with pytest.raises(refusals.NothingToDeposit):
        deposits.make(
            office,
            [settled.pk],
            code="820261124000078",
            expires_at=NOW + WEEK,
            by=by(staff.treasurer, "treasurer"),
            at=NOW,
        )
    deposits.drop(deposit, by=by(staff.treasurer, "treasurer"), at=NOW)
    assert len(deposits.held(office, NOW)) == 1
    with pytest.raises(refusals.DepositClosed):
        deposits.record_paid(
            deposit, receipt(deposit), by=by(staff.treasurer, "treasurer"), at=NOW
        )


@pytest.mark.parametrize("off_by", [-1, 1])
def test_a_deposit_is_recorded_only_in_full(
    office: Office, staff: People, order: Order, off_by: int
) -> None:
    deposit = deposited(office, staff, paid(order, staff))
    treasurer = by(staff.treasurer, "treasurer")
    with pytest.raises(refusals.DepositDiffers):
        deposits.record_paid(
            deposit, receipt(deposit, deposit.amount + off_by), by=treasurer, at=NOW
        )
    with pytest.raises(Rejected):
        deposits.record_paid(deposit, receipt(deposit, ntpn="kurang"), by=treasurer, at=NOW)
    assert list(deposits.open_deposits(office)) == [deposit]


def test_another_office_cannot_deposit_our_money(
    office: Office, staff: People, order: Order
) -> None:
    settled = paid(order, staff)
    elsewhere = people.office("3303")
    with pytest.raises(refusals.NothingToDeposit):
        deposited(elsewhere, people.people(elsewhere), settled)


def test_the_alarm_rings_after_one_working_day(
    office: Office, staff: People, order: Order
) -> None:
    paid(order, staff)  # Tuesday
    assert not deposits.held(office, NOW + timedelta(days=1))[0].is_overdue
    assert deposits.held(office, NOW + timedelta(days=2))[0].is_overdue
