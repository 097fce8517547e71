"""The pages on which an institution is asked for, confirmed and decided on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.browsing import Browser
from tests.payments import people

from loket.ledger.models import Message
from loket.people.institutions import institution_of
from loket.people.models import InstitutionRequest, Office, Role, User
from loket.web.templatetags.loket import new_key

GIVEN = {
    "name": "Dinas Sosial Kabupaten Contoh",
    "category": "regional_government",
    "email": "pusdatin@dinsos.example.org",
    "head": "Bambang Setiawan",
    "head_position": "Kepala Dinas",
}


@pytest.fixture
def office(db: None) -> Office:
    return people.office()


@pytest.fixture
def account(office: Office) -> User:
    return people.person("siti@dinsos.example.org", "Siti Aminah")


@pytest.fixture
def customer(account: User, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(account))


@pytest.fixture
def admin(office: Office, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(people.person("admin@example.org", "Eko", Role.OFFICE_ADMIN, office)))


def confirmed(customer: Browser) -> InstitutionRequest:
    customer.submit(customer.open("portal:institution"), **GIVEN)
    token = Message.objects.get(name="institution_verify").payload["token"]
    anybody = Browser()
    page = anybody.open("portal:prove_institution", token)
    assert page.has("Siti Aminah")
    assert InstitutionRequest.objects.get().proved_at is None  # looking confirms nothing
    assert anybody.submit(page).has("Terima kasih")
    assert anybody.open("portal:prove_institution", token).status == 409
    return InstitutionRequest.objects.get()


def test_from_asking_to_verified(customer: Browser, admin: Browser, account: User) -> None:
    assert customer.open("portal:profile").has("Verifikasi lembaga")
    asked = confirmed(customer)
    assert customer.open("portal:institution").has("Menunggu keputusan kantor")
    assert admin.open("administration:institutions", "3304").has("Siti Aminah")
    page = admin.open("administration:institution", "3304", asked.public_id)
    assert page.has("pusdatin@dinsos.example.org")

    page = admin.submit(page, decision="verify", reason="situs resmi")

    assert page.has("Lembaga diverifikasi")
    assert str(institution_of(account)) == GIVEN["name"]
    assert customer.open("portal:institution").has("Terverifikasi")
    page = admin.press(page, "administration:end_institution", "3304", asked.public_id)
    assert institution_of(account) is None
    assert admin.open("administration:institution", "3304", asked.public_id).status == 404


def test_a_refusal_needs_a_reason_which_the_customer_reads(
    customer: Browser, admin: Browser
) -> None:
    asked = confirmed(customer)
    page = admin.open("administration:institution", "3304", asked.public_id)
    assert admin.submit(page, decision="refuse", reason="").status == 422

    admin.submit(page, decision="refuse", reason="bukan lembaga pemerintah")

    assert customer.open("portal:institution").has("bukan lembaga pemerintah")


@pytest.mark.parametrize(
    "wrong", [{"email": "bukan alamat"}, {"category": "student"}, {"head": ""}, {"name": ""}]
)
def test_says_what_to_repair_and_keeps_the_rest(customer: Browser, wrong: dict[str, str]) -> None:
    page = customer.submit(customer.open("portal:institution"), **{**GIVEN, **wrong})

    assert page.status == 422
    assert "Kepala Dinas" in page.text
    assert not InstitutionRequest.objects.exists()


def test_the_letter_is_judged_and_for_the_office_only(
    customer: Browser, admin: Browser, log_in: Callable[..., Client]
) -> None:
    url = reverse("portal:institution")
    fields = {**GIVEN, "office": "3304"}
    wrong = SimpleUploadedFile("surat.pdf", b"bukan pdf", "application/pdf")
    answer = customer.client.post(url, {**fields, "file": wrong, "once_key": new_key()})
    assert answer.status_code == 422
    assert not InstitutionRequest.objects.exists()

    asked = confirmed(customer)
    letter = reverse("administration:institution_letter", args=["3304", asked.public_id])
    assert admin.client.get(letter).status_code == 404  # none was handed in
    assert customer.client.get(letter).status_code == 404


def test_an_office_sees_its_own_requests_only(
    customer: Browser, log_in: Callable[..., Client]
) -> None:
    asked = confirmed(customer)
    elsewhere = people.office("3303")
    other = Browser(
        log_in(people.person("lain@example.org", "Lain", Role.OFFICE_ADMIN, elsewhere))
    )
    assert other.open("administration:institution", "3303", asked.public_id).status == 404
    assert other.open("administration:institution", "3304", asked.public_id).status == 404
