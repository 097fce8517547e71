from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.browsing import Browser
from tests.counter.counters import Counter, new_counter
from tests.payments import people

from loket.people.models import Office, Role, User


@pytest.fixture
def office(db: None) -> Office:
    return people.office()


@pytest.fixture
def admin_person(office: Office) -> User:
    return people.person("admin@example.org", "Eko Nugroho", Role.OFFICE_ADMIN, office)


@pytest.fixture
def admin(admin_person: User, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(admin_person))


@pytest.fixture
def system_admin(db: None, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(people.person("sistem@example.org", "Sistem", Role.SYSTEM_ADMIN)))


@pytest.fixture
def counter(db: None) -> Counter:
    return new_counter()


@pytest.fixture
def admin_of_counter(counter: Counter, log_in: Callable[..., Client]) -> Browser:
    person = people.person("eko@example.org", "Eko Nugroho", Role.OFFICE_ADMIN, counter.office)
    return Browser(log_in(person))
