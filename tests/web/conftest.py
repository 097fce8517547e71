from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from loket.people.models import Assignment, Office, Role, User
from loket.web.acting import CHOSEN, begin_session
from loket.web.templatetags.loket import new_key

MakeOffice = Callable[..., Office]
MakePerson = Callable[..., User]
LogIn = Callable[..., Client]
PASSWORD = "kuda-hijau-terbang-pagi"


@pytest.fixture
def make_office(db: None) -> MakeOffice:
    def make(code: str = "3304", **columns: Any) -> Office:
        defaults = {
            "name": f"BPS Kabupaten {code}",
            "city": "Banjarnegara",
            "address": "Jl. Selamanik No. 33",
            "email": f"bps{code}@example.org",
        }
        return Office.objects.create(code=code, **{**defaults, **columns})

    return make


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    return make_office()


@pytest.fixture
def make_person(db: None) -> MakePerson:
    """Make a person who proved their address; with a password if asked, with roles if given."""

    def make(
        email: str = "sri@example.org",
        *,
        roles: dict[str, Office | None] | None = None,
        password: str = "",
        **columns: Any,
    ) -> User:
        user = User(
            email=email,
            **{"name": "Sri Rahayu", "email_verified_at": timezone.now(), **columns},
        )
        user.set_password(password or None)
        user.save()
        for role, office in (roles or {}).items():
            Assignment.objects.create(
                user=user, role=Role(role), office=office, granted_at=timezone.now()
            )
        return user

    return make


@pytest.fixture
def log_in() -> LogIn:
    """Return a browser of its own in which the person is logged in."""

    def log_in(user: User, *, chosen: Assignment | None = None, **client: Any) -> Client:
        browser = Client(**client)
        browser.force_login(user)
        session = browser.session
        holder = type("Holder", (), {"session": session})()
        begin_session(holder, timezone.now())
        if chosen:
            session[CHOSEN] = chosen.pk
        session.save()
        return browser

    return log_in


@pytest.fixture
def key() -> str:
    return new_key()
