from __future__ import annotations

import pytest
from django.test import Client
from tests.web.conftest import LogIn, MakePerson

from loket.ledger.models import Event
from loket.people.models import Office, User
from loket.web.templatetags.loket import new_key

NEW = {
    "segment": "private_body",
    "domicile": "domestic",
    "name": "Sri R. Lestari",
    "phone": "0286 591893",
    "institution": "PT Contoh",
    "position": "Manajer",
    "address": "Jl. Melati 2",
    "npwp": "01.234.567.8-901.000",
    "language": "en",
}


@pytest.mark.parametrize("page", ["/akun/profil/", "/akun/profil/ubah/", "/akun/ruang-kerja/"])
def test_is_for_people_who_are_logged_in(client: Client, db: None, page: str) -> None:
    assert client.get(page).status_code == 302


def test_shows_what_we_know_and_hides_most_of_the_npwp(
    make_person: MakePerson, log_in: LogIn
) -> None:
    browser = log_in(make_person(npwp="0012345678901000"))

    html = browser.get("/akun/profil/").content.decode()

    assert "Sri Rahayu" in html
    assert "sri@example.org" in html
    assert "••••1000" in html
    assert "0012345678901000" not in html


def test_is_changed_by_the_person(make_person: MakePerson, log_in: LogIn) -> None:
    browser = log_in(make_person())

    answer = browser.post("/akun/profil/ubah/", {**NEW, "once_key": new_key()})

    user = User.objects.get()
    assert answer["Location"] == "/akun/profil/"
    assert (user.name, user.phone, user.npwp) == (
        "Sri R. Lestari",
        "+62286591893",
        "0012345678901000",
    )
    event = Event.objects.get(action="change_profile")
    assert event.person == user.pk
    assert "Lestari" not in event.payload


def test_says_what_to_repair(make_person: MakePerson, log_in: LogIn) -> None:
    browser = log_in(make_person())

    answer = browser.post("/akun/profil/ubah/", {**NEW, "npwp": "", "once_key": new_key()})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["npwp"]
    assert User.objects.get().name == "Sri Rahayu"


def test_a_segment_that_does_not_exist_is_refused(make_person: MakePerson, log_in: LogIn) -> None:
    browser = log_in(make_person())

    answer = browser.post("/akun/profil/ubah/", {**NEW, "segment": "raja", "once_key": new_key()})

    assert answer.status_code == 422


def test_other_sessions_are_ended_and_this_one_stays(
    make_person: MakePerson, log_in: LogIn
) -> None:
    user = make_person()
    here, elsewhere = log_in(user), log_in(user)

    here.post("/akun/profil/akhiri-sesi/", {"once_key": new_key()})

    assert here.get("/akun/profil/").status_code == 200
    assert elsewhere.get("/akun/profil/").status_code == 302


def test_customers_have_no_staff_pages(make_person: MakePerson, log_in: LogIn) -> None:
    browser = log_in(make_person())

    assert browser.get("/akun/ruang-kerja/").status_code == 404
    assert browser.get("/akun/peran/").status_code == 404


def test_the_choice_of_role_lists_offices(
    make_person: MakePerson, log_in: LogIn, office: Office
) -> None:
    browser = log_in(make_person(roles={"officer": office, "treasurer": office}))

    html = browser.get("/akun/peran/").content.decode()

    assert html.count(office.name) >= 2
    assert "Bendahara" in html
