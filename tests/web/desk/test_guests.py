"""About a guest an officer …"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.browsing import Browser
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk

from loket.counter import operations
from loket.counter.models import PreprintedSlip, Ticket, Visit
from loket.orders.models import Order
from loket.people.models import User

GUEST = {
    "service": "P",
    "name": "Tono",
    "phone": "0812 0000 1111",
    "email": "tono@example.org",
    "sex": "m",
    "education": "bachelor",
    "occupation": "student",
    "purpose": "study",
    "guest_language": "id",
    "consent": "on",
}
REQUEST = {
    "background": "Ketimpangan.",
    "purpose": "Memetakan jarak.",
    "method": "Analisis jaringan.",
    "output": "Skripsi.",
    "signer_name": "Rina Anggraini",
    "signer_rank": "self",
    "language": "en",
}


def test_gives_a_number_without_the_kiosk(desk: Desk, officer: Browser) -> None:
    page = officer.submit(officer.open("desk:arrival"), **GUEST)

    assert page.has("Nomor antrean: P001.")
    assert Visit.objects.get().origin == "desk"


def test_keeps_what_was_typed_when_consent_is_missing(desk: Desk, officer: Browser) -> None:
    page = officer.submit(officer.open("desk:arrival"), **{**GUEST, "consent": ""})

    assert page.status == 422
    assert page.document.xpath("//input[@name='name']/@value") == ["Tono"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("name", ["\x01\x02", "'; DROP TABLE--", "<b>x</b>", "﷽" * 200, "\u202e"])
def test_takes_no_harm_from_naughty_names(desk: Desk, officer: Browser, name: str) -> None:
    page = officer.submit(officer.open("desk:arrival"), **{**GUEST, "name": name})

    assert page.status in {200, 422}
    assert "<b>x</b>" not in page.text


def test_enters_a_slip_with_its_true_times(desk: Desk, officer: Browser) -> None:
    slip = {
        **GUEST,
        "printed": "c-07",
        "reason": "Listrik padam",
        "arrived": "08:20",
        "called": "08:25",
        "started": "08:26",
        "finished": "08:40",
        "counter": "2",
    }
    page = officer.submit(officer.open("desk:slip"), **slip)
    assert page.has("Nomor cadangan dicatat sebagai P001")
    kept = PreprintedSlip.objects.get()
    assert kept.printed == "C-07"
    assert kept.arrived_at.isoformat() == "2026-11-24T01:20:00+00:00"
    assert kept.entered_at == NINE
    assert Ticket.objects.get().state == "done"
    page = officer.submit(officer.open("desk:slip"), **slip)
    assert page.status == 422


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ({"arrived": "08:20", "called": "08:30"}, "loketnya"),
        ({"arrived": "23:00"}, "tidak berurutan atau belum lewat"),
        ({"arrived": "pagi"}, "Datang pukul"),
    ],
)
def test_hears_what_is_wrong_with_a_slip(
    desk: Desk, officer: Browser, times: dict[str, str], words: str
) -> None:
    slip = {**GUEST, "printed": "C-07", "reason": "Listrik padam", **times}

    page = officer.submit(officer.open("desk:slip"), **slip)

    assert page.status == 422
    assert page.has(words)
    assert not Ticket.objects.exists()


def test_corrects_the_guest_book_with_the_identity_at_hand(desk: Desk, officer: Browser) -> None:
    visit = desk.guest().visit
    page = officer.open("desk:visit", visit.public_id)
    assert page.has("Identitas belum diperiksa")
    confirm = reverse("desk:confirm", args=[visit.public_id])
    page = officer.submit(page, confirm, name="Rina A. Putri")
    visit.refresh_from_db()
    assert visit.name == "Rina A. Putri"
    assert visit.identity_checked_by == desk.officer
    assert visit.answers["education"] == "bachelor"


def test_cannot_confirm_a_wrong_address(desk: Desk, officer: Browser) -> None:
    visit = desk.guest().visit
    page = officer.open("desk:visit", visit.public_id)

    page = officer.press(page, "desk:confirm", visit.public_id, email="bukan-alamat")

    assert page.status == 422
    visit.refresh_from_db()
    assert visit.identity_checked_at is None


def test_writes_down_whom_the_agreement_is_with(desk: Desk, officer: Browser) -> None:
    visit = desk.known_guest().visit
    page = officer.open("desk:visit", visit.public_id)
    page = officer.press(
        page, "desk:buyer", visit.public_id, segment="student", address="Jl. Contoh 1"
    )
    guest = User.objects.get(email="rina@example.org")
    assert (guest.segment, guest.address) == ("student", "Jl. Contoh 1")


def test_never_overwrites_what_people_keep_themselves(desk: Desk, officer: Browser) -> None:
    visit = desk.known_guest().visit
    User.objects.filter(email="rina@example.org").update(joined_at=NINE, address="Rumah")
    page = officer.open("desk:visit", visit.public_id)
    officer.press(
        page,
        "desk:buyer",
        visit.public_id,
        segment="education",
        address="Lain",
        institution="Universitas Jauh",
    )
    guest = User.objects.get(email="rina@example.org")
    assert (guest.segment, guest.address) == ("general", "Rumah")
    assert guest.institution == "Universitas Jauh"


@pytest.mark.parametrize("npwp", ["123", "abc", "0" * 24])
def test_hears_that_a_tax_number_is_wrong(desk: Desk, officer: Browser, npwp: str) -> None:
    visit = desk.known_guest().visit
    page = officer.open("desk:visit", visit.public_id)

    page = officer.press(page, "desk:buyer", visit.public_id, npwp=npwp)

    assert page.status == 422


def test_gives_a_second_number_in_one_visit(desk: Desk, officer: Browser) -> None:
    visit = desk.known_guest().visit
    page = officer.open("desk:visit", visit.public_id)
    page = officer.press(page, "desk:another_number", visit.public_id, service="B")
    assert page.has("Nomor antrean: B001.")
    page = officer.press(page, "desk:another_number", visit.public_id, service="B")
    assert page.has("sudah memiliki nomor antrean")


def test_cannot_close_a_visit_that_is_not_over(desk: Desk, officer: Browser, key: str) -> None:
    visit = desk.known_guest().visit

    url = reverse("desk:close_visit", args=[visit.public_id])
    answer = officer.client.post(url, {"once_key": key}, follow=True)

    assert "masih memiliki nomor antrean" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.closed_at is None


def test_sees_a_closed_visit_without_forms(desk: Desk, officer: Browser) -> None:
    ticket = desk.known_guest()
    operations.finish_service(ticket=ticket, by=desk.by(), at=NINE)
    operations.close_visit(visit=ticket.visit, by=desk.by(), at=NINE)

    page = officer.open("desk:visit", ticket.visit.public_id)

    assert page.has("Kunjungan ditutup")
    assert not page.document.xpath("//input[@name='name']")


def test_takes_the_request_down(desk: Desk, officer: Browser) -> None:
    visit = desk.known_guest().visit
    page = officer.open("desk:record", visit.public_id)
    assert page.has("Peta desa")
    page = officer.submit(
        page,
        product=[desk.product.code],
        **{f"format_{desk.product.code}": "shapefile"},
        **REQUEST,
    )
    order = Order.objects.get()
    assert page.url == reverse("desk:case", args=[order.public_id])
    assert (order.state, order.language, order.visit) == ("CHECKING", "en", visit)
    assert '"shapefile"' in order.items.get().definition


def test_must_see_an_identity_before_a_request(desk: Desk, officer: Browser) -> None:
    visit = desk.guest().visit

    page = officer.open("desk:record", visit.public_id)

    assert page.url == reverse("desk:visit", args=[visit.public_id])
    assert page.has("Periksa identitas tamu")


@pytest.mark.parametrize(
    "wrong",
    [
        {"product": []},
        {"product": ["tidak-dijual"]},
        {"background": ""},
        {"signer_rank": "rector"},
        {"language": "xx"},
    ],
)
def test_loses_nothing_of_a_request_that_is_not_complete(
    desk: Desk, officer: Browser, wrong: dict[str, Any]
) -> None:
    visit = desk.known_guest().visit
    page = officer.open("desk:record", visit.public_id)

    page = officer.submit(page, **{"product": [desk.product.code], **REQUEST, **wrong})

    assert page.status == 422
    assert page.has("Skripsi.")
    assert not Order.objects.exists()


def test_takes_down_a_request_for_the_zero_tariff(desk: Desk, officer: Browser) -> None:
    visit = desk.known_guest().visit
    User.objects.filter(email="rina@example.org").update(segment="education")
    page = officer.open("desk:record", visit.public_id)
    asked = {**REQUEST, "signer_rank": "dean", "zero": "on", "activity": "science"}
    page = officer.submit(page, product=[desk.product.code], **asked)
    assert page.status == 422
    page = officer.submit(
        page,
        product=[desk.product.code],
        **{
            **asked,
            "letter_number": "7/UN/2026",
            "letter_on": "2026-11-20",
            "signatory": "Dr. Rini Lestari",
            "declared": "on",
        },
    )
    assert page.status == 200
    assert "ZERO_TARIFF" in Order.objects.get().traits
