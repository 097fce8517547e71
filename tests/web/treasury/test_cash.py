from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.browsing import Browser, Page
from tests.payments import made, people
from tests.payments.made import by
from tests.payments.people import People

from loket.orders.models import Order
from loket.payments import operations
from loket.payments.models import Billing, CashDeposit, DayClose, PaymentException, Settlement
from loket.people.models import Office
from loket.web.templatetags.loket import new_key

WIB = ZoneInfo("Asia/Jakarta")
CODE = "820261124000055"


@pytest.fixture
def settled(order: Order, staff: People) -> Settlement:
    return operations.take_cash(
        order, tendered=10**9, by=by(staff.treasurer, "treasurer"), at=timezone.now()
    )


def local(days: int = 0) -> str:
    return (timezone.now() + timedelta(days=days)).astimezone(WIB).strftime("%Y-%m-%dT%H:%M")


def deposit(treasurer: Browser, settled: Settlement, **fields: Any) -> Page:
    page = treasurer.open("treasury:cash_book")
    given = {"settlements": [str(settled.pk)], "code": CODE, "expires_at": local(7)}
    return treasurer.press(page, "treasury:make_deposit", **{**given, **fields})


def test_deposit_paid_and_day_closed(treasurer: Browser, settled: Settlement) -> None:
    page = deposit(treasurer, settled)
    made_one = CashDeposit.objects.get()
    assert made_one.amount == settled.amount
    assert page.has(CODE)
    page = treasurer.press(
        page, "treasury:record_deposit", made_one.pk, ntpn="N" * 16, paid_at=local()
    )
    made_one.refresh_from_db()
    assert made_one.ntpn == "N" * 16
    page = treasurer.press(page, "treasury:close_day", count_100="0")
    closed = DayClose.objects.get()
    assert (closed.received, closed.deposited, closed.expected) == (
        settled.amount,
        settled.amount,
        0,
    )
    paper = treasurer.client.get(reverse("treasury:close_paper", args=[closed.pk]))
    assert paper.content.startswith(b"%PDF")
    page = treasurer.open("treasury:cash_book")
    assert page.has("Kas hari ini sudah ditutup")
    again = treasurer.client.post(reverse("treasury:close_day"), {"once_key": new_key()})
    assert again.status_code == 422
    assert DayClose.objects.count() == 1


def test_the_drawer_differs(treasurer: Browser, settled: Settlement) -> None:
    page = treasurer.press(treasurer.open("treasury:cash_book"), "treasury:close_day")
    assert page.status == 422
    assert page.has("Ada selisih kas")
    page = treasurer.press(page, "treasury:close_day", count_100="1", reason="Salah kembalian")
    assert page.status == 200
    assert DayClose.objects.get().difference == 100 - settled.amount


@pytest.mark.parametrize("count", ["-1", "1,5", "banyak", "9" * 30])
def test_counts_that_are_none(treasurer: Browser, settled: Settlement, count: str) -> None:
    page = treasurer.press(
        treasurer.open("treasury:cash_book"), "treasury:close_day", count_1000=count, reason="x"
    )
    assert page.status == 422
    assert not DayClose.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"settlements": []},
        {"settlements": ["999999"]},
        {"settlements": ["x"]},
        {"code": "1"},
        {"expires_at": "2020-01-01T00:00"},
        {"expires_at": ""},
    ],
)
def test_deposits_that_are_none(
    treasurer: Browser, settled: Settlement, wrong: dict[str, Any]
) -> None:
    assert deposit(treasurer, settled, **wrong).status == 422
    assert not CashDeposit.objects.exists()


def test_a_deposit_off_by_one_rupiah(treasurer: Browser, settled: Settlement) -> None:
    page = deposit(treasurer, settled)
    made_one = CashDeposit.objects.get()
    page = treasurer.press(
        page,
        "treasury:record_deposit",
        made_one.pk,
        ntpn="N" * 16,
        paid_at=local(),
        amount=str(made_one.amount + 1),
    )
    assert page.status == 422
    assert page.has("berbeda dari jumlah setoran")
    page = treasurer.press(
        treasurer.open("treasury:cash_book"), "treasury:drop_deposit", made_one.pk
    )
    assert page.has("Belum disetor (1)")


@pytest.mark.parametrize("name", ["record_deposit", "drop_deposit", "close_paper"])
def test_other_offices_and_strangers(
    treasurer: Browser,
    settled: Settlement,
    staff: People,
    name: str,
    log_in: Callable[..., Client],
) -> None:
    deposit(treasurer, settled)
    treasurer.press(treasurer.open("treasury:cash_book"), "treasury:close_day", reason="hitung")
    pk = (DayClose if name == "close_paper" else CashDeposit).objects.get().pk
    elsewhere = people.people(people.office("3303"))
    address = reverse(f"treasury:{name}", args=[pk])
    for user in (elsewhere.treasurer, staff.officer, staff.buyer):
        client = log_in(user)
        answer = (
            client.get(address)
            if name == "close_paper"
            else client.post(address, {"once_key": new_key()})
        )
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["make_deposit", "close_day"])
def test_posted_only(treasurer: Browser, name: str) -> None:
    assert treasurer.client.get(reverse(f"treasury:{name}")).status_code == 405


@pytest.mark.parametrize("name", ["cash_book", "report"])
def test_only_for_treasurers(staff: People, name: str, log_in: Callable[..., Client]) -> None:
    address = reverse(f"treasury:{name}")
    assert log_in(staff.treasurer).get(address).status_code == 200
    assert log_in(staff.approver).get(address).status_code == 404
    assert log_in(staff.buyer).get(address).status_code == 404


def test_another_office_sees_none_of_it(
    settled: Settlement, log_in: Callable[..., Client]
) -> None:
    elsewhere = people.people(people.office("3303"))
    reference = settled.invoice.order.reference or "?"
    for name in ("cash_book", "report"):
        page = Browser(log_in(elsewhere.treasurer)).open(f"treasury:{name}")
        assert reference not in page.text


def test_late_money_is_accepted(treasurer: Browser, office: Office, staff: People) -> None:
    waiting = made.order(office, staff.buyer, staff.officer)
    billing = Billing.objects.create(
        invoice=waiting.invoices.get(),
        code=CODE,
        provider="by_hand",
        amount=waiting.invoices.get().total,
        issued_at=timezone.now() - timedelta(days=9),
        expires_at=timezone.now() - timedelta(days=2),
    )
    page = treasurer.press(
        treasurer.open("treasury:case", waiting.public_id),
        "treasury:confirm_billing",
        waiting.public_id,
        ntpn="L" * 16,
        paid_at=local(-1),
    )
    late = PaymentException.objects.get()
    assert (late.kind, late.billing) == ("late", billing)
    page = treasurer.press(page, "treasury:accept_late", late.pk)
    assert page.url == reverse("treasury:case", args=[waiting.public_id])
    assert page.has("Lunas")
    again = treasurer.client.post(
        reverse("treasury:accept_late", args=[late.pk]), {"once_key": new_key()}
    )
    assert again.status_code == 409
