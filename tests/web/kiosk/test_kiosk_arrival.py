"""At the kiosk a guest …"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from tests.counter.counters import NINE, Counter, new_counter

from loket.counter import operations
from loket.counter.guestbook import STANDARD, Question
from loket.counter.models import Kiosk, OfferedService, Ticket, Visit
from loket.rules.wording import Text
from loket.web.kiosk import device

KEY = "k" * 24
NEW_GUEST = {
    "once_key": KEY,
    "name": "Siti Rahmawati",
    "phone": "0812-3456-7890",
    "email": "Siti@Contoh.id",
    "institution": "Universitas Jenderal Soedirman",
    "sex": "f",
    "birth_year": "1998",
    "education": "bachelor",
    "occupation": "student",
    "purpose": "research",
    "priority_reason": "",
    "consent": "on",
}


def register(kiosk: Client, **changes: object) -> object:
    return kiosk.post("/kios/P/buku-tamu/", {**NEW_GUEST, **changes})


def token_in(html: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', html)
    assert found
    return found[1]


def test_who_is_new_signs_the_guest_book_and_gets_a_number(kiosk: Client) -> None:
    page = kiosk.post("/kios/P/tamu/", {"contact": "0812 3456 7890"})
    assert page.status_code == 200
    assert 'value="+6281234567890"' in page.content.decode()

    answer = kiosk.post("/kios/P/buku-tamu/", NEW_GUEST)

    ticket = Ticket.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/kios/nomor/{ticket.public_id}/")
    visit = ticket.visit
    assert (visit.phone, visit.email) == ("+6281234567890", "siti@contoh.id")
    assert visit.answers["purpose"] == "research"
    assert visit.consent_version
    assert visit.guest is not None
    paper = kiosk.get(answer["Location"]).content.decode()
    assert "P001" in paper
    assert "data:image/svg+xml" in paper
    assert "kiosk/paper-80" in paper
    assert "Siti" not in paper


def test_who_was_here_before_needs_three_taps_and_sees_nothing_of_it(
    kiosk: Client, nine: datetime
) -> None:
    register(kiosk)
    with time_machine.travel(nine + timedelta(days=1), tick=False):
        start = kiosk.get("/kios/").content.decode()
        assert 'href="/kios/P/"' in start  # tap 1
        known = kiosk.post(
            "/kios/P/tamu/", {"contact": "0812 3456 7890"}
        ).content.decode()  # tap 2
        assert "Siti" not in known
        assert "siti@" not in known.lower()
        assert "Soedirman" not in known

        answer = kiosk.post(  # tap 3
            "/kios/P/ambil/", {"token": token_in(known), "once_key": "z" * 24}
        )

    assert answer.status_code == 302
    first, second = Visit.objects.order_by("id")
    assert (second.name, second.answers) == (first.name, first.answers)
    assert second.consent_at == nine + timedelta(days=1)
    assert Ticket.objects.latest("id").number == 1  # a new day


def test_who_comes_again_the_same_day_goes_on_with_the_visit(kiosk: Client) -> None:
    register(kiosk)
    known = kiosk.post("/kios/K/tamu/", {"contact": "siti@contoh.id"}).content.decode()
    kiosk.post("/kios/K/ambil/", {"token": token_in(known), "once_key": "z" * 24})

    assert Visit.objects.count() == 1
    assert sorted(t.label for t in Ticket.objects.all()) == ["K001", "P001"]


def test_who_has_a_number_already_gets_no_second(kiosk: Client) -> None:
    register(kiosk)
    known = kiosk.post("/kios/P/tamu/", {"contact": "siti@contoh.id"}).content.decode()
    answer = kiosk.post("/kios/P/ambil/", {"token": token_in(known), "once_key": "z" * 24})

    assert answer.status_code in {400, 409, 422}
    assert "sudah memiliki nomor antrean" in answer.content.decode()
    assert Ticket.objects.count() == 1


def test_who_sends_twice_gets_one_number(kiosk: Client) -> None:
    first, second = register(kiosk), register(kiosk)

    assert first["Location"] == second["Location"]  # type: ignore[index]
    assert Ticket.objects.count() == 1


def test_who_needs_several_services_gets_a_number_in_each(kiosk: Client, counter: Counter) -> None:
    answer = register(kiosk, also=["B"])

    paper = kiosk.get(answer["Location"]).content.decode()  # type: ignore[index]
    assert "P001" in paper
    assert "B001" in paper


def test_who_asks_for_priority_gets_it_and_no_screen_tells(kiosk: Client) -> None:
    answer = register(kiosk, priority_reason="pregnant")

    assert Ticket.objects.get().has_priority
    assert "hamil" not in kiosk.get(answer["Location"]).content.decode().lower()  # type: ignore[index]


@pytest.mark.parametrize("missing", ["consent", "name", "phone", "purpose"])
def test_who_leaves_something_out_is_told_and_loses_nothing(kiosk: Client, missing: str) -> None:
    answer = kiosk.post("/kios/P/buku-tamu/", {k: v for k, v in NEW_GUEST.items() if k != missing})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ada yang perlu diperbaiki" in page
    assert "Universitas Jenderal Soedirman" in page
    assert not Visit.objects.exists()


def test_sees_the_offices_own_questions(kiosk: Client, counter: Counter) -> None:
    vehicle = Question("vehicle", Text("Nomor kendaraan", "Licence plate"), is_required=True)
    kept = [replace(q, is_asked=q.key != "education") for q in STANDARD]
    operations.change_guest_book(
        office=counter.office, questions=[*kept, vehicle], based_on=0, by=counter.by(), at=NINE
    )

    page = kiosk.get("/kios/P/buku-tamu/").content.decode()
    answer = register(kiosk, vehicle="R 1234 AB")

    assert "Nomor kendaraan" in page
    assert "Pendidikan tertinggi" not in page
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert Visit.objects.get().answers["vehicle"] == "R 1234 AB"


def test_cannot_try_one_telephone_number_after_another(
    kiosk: Client, enrolled: tuple[Kiosk, str]
) -> None:
    register(kiosk)
    for n in range(device.LOOK_UPS):
        kiosk.post("/kios/P/tamu/", {"contact": f"0812000{n:05d}"})

    page = kiosk.post("/kios/P/tamu/", {"contact": "siti@contoh.id"}).content.decode()

    assert "Selamat datang kembali" not in page
    device.cache.clear()


@pytest.mark.parametrize("token", ["", "x", "x:y:z", "W10:1abcde:zzzzzzzz"])
def test_cannot_forge_who_they_are(kiosk: Client, token: str) -> None:
    register(kiosk)
    answer = kiosk.post("/kios/P/ambil/", {"token": token, "once_key": "z" * 24})

    assert answer.status_code in {302, 422}
    assert Ticket.objects.count() == 1


def test_finds_the_kiosk_closed_at_night_but_not_in_the_break(
    kiosk: Client, nine: datetime
) -> None:
    for hours, takes in ((-1.6, False), (-1.4, True), (3.5, True), (6.6, False), (14, False)):
        with time_machine.travel(nine + timedelta(hours=hours), tick=False):
            page = kiosk.get("/kios/").content.decode()
            assert ('href="/kios/P/"' in page) is takes, hours
            assert (kiosk.get("/kios/P/").status_code == 200) is takes, hours


def test_is_not_offered_what_is_not_active(kiosk: Client) -> None:
    OfferedService.objects.filter(code="B").update(is_active=False)

    assert kiosk.get("/kios/B/").status_code == 404
    assert 'href="/kios/B/"' not in kiosk.get("/kios/").content.decode()


def test_finds_no_kiosk_on_a_device_that_is_none(client: Client, counter: Counter) -> None:
    for address in ("/kios/", "/kios/P/", "/kios/P/buku-tamu/"):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, "/kios/aktifkan/")
    assert client.post("/kios/P/buku-tamu/", NEW_GUEST).status_code == 302
    assert not Visit.objects.exists()


def test_a_device_is_enrolled_with_its_secret_only(
    client: Client, enrolled: tuple[Kiosk, str]
) -> None:
    assert client.post("/kios/aktifkan/", {"secret": "salah"}).status_code == 422
    answer = client.post("/kios/aktifkan/", {"secret": enrolled[1]})

    assert answer["Location"] == "/kios/"
    assert answer.cookies[device.COOKIE]["httponly"]
    assert client.get("/kios/").status_code == 200
    Kiosk.objects.update(revoked_at=enrolled[0].enrolled_at)
    assert client.get("/kios/").status_code == 302


def test_of_another_office_sees_no_number_of_this_one(
    kiosk: Client, counter: Counter, nine: datetime
) -> None:
    other = new_counter(code="3305")
    ticket = other.ticket(nine)

    assert kiosk.get(f"/kios/nomor/{ticket.public_id}/").status_code == 404


def test_finds_indonesian_again_after_a_guest_who_read_english(kiosk: Client) -> None:
    english = {"HTTP_ACCEPT_LANGUAGE": "en"}
    assert "Selamat datang" in kiosk.get("/kios/", **english).content.decode()
    kiosk.post("/bahasa/", {"language": "en", "next": "/kios/"})
    assert 'lang="en"' in kiosk.get("/kios/").content.decode()

    kiosk.get("/kios/?awal", follow=True)

    assert '<html lang="id"' in kiosk.get("/kios/", **english).content.decode()
