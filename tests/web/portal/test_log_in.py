from __future__ import annotations

import pytest
from django.test import Client
from tests.web.conftest import PASSWORD, LogIn, MakePerson

from loket.ledger.models import Message
from loket.people import limits
from loket.people.models import LoginAttempt, Office
from loket.web.templatetags.loket import new_key

PAGE = "/akun/masuk/"


def enter(client: Client, **fields: str) -> int:
    typed = {"email": "sri@example.org", "password": PASSWORD, **fields}
    return client.post(PAGE, typed).status_code


def test_takes_customers_to_their_account(client: Client, make_person: MakePerson) -> None:
    make_person(password=PASSWORD)

    answer = client.post(PAGE, {"email": " SRI@example.org ", "password": PASSWORD})

    assert answer["Location"] == "/akun/profil/"
    assert client.get("/akun/profil/").status_code == 200


def test_takes_staff_to_their_work(
    client: Client, make_person: MakePerson, office: Office
) -> None:
    make_person(password=PASSWORD, roles={"officer": office})

    answer = client.post(PAGE, {"email": "sri@example.org", "password": PASSWORD})

    assert answer["Location"] == "/akun/ruang-kerja/"


@pytest.mark.parametrize(
    ("back", "goes"),
    [
        ("/kantor/", "/kantor/"),
        ("https://evil.example/", "/akun/profil/"),
        ("//x", "/akun/profil/"),
    ],
)
def test_goes_back_where_one_came_from_but_never_off_the_site(
    client: Client, make_person: MakePerson, back: str, goes: str
) -> None:
    make_person(password=PASSWORD)

    answer = client.post(PAGE, {"email": "sri@example.org", "password": PASSWORD, "next": back})

    assert answer["Location"] == goes


def test_says_the_same_whatever_was_wrong(client: Client, make_person: MakePerson) -> None:
    make_person(password=PASSWORD)
    make_person("baru@example.org", password=PASSWORD, email_verified_at=None)
    make_person("tamu@example.org")

    answers = [
        client.post(PAGE, {"email": email, "password": password})
        for email, password in [
            ("sri@example.org", "salah"),
            ("tidak-ada@example.org", PASSWORD),
            ("baru@example.org", PASSWORD),
            ("tamu@example.org", PASSWORD),
        ]
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert len({str(answer.context["form"].non_field_errors()) for answer in answers}) == 1


def test_never_writes_the_password_back(client: Client, db: None) -> None:
    answer = client.post(PAGE, {"email": "sri@example.org", "password": "salah-sekali-ini"})

    assert "salah-sekali-ini" not in answer.content.decode()


def test_is_closed_for_a_while_after_too_many_failures(
    client: Client, make_person: MakePerson
) -> None:
    make_person(password=PASSWORD)
    for _ in range(limits.PER_ACCOUNT):
        assert enter(client, password="salah") == 422

    assert enter(client) == 429
    assert LoginAttempt.objects.count() == limits.PER_ACCOUNT


def test_changes_the_session_key(client: Client, make_person: MakePerson) -> None:
    make_person(password=PASSWORD)
    client.post("/akun/daftar/", {"segment": "student", "domicile": "domestic"})
    before = client.session.session_key

    enter(client)

    assert before
    assert client.session.session_key != before


def test_speaks_the_persons_language_from_then_on(client: Client, make_person: MakePerson) -> None:
    make_person(password=PASSWORD, language="en")

    enter(client)

    assert client.cookies["loket_language"].value == "en"


def test_ends_with_log_out(make_person: MakePerson, log_in: LogIn) -> None:
    browser = log_in(make_person())

    assert browser.post("/akun/keluar/")["Location"] == "/"
    assert browser.get("/akun/profil/").status_code == 302
    assert browser.get("/akun/keluar/").status_code == 405


def test_a_forgotten_password_is_replaced_by_mail_and_ends_other_sessions(
    client: Client, make_person: MakePerson, log_in: LogIn
) -> None:
    elsewhere = log_in(make_person(password=PASSWORD))
    client.post("/akun/lupa-sandi/", {"email": "sri@example.org", "once_key": new_key()})
    token = Message.objects.get(name="account_reset").payload["token"]
    page = f"/akun/sandi-baru/{token}/"

    weak = client.post(page, {"password": "12345678901234", "once_key": new_key()})
    done = client.post(page, {"password": "gunung-biru-tidur-siang", "once_key": new_key()})
    again = client.post(page, {"password": "gunung-biru-tidur-malam", "once_key": new_key()})

    assert (weak.status_code, done.status_code, again.status_code) == (422, 302, 409)
    assert elsewhere.get("/akun/profil/").status_code == 302
    assert enter(client) == 422
    assert enter(client, password="gunung-biru-tidur-siang") == 302


def test_an_unknown_address_looks_the_same(client: Client, make_person: MakePerson) -> None:
    make_person()

    answers = [
        client.post("/akun/lupa-sandi/", {"email": email, "once_key": new_key()})
        for email in ("sri@example.org", "tidak-ada@example.org")
    ]

    assert {answer["Location"] for answer in answers} == {"/akun/lupa-sandi/terkirim/"}
