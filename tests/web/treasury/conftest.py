from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.browsing import Browser
from tests.payments import made, people
from tests.payments.people import People

from loket.orders.models import Order
from loket.people.models import Office


@pytest.fixture
def office(db: None) -> Office:
    return people.office()


@pytest.fixture
def staff(office: Office) -> People:
    return people.people(office)


@pytest.fixture
def order(office: Office, staff: People) -> Order:
    return made.order(office, staff.buyer, staff.officer)


@pytest.fixture
def treasurer(staff: People, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(staff.treasurer))
