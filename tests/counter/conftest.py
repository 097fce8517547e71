from __future__ import annotations

from datetime import datetime

import pytest
from tests.counter.counters import NINE, Counter, MakeCounter, new_counter


@pytest.fixture
def make_counter(db: None) -> MakeCounter:
    return new_counter


@pytest.fixture
def counter(make_counter: MakeCounter) -> Counter:
    return new_counter()


@pytest.fixture
def nine() -> datetime:
    return NINE
