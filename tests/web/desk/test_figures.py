"""Of the kept promise the staff …"""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.browsing import Browser
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk

from loket.counter import operations
from loket.counter.models import Call, CauseCode

MINUTE = timedelta(minutes=1)


@pytest.fixture
def morning(desk: Desk) -> Desk:
    """Two guests, the second eleven minutes late, and one called out of order."""
    counter = desk.counter
    for n in range(3):
        counter.ticket(NINE + n * MINUTE / 60, name="Siti Rahmawati")
    counter.serve(NINE + MINUTE, NINE + 5 * MINUTE)
    counter.serve(NINE + 26 * MINUTE, NINE + 30 * MINUTE)
    last = counter.ticket(NINE + 27 * MINUTE)
    operations.call_out_of_order(
        ticket=last,
        counter=counter.desk(2),
        note="tamu membawa bayi",
        by=counter.by(2),
        at=NINE + 31 * MINUTE,
    )
    return desk


def test_sees_every_day_service_and_officer(morning: Desk, officer: Browser) -> None:
    page = officer.open("desk:figures")

    assert page.status == 200
    assert page.has("2 dari 3 panggilan")
    assert page.has("Petugas 1")
    assert page.has("Produk statistik berbayar")
    assert "/loket/janji/2026-11-24/" in page.links()
    assert "Siti" not in page.text


def test_sees_why_each_guest_was_called(morning: Desk, officer: Browser) -> None:
    page = officer.open("desk:calls", "2026-11-24")

    assert page.has("Paling lama menunggu")
    assert page.has("Di luar urutan, dengan alasan petugas: “tamu membawa bayi”")
    assert page.has("Kebijakan awal")
    assert page.has("terlambat 11 menit")
    assert page.has("sebab belum dicatat")
    assert page.has("P004")


def test_sees_the_late_ones_alone_with_their_cause(morning: Desk, officer: Browser) -> None:
    late = Call.objects.get(promise_kept=False)
    code = CauseCode.objects.filter(office=morning.office).first()
    assert code is not None
    operations.set_cause(
        call=late, code=code, note="", by=morning.by(), at=NINE + timedelta(hours=1)
    )

    page = officer.open("desk:calls", "2026-11-24", terlambat="")

    assert page.has("P002")
    assert not page.has("P001")
    assert page.has(code.label_id)


@pytest.mark.parametrize("day", ["kemarin", "2026-13-01", "20261124000000", "2026-02-30"])
def test_finds_no_day_that_is_none(desk: Desk, officer: Browser, day: str) -> None:
    assert officer.open("desk:calls", day).status == 404


def test_compares_the_day_with_another_policy(morning: Desk, officer: Browser) -> None:
    page = officer.open("desk:compare", day="2026-11-24")
    assert page.has("Tamu prioritas berturut-turut")

    page = officer.open(
        "desk:compare",
        day="2026-11-24",
        policy="usul",
        priority_run="1",
        ageing_minutes="10",
        cap_minutes="0",
    )

    assert page.status == 200
    assert page.has("Janji terlewat")
    assert page.has("1 → 1")
    assert page.has("memanggil tamu yang sama")
    assert "<svg" in page.text


def test_sees_who_had_been_called_earlier(desk: Desk, officer: Browser) -> None:
    for n in range(4):
        desk.counter.ticket(NINE + n * MINUTE)
    for n in range(4):
        desk.counter.ticket(NINE + (4 + n) * MINUTE, priority="elderly")
    for n in range(8):
        desk.counter.serve(NINE + (10 + n) * MINUTE, NINE + (11 + n) * MINUTE)

    page = officer.open(
        "desk:compare",
        day="2026-11-24",
        policy="usul",
        priority_run="1",
        ageing_minutes="10",
        cap_minutes="45",
    )

    assert page.has("lebih lambat")
    assert page.has("lebih cepat")
    assert page.has("Tamu prioritas")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "2099-01-01"}, "Pilih hari yang sudah lewat"),
        ({"day": "kemarin"}, "Ada yang perlu diperbaiki"),
        ({"day": "2026-11-24", "priority_run": "0"}, "Ada yang perlu diperbaiki"),
        ({"day": "2026-11-24", "policy": "9999"}, "Ada yang perlu diperbaiki"),
    ],
)
def test_is_told_what_cannot_be_compared(
    desk: Desk, officer: Browser, typed: dict[str, str], words: str
) -> None:
    asked = {"policy": "usul", "priority_run": "2", "ageing_minutes": "10", "cap_minutes": "45"}

    page = officer.open("desk:compare", **{**asked, **typed})

    assert page.status == 422
    assert page.has(words)
