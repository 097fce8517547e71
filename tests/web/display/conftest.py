from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from tests.counter.counters import NINE, Counter, new_counter

from loket.web.display.versions import versions


@pytest.fixture
def nine() -> Iterator[datetime]:
    with time_machine.travel(NINE, tick=False):
        yield NINE


@pytest.fixture(autouse=True)
def fresh_versions() -> None:
    versions.forget()


@pytest.fixture
def counter(db: None) -> Counter:
    return new_counter()
