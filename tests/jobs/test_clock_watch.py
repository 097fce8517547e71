"""A machine's clock that was set …"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from loket.jobs import clockwork, worker
from loket.jobs.clock_watch import ClockWatch, note
from loket.ledger.models import Event

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("wall", "steady", "step"), [(30, 30, 0), (32, 30, 0), (-3570, 30, -3600)]
)
def test_is_seen_against_a_steady_one(wall: int, steady: int, step: int) -> None:
    ticks = iter([100.0, 100.0 + steady])
    watch = ClockWatch(lambda: next(ticks))

    assert watch.step(NOON) == 0
    assert watch.step(NOON + wall * SECOND) == step


@pytest.mark.django_db(transaction=True)
def test_is_written_into_the_trail() -> None:
    note(-3600, NOON)

    event = Event.objects.get()
    assert (event.action, event.payload) == ("clock_stepped", '{"seconds":-3600}')


@pytest.mark.django_db(transaction=True)
def test_back_an_hour_does_not_stop_the_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    swept, stop = [], threading.Event()
    monkeypatch.setattr(clockwork, "sweep", swept.append)
    instants = iter([NOON, NOON - 3600 * SECOND])

    def now() -> datetime:
        at = next(instants)
        if at < NOON:
            stop.set()
        return at

    worker.run(now, stop)

    assert swept == [NOON, NOON - 3600 * SECOND]
    assert Event.objects.filter(action="clock_stepped").count() == 1
