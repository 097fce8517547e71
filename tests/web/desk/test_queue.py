"""At the queue an officer …"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from tests.browsing import Browser
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk

from loket.counter import operations
from loket.counter.models import BreachCause, Call, Ticket


@pytest.fixture
def seated(desk: Desk) -> Desk:
    operations.sit_down(counter=desk.counter.desk(), by=desk.by(), at=NINE)
    return desk


def test_must_take_a_desk_before_calling(desk: Desk, officer: Browser) -> None:
    desk.guest()
    page = officer.open("desk:home")
    assert page.has("Anda belum duduk di loket")
    page = officer.press(page, "desk:sit", counter="1")
    assert page.has("Loket 1")
    page = officer.press(page, "desk:leave")
    assert page.has("Anda belum duduk di loket")


@pytest.mark.parametrize("typed", ["", "99", "-1", "satu", "9" * 40])
def test_cannot_sit_at_a_desk_that_is_not_there(desk: Desk, officer: Browser, typed: str) -> None:
    page = officer.press(officer.open("desk:home"), "desk:sit", counter=typed)

    assert page.status == 200
    assert page.has("Pilih loket yang ada di kantor ini.")


def test_hears_that_somebody_else_sits_there(desk: Desk, officer: Browser) -> None:
    operations.sit_down(counter=desk.counter.desk(2), by=desk.counter.by(2), at=NINE)

    page = officer.press(officer.open("desk:home"), "desk:sit", counter="2")

    assert page.has("Petugas lain sedang bertugas di loket ini")


def test_hears_that_nobody_waits(seated: Desk, officer: Browser) -> None:
    page = officer.press(officer.open("desk:home"), "desk:call_next")

    assert page.has("Tidak ada tamu yang menunggu")


def test_sees_the_promise_running(seated: Desk, officer: Browser) -> None:
    ticket = seated.guest()

    page = officer.open("desk:home")

    (clock,) = page.document.xpath("//*[@data-until]")
    assert clock.get("data-until") == (NINE + timedelta(minutes=10)).isoformat(timespec="seconds")
    assert clock.get("data-label") == ticket.label


def test_sets_aside_and_goes_on(seated: Desk, officer: Browser) -> None:
    ticket = seated.guest()
    page = officer.press(officer.open("desk:home"), "desk:call_next")
    page = officer.press(page, "desk:start", ticket.public_id)
    page = officer.press(page, "desk:hold", ticket.public_id)
    ticket.refresh_from_db()
    assert ticket.state == "on_hold"
    page = officer.press(page, "desk:resume", ticket.public_id)
    ticket.refresh_from_db()
    assert ticket.state == "serving"


def test_calls_aloud_who_was_set_aside(seated: Desk, officer: Browser) -> None:
    ticket = seated.guest()
    page = officer.press(officer.open("desk:home"), "desk:call_next")
    page = officer.press(page, "desk:hold", ticket.public_id)

    officer.press(page, "desk:resume", ticket.public_id, panggil="1")

    ticket.refresh_from_db()
    assert ticket.state == "called"
    assert Call.objects.filter(ticket=ticket).count() == 2


def test_marks_who_did_not_come_and_takes_them_back(seated: Desk, officer: Browser) -> None:
    ticket = seated.guest()
    page = officer.press(officer.open("desk:home"), "desk:call_next")
    page = officer.press(page, "desk:no_show", ticket.public_id)
    assert page.has("Tidak hadir (1)")
    officer.press(page, "desk:return_to_queue", ticket.public_id)
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_calls_out_of_order_only_with_a_reason(seated: Desk, officer: Browser) -> None:
    seated.guest()
    second = seated.counter.ticket(NINE, name="Kedua")
    page = officer.open("desk:home")
    page = officer.press(page, "desk:call_out_of_order", second.public_id, note="  ")
    assert page.has("Tuliskan alasannya")
    officer.press(page, "desk:call_out_of_order", second.public_id, note="Ibu hamil")
    second.refresh_from_db()
    assert second.state == "called"
    assert Call.objects.get(ticket=second).note == "Ibu hamil"


def test_passes_a_guest_to_consultation(seated: Desk, officer: Browser) -> None:
    ticket = seated.guest()
    page = officer.press(officer.open("desk:home"), "desk:call_next")
    page = officer.press(page, "desk:start", ticket.public_id)
    page = officer.press(page, "desk:transfer", ticket.public_id)
    ticket.refresh_from_db()
    assert ticket.state == "transferred"
    assert Ticket.objects.get(follows=ticket).service.code == "K"
    assert page.has("K001")


@pytest.mark.parametrize("fields", [{}, {"service": "Z"}, {"counter": "77"}, {"counter": "x"}])
def test_cannot_pass_a_guest_to_nowhere(
    seated: Desk, officer: Browser, fields: dict[str, str], key: str
) -> None:
    ticket = seated.guest()

    answer = officer.client.post(
        f"/loket/nomor/{ticket.public_id}/alihkan/", {**fields, "once_key": key}, follow=True
    )

    assert "Pilih layanan atau loket tujuan." in answer.content.decode()
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_is_told_when_the_number_moved_on_meanwhile(
    seated: Desk, officer: Browser, key: str
) -> None:
    ticket = seated.guest()

    answer = officer.client.post(
        f"/loket/nomor/{ticket.public_id}/mulai/", {"once_key": key}, follow=True
    )

    assert answer.status_code == 200
    assert "tidak berlaku untuk keadaan nomor antrean" in answer.content.decode()


def test_gives_the_cause_of_a_late_call(seated: Desk, officer: Browser) -> None:
    seated.guest()
    with time_machine.travel(NINE + timedelta(minutes=14), tick=False):
        page = officer.press(officer.open("desk:home"), "desk:call_next")
        call = Call.objects.get()
        page = officer.press(page, "desk:cause", call.pk, code="system", note="Mati lampu")
    assert BreachCause.objects.get().code.code == "system"
    assert not page.has("terlambat tanpa penyebab")


def test_closes_what_yesterday_left_open(seated: Desk, officer: Browser) -> None:
    ticket = seated.guest(NINE - timedelta(days=1))

    page = officer.press(officer.open("desk:home"), "desk:close_earlier_days")

    assert page.has("1 nomor dari hari sebelumnya sudah ditutup")
    ticket.refresh_from_db()
    assert ticket.state == "no_show"


def test_may_let_a_finished_guest_go_home_from_here(seated: Desk, officer: Browser) -> None:
    ticket = seated.known_guest()
    operations.finish_service(ticket=ticket, by=seated.by(), at=NINE)

    page = officer.open("desk:home")
    assert page.has("Selesai, belum pulang")
    officer.press(page, "desk:close_visit", ticket.visit.public_id)

    ticket.visit.refresh_from_db()
    assert ticket.visit.closed_at == NINE


def test_gets_the_panel_again_only_when_something_changed(seated: Desk, officer: Browser) -> None:
    first = officer.client.get("/loket/antrean/")
    tag = first.headers["ETag"]
    assert officer.client.get("/loket/antrean/", headers={"if-none-match": tag}).status_code == 304
    seated.guest()
    again = officer.client.get("/loket/antrean/", headers={"if-none-match": tag})
    assert again.status_code == 200
    assert "P001" in again.content.decode()


def test_calls_one_guest_with_two_clicks(seated: Desk, officer: Browser, key: str) -> None:
    seated.guest()
    second = seated.counter.ticket(NINE, name="Kedua")

    for _ in range(2):
        answer = officer.client.post("/loket/antrean/panggil/", {"once_key": key})
        assert answer.status_code == 302

    second.refresh_from_db()
    assert second.state == "waiting"
    assert Call.objects.count() == 1
