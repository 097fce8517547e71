from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.web.conftest import LogIn, MakeOffice, MakePerson

from loket.people.models import Office
from loket.web.access import Access, access_of, public, without_key

pytestmark = pytest.mark.urls("tests.web.probe_urls")


def views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def test_every_view_of_the_site_says_who_may_open_it() -> None:
    routes = list(views(get_resolver("loket.web.urls").url_patterns))

    assert len(routes) > 20
    assert [route for route, view in routes if access_of(view) is None] == []


def test_a_view_that_says_nothing_is_refused_and_logged(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/probe/forgotten/")

    assert answer.status_code == 404
    assert b"never shown" not in answer.content
    assert any(r.levelname == "ERROR" and "does not say" in r.message for r in caplog.records)


def test_marks_in_any_order_add_up() -> None:
    assert access_of(public(without_key(lambda request: None))) == access_of(  # type: ignore[arg-type, return-value]
        without_key(public(lambda request: None))  # type: ignore[arg-type, return-value]
    )
    assert access_of(without_key(lambda request: None)) is None  # type: ignore[arg-type, return-value]
    assert Access().needs_key


@pytest.mark.parametrize("page", ["public", "kiosk", "hook", "keyless"])
def test_anybody_opens(client: Client, db: None, page: str) -> None:
    assert client.get(f"/probe/{page}/").status_code == 200


@pytest.mark.parametrize("page", ["buyer", "staff", "officer", "treasurer"])
def test_a_stranger_is_sent_to_log_in_and_back(client: Client, db: None, page: str) -> None:
    answer = client.get(f"/probe/{page}/?a=1")

    assert answer.status_code == 302
    assert answer["Location"] == f"/akun/masuk/?next=/probe/{page}/%3Fa%3D1"


def test_htmx_is_told_to_load_the_log_in_page(client: Client, db: None) -> None:
    answer = client.get("/probe/buyer/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/akun/masuk/?next=")


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("officer", {"buyer", "staff", "officer"}),
        ("treasurer", {"buyer", "staff", "treasurer"}),
        ("approver", {"buyer", "staff"}),
        ("office_admin", {"buyer", "staff"}),
        (None, {"buyer"}),
    ],
)
def test_roles_open_their_own_pages_only(
    office: Office, make_person: MakePerson, log_in: LogIn, role: str | None, opened: set[str]
) -> None:
    browser = log_in(make_person(roles={role: office} if role else {}))

    answers = {
        page: browser.get(f"/probe/{page}/").status_code
        for page in ("buyer", "staff", "officer", "treasurer")
    }

    assert {page for page, status in answers.items() if status == 200} == opened
    assert {status for page, status in answers.items() if page not in opened} <= {404}


def test_forbidden_looks_like_absent(
    make_person: MakePerson, log_in: LogIn, office: Office
) -> None:
    browser = log_in(make_person(roles={"officer": office}))

    forbidden = browser.get("/probe/treasurer/")
    absent = browser.get("/probe/nothing/")

    assert forbidden.status_code == absent.status_code == 404
    assert without_tokens(forbidden.content, "treasurer") == without_tokens(
        absent.content, "nothing"
    )


def test_someone_with_the_role_elsewhere_is_asked_to_choose(
    make_person: MakePerson, log_in: LogIn, make_office: MakeOffice
) -> None:
    user = make_person(roles={"officer": make_office("3304"), "treasurer": make_office("3305")})

    answer = log_in(user).get("/probe/treasurer/")

    assert answer.status_code == 302
    assert answer["Location"] == "/akun/peran/?next=/probe/treasurer/"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "trace"])
def test_other_methods_are_not_served(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/probe/public/").status_code == 405


def test_a_null_character_in_the_address_is_a_bad_request(client: Client, db: None) -> None:
    assert client.get("/probe/public/?a=%00").status_code == 400


def without_tokens(html: bytes, word: str) -> list[bytes]:
    """The page without what differs on every load: tokens and the address asked for."""
    return [
        line
        for line in html.replace(word.encode(), b"").splitlines()
        if b"csrfmiddlewaretoken" not in line
    ]
