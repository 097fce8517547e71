from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.conftest import LogIn, MakeOffice, MakePerson

from loket.ledger.context import By
from loket.people.models import Assignment, Office, Role, User
from loket.web.acting import SEEN, STARTED, Acting, acting_of, office_of, user_of

pytestmark = pytest.mark.urls("tests.web.probe_urls")


def test_a_single_role_is_taken_without_asking(
    office: Office, make_person: MakePerson, log_in: LogIn
) -> None:
    browser = log_in(make_person(roles={"officer": office}))

    assert browser.get("/probe/public/").content == b"officer|3304"


def test_several_roles_wait_for_a_choice_which_can_be_changed(
    make_office: MakeOffice, make_person: MakePerson, log_in: LogIn
) -> None:
    user = make_person(roles={"officer": make_office("3304"), "treasurer": make_office("3305")})
    browser = log_in(user)
    treasurer = user.assignments.get(role="treasurer")

    assert browser.get("/probe/public/").content == b"None|"

    browser.post("/akun/peran/", {"assignment": treasurer.pk})
    assert browser.get("/probe/public/").content == b"treasurer|3305"

    browser.post("/akun/peran/", {"assignment": user.assignments.get(role="officer").pk})
    assert browser.get("/probe/public/").content == b"officer|3304"


def test_somebody_elses_role_cannot_be_chosen(
    office: Office, make_person: MakePerson, log_in: LogIn
) -> None:
    other = make_person("budi@example.org", roles={"treasurer": office})
    browser = log_in(make_person(roles={"officer": office}))

    answer = browser.post("/akun/peran/", {"assignment": other.assignments.get().pk})

    assert answer.status_code == 404


def test_an_ended_role_ends_the_session_at_once(
    office: Office, make_person: MakePerson, log_in: LogIn
) -> None:
    user = make_person(roles={"officer": office})
    browser = log_in(user, chosen=user.assignments.get())
    assert browser.get("/probe/officer/").status_code == 200

    Assignment.objects.update(ended_at=timezone.now())

    assert browser.get("/probe/officer/").status_code == 302
    assert browser.get("/akun/profil/").status_code == 302


@pytest.mark.parametrize(
    ("column", "ends"), [(timedelta(seconds=1), True), (timedelta(seconds=-1), False)]
)
def test_sessions_from_before_the_persons_limit_end(
    make_person: MakePerson, log_in: LogIn, column: timedelta, ends: bool
) -> None:
    user = make_person()
    browser = log_in(user)

    User.objects.update(sessions_valid_from=timezone.now() + column)

    assert (browser.get("/akun/profil/").status_code == 302) is ends


def test_staff_are_logged_out_when_idle_and_customers_are_not(
    office: Office, make_person: MakePerson, log_in: LogIn
) -> None:
    staff = log_in(make_person(roles={"officer": office}))
    buyer = log_in(make_person("budi@example.org"))

    for browser in (staff, buyer):
        age(browser, SEEN, timedelta(minutes=31))

    assert staff.get("/akun/profil/").status_code == 302
    assert buyer.get("/akun/profil/").status_code == 200


def test_nobody_stays_longer_than_half_a_day(make_person: MakePerson, log_in: LogIn) -> None:
    browser = log_in(make_person())

    age(browser, STARTED, timedelta(hours=12, seconds=1))

    assert browser.get("/akun/profil/").status_code == 302


def test_a_screen_that_refreshes_itself_does_not_count_as_a_person(
    office: Office, make_person: MakePerson, log_in: LogIn
) -> None:
    browser = log_in(make_person(roles={"officer": office}))
    age(browser, SEEN, timedelta(minutes=29))
    before = browser.session[SEEN]

    browser.get("/probe/officer/", headers={"Sec-Fetch-Mode": "cors", "HX-Request": "true"})
    assert browser.session[SEEN] == before

    browser.get("/probe/officer/", headers={"Sec-Fetch-Mode": "navigate"})
    assert browser.session[SEEN] > before


def test_the_trail_gets_person_role_and_office(office: Office, make_person: MakePerson) -> None:
    user = make_person(roles={"treasurer": office})
    held = tuple(user.assignments.all())

    acting = Acting(user, office, Role.TREASURER, held)

    assert acting.by() == By(user.pk, "treasurer", "3304")
    assert acting.by("9999") == By(user.pk, "treasurer", "3304")
    assert acting.as_buyer("3305") == By(user.pk, "buyer", "3305")
    assert Acting(user).by("3305") == By(user.pk, "buyer", "3305")
    assert Acting(user, None, Role.SYSTEM_ADMIN, held).by() == By(user.pk, "system_admin", "0000")
    assert Acting().by() == By(None, "buyer", "0000")


def test_asking_for_somebody_where_nobody_can_be_is_a_programming_error(rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]

    assert acting_of(request) == Acting()
    with pytest.raises(RuntimeError):
        user_of(request)
    with pytest.raises(RuntimeError):
        office_of(request)


def age(browser: Client, what: str, by: timedelta) -> None:
    session = browser.session
    session[what] = (timezone.now() - by).isoformat()
    session.save()
