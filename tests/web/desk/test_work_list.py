"""The list of cases …"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from tests.browsing import Browser
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk

from loket.agreements.queries import sppd_in_force
from loket.payments.queries import invoice_in_force, kuitansi_in_force


def test_shows_what_lies_on_the_officers_table(desk: Desk, officer: Browser) -> None:
    order = desk.recorded()

    page = officer.open("desk:home")

    assert reverse("desk:case", args=[order.public_id]) in page.links()
    assert page.has("petugas layanan")


def test_leaves_out_what_waits_for_others(desk: Desk, officer: Browser) -> None:
    order = desk.settling()
    case = reverse("desk:case", args=[order.public_id])

    table = officer.open("desk:home", kanal="walk_in").document.xpath("//table//a/@href")
    assert case not in table
    everything = officer.open("desk:home", tampil="berjalan")
    assert case in everything.document.xpath("//table//a/@href")
    assert everything.has("bendahara")


def test_says_what_is_late(desk: Desk, officer: Browser) -> None:
    desk.recorded()
    with time_machine.travel(NINE + timedelta(minutes=25), tick=False):
        page = officer.open("desk:home")

    assert page.has("Lewat")


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({"tampil": "semua"}, True),
        ({"tampil": "selesai"}, False),
        ({"kanal": "online"}, False),
        ({"tahap": "CHECKING"}, True),
        ({"tahap": "SETTLING"}, False),
        ({"tampil": "'; --", "kanal": "x", "tahap": "y"}, True),
        ({"halaman": "999"}, True),
        ({"halaman": "x"}, True),
    ],
)
def test_keeps_its_filters_in_the_address(
    desk: Desk, officer: Browser, query: dict[str, str], is_there: bool
) -> None:
    order = desk.recorded()

    page = officer.open("desk:home", **query)

    assert page.status == 200
    listed = page.document.xpath("//table//a/@href")
    assert (reverse("desk:case", args=[order.public_id]) in listed) is is_there


def test_finds_a_case_by_the_number_on_any_paper(desk: Desk, officer: Browser) -> None:
    order = desk.receipted()
    papers = (invoice_in_force(order), kuitansi_in_force(order), sppd_in_force(order))

    for number in (order.reference, *(paper.number for paper in papers if paper)):
        page = officer.open("desk:home", q=str(number))
        assert page.url == reverse("desk:case", args=[order.public_id])


@pytest.mark.parametrize("typed", ["99999", "%", "x" * 500, "<script>", "\u202e"])
def test_says_that_nothing_was_found(desk: Desk, officer: Browser, typed: str) -> None:
    desk.recorded()

    page = officer.open("desk:home", q=typed)

    assert page.status == 200
    assert "<script>" not in page.text.replace("<script src", "")


def test_of_one_office_is_hidden_from_another(desk: Desk, elsewhere: Browser) -> None:
    order = desk.recorded()

    for query in ({"tampil": "semua"}, {"q": str(order.reference)}):
        page = elsewhere.open("desk:home", **query)
        assert str(order.reference) not in page.document.xpath("string(//table)")
        assert page.url == reverse("desk:home")
