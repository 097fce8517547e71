from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.web.conftest import PASSWORD, MakePerson

from loket.ledger.models import Message
from loket.people.models import User
from loket.web.templatetags.loket import new_key

pytestmark = pytest.mark.django_db

WHO = {"segment": "student", "domicile": "domestic"}
DETAILS = {
    "email": "Sri@Example.org",
    "name": "Sri Rahayu",
    "phone": "0812-3456-7890",
    "institution": "Universitas Contoh",
    "address": "Jl. Mawar 1\nBanjarnegara 53415",
    "npwp": "",
}


def register(client: Client, who: dict[str, str] = WHO, **details: str) -> Any:
    client.post("/akun/daftar/", who)
    client.post("/akun/daftar/data-diri/", {**DETAILS, **details})
    return client.post(
        "/akun/daftar/periksa/", {"password": PASSWORD, "agreed": "on", "once_key": new_key()}
    )


def token() -> str:
    return str(Message.objects.get(name="account_verify").payload["token"])


def test_opens_an_account_that_works_once_the_address_is_proved(client: Client) -> None:
    answer = register(client)

    assert answer["Location"] == "/akun/daftar/terkirim/"
    assert not User.objects.exists()  # nothing is opened before the proof
    assert can_log_in(client) is False

    page = f"/akun/bukti/{token()}/"
    assert client.get(page).status_code == 200
    assert can_log_in(client) is False
    wrong = client.post(page, {"once_key": new_key(), "password": "bukan kata sandinya"})
    assert wrong.status_code == 422
    right = client.post(page, {"once_key": new_key(), "password": PASSWORD})
    assert right["Location"] == "/akun/masuk/"
    user = User.objects.get()
    assert (user.email, user.phone, user.segment) == (
        "sri@example.org",
        "+6281234567890",
        "student",
    )
    assert can_log_in(client) is True


def test_shows_the_answers_before_the_account_is_opened(client: Client) -> None:
    client.post("/akun/daftar/", WHO)
    client.post("/akun/daftar/data-diri/", DETAILS)

    html = client.get("/akun/daftar/periksa/").content.decode()

    for answer in ("sri@example.org", "Sri Rahayu", "Universitas Contoh", "Pelajar dan mahasiswa"):
        assert answer in html
    assert 'href="/akun/daftar/data-diri/"' in html


@pytest.mark.parametrize("page", ["data-diri", "periksa"])
def test_cannot_be_entered_in_the_middle(client: Client, page: str) -> None:
    assert client.get(f"/akun/daftar/{page}/")["Location"] == "/akun/daftar/"


@pytest.mark.parametrize(
    ("segment", "domicile", "needed"),
    [
        ("private_body", "domestic", True),
        ("private_body", "foreign", False),
        ("student", "domestic", False),
        ("regional_government", "domestic", False),
    ],
)
def test_asks_for_an_npwp_of_private_bodies_only(
    client: Client, segment: str, domicile: str, needed: bool
) -> None:
    client.post("/akun/daftar/", {"segment": segment, "domicile": domicile})

    answer = client.post("/akun/daftar/data-diri/", DETAILS)

    assert (answer.status_code == 422) is needed
    if needed:
        assert list(answer.context["form"].errors) == ["npwp"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("email", "sri@"),
        ("email", ""),
        ("phone", "12"),
        ("npwp", "123"),
        ("name", ""),
        ("name", "Sri\0"),
        ("name", "x" * 121),
        ("institution", ""),
        ("address", "x" * 251),
    ],
)
def test_says_what_to_repair_and_loses_nothing(client: Client, field: str, typed: str) -> None:
    client.post("/akun/daftar/", WHO)

    answer = client.post("/akun/daftar/data-diri/", {**DETAILS, field: typed})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    html = answer.content.decode()
    assert "Ada yang perlu diperbaiki" in html
    for name, value in DETAILS.items():
        if name != field and value:
            assert value.splitlines()[0] in html


@pytest.mark.parametrize(
    "password",
    ["pendek", "password1234567", "sri-rahayu-sri", "123456789012", "BPS-Banjarnegara-3304"],
)
def test_refuses_weak_passwords(client: Client, password: str) -> None:
    client.post("/akun/daftar/", WHO)
    client.post("/akun/daftar/data-diri/", DETAILS)

    answer = client.post(
        "/akun/daftar/periksa/", {"password": password, "agreed": "on", "once_key": new_key()}
    )

    assert answer.status_code == 422
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["kopi hangat di pasar", "ᬓᬢᬲᬦ᭄ᬤᬶᬓᬸᬤᬓᬯᬗ᭄", "x7#Qm2!vLp0zR"])
def test_takes_strong_ones_of_any_kind(client: Client, password: str) -> None:
    client.post("/akun/daftar/", WHO)
    client.post("/akun/daftar/data-diri/", DETAILS)

    client.post(
        "/akun/daftar/periksa/", {"password": password, "agreed": "on", "once_key": new_key()}
    )

    client.post(f"/akun/bukti/{token()}/", {"once_key": new_key(), "password": password})
    assert User.objects.get().check_password(password)


def test_does_not_tell_who_has_an_account(client: Client, make_person: MakePerson) -> None:
    known = make_person(password="kata-sandi-yang-lama")

    answer = register(client)

    assert answer["Location"] == "/akun/daftar/terkirim/"
    known.refresh_from_db()
    assert known.check_password("kata-sandi-yang-lama")
    assert Message.objects.get().name == "account_exists"


def test_a_link_works_once(client: Client) -> None:
    register(client)
    page = f"/akun/bukti/{token()}/"

    first, second, strange = (
        client.post(address, {"once_key": new_key(), "password": PASSWORD})
        for address in (page, page, "/akun/bukti/x/")
    )

    assert (first.status_code, second.status_code) == (302, 409)
    assert strange.status_code == 409


def test_a_double_click_registers_once(client: Client) -> None:
    client.post("/akun/daftar/", WHO)
    client.post("/akun/daftar/data-diri/", DETAILS)
    fields = {"password": PASSWORD, "agreed": "on", "once_key": new_key()}

    answers: list[HttpResponse] = [
        client.post("/akun/daftar/periksa/", fields)  # type: ignore[misc]
        for _ in range(2)
    ]

    assert {answer["Location"] for answer in answers} == {"/akun/daftar/terkirim/"}
    assert Message.objects.count() == 1


def can_log_in(client: Client) -> bool:
    answer = client.post("/akun/masuk/", {"email": "sri@example.org", "password": PASSWORD})
    return answer.status_code == 302
