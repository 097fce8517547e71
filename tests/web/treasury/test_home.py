from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.browsing import Browser
from tests.payments import made, people
from tests.payments.made import NOW, by
from tests.payments.people import People

from loket.orders.models import Order
from loket.payments import operations
from loket.payments.queries import invoice_in_force
from loket.people.models import Office


def test_the_desk_shows_what_waits_then_what_came(
    treasurer: Browser, order: Order, staff: People
) -> None:
    invoice = invoice_in_force(order)
    assert invoice is not None
    page = treasurer.open("treasury:home")
    assert page.has("Menunggu pembayaran (1)")
    assert page.has(invoice.number)
    operations.take_cash(order, tendered=10**9, by=by(staff.treasurer, "treasurer"), at=NOW)
    page = treasurer.open("treasury:live")
    assert page.has("Menunggu pembayaran (0)")
    assert page.has("Kuitansi untuk dibuat (1)")
    treasurer.press(page, "treasury:issue_kuitansi", order.public_id)
    assert treasurer.open("treasury:live").has("Kuitansi untuk dibuat (0)")


@pytest.mark.parametrize("which", ["reference", "invoice", "kuitansi", "spaced"])
def test_any_number_finds_the_case(
    treasurer: Browser, order: Order, staff: People, which: str
) -> None:
    operations.take_cash(order, tendered=10**9, by=by(staff.treasurer, "treasurer"), at=NOW)
    kuitansi = operations.issue_kuitansi(order, by=by(staff.treasurer, "treasurer"), at=NOW)
    invoice = invoice_in_force(order)
    assert invoice is not None
    assert order.reference is not None
    typed = {
        "reference": order.reference,
        "invoice": invoice.number.lower(),
        "kuitansi": kuitansi.number,
        "spaced": f"  {order.reference} ",
    }[which]
    page = treasurer.open("treasury:search", q=typed)
    assert page.url == reverse("treasury:case", args=[order.public_id])


@pytest.mark.parametrize("typed", ["", "tidak-ada", "x" * 500, "%", "<script>"])
def test_finding_nothing(treasurer: Browser, order: Order, typed: str) -> None:
    page = treasurer.open("treasury:search", q=typed)
    assert page.status == 200
    assert "<script>" not in page.text


def test_another_office_is_not_found(treasurer: Browser, order: Order) -> None:
    place = people.office("3303")
    others = people.people(place)
    there = made.order(place, others.buyer, others.officer)
    invoice = invoice_in_force(there)
    assert invoice is not None
    page = treasurer.open("treasury:search", q=invoice.number)
    assert page.has("Tidak ada yang cocok")
    assert invoice.number not in treasurer.open("treasury:home").text


@pytest.mark.parametrize("name", ["home", "live", "search", "exceptions"])
def test_only_for_treasurers(
    office: Office, staff: People, name: str, log_in: Callable[..., Client]
) -> None:
    address = reverse(f"treasury:{name}")
    assert log_in(staff.treasurer).get(address).status_code == 200
    assert log_in(staff.treasurer).post(address, {"once_key": "a" * 20}).status_code == 405
    assert log_in(staff.officer).get(address).status_code == 404
    assert log_in(staff.buyer).get(address).status_code == 404
