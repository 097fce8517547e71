from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from tests.counter.counters import NINE, Counter, new_counter

from loket.counter import operations
from loket.counter.models import Kiosk
from loket.web.kiosk.device import COOKIE


@pytest.fixture
def nine() -> Iterator[datetime]:
    with time_machine.travel(NINE, tick=False):
        yield NINE


@pytest.fixture
def counter(db: None) -> Counter:
    return new_counter()


@pytest.fixture
def enrolled(counter: Counter, nine: datetime) -> tuple[Kiosk, str]:
    return operations.enrol_kiosk(
        office=counter.office, name="Lobi", paper_width=80, by=counter.by(), at=nine
    )


@pytest.fixture
def kiosk(client: Client, enrolled: tuple[Kiosk, str]) -> Client:
    client.cookies[COOKIE] = enrolled[1]
    return client
