from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from loket.orders.models import Order
from loket.people.models import Office
from tests.payments import made, people
from tests.payments.people import People


@pytest.fixture
def office(db: None) -> Office:
    return people.office()


@pytest.fixture
def staff(office: Office) -> People:
    return people.people(office)


@pytest.fixture
def make_order(office: Office, staff: People) -> Callable[..., Order]:
    def make(**columns: Any) -> Order:
        return made.order(office, staff.buyer, staff.officer, **columns)

    return make


@pytest.fixture
def order(make_order: Callable[..., Order]) -> Order:
    return make_order()
