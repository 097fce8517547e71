"""The worker: takes what is due from the outbox, one at a time, until it is told to stop.

A worker that dies in the middle leaves a lease that runs out; another takes the message.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from loket.jobs import clock_watch, clockwork, handlers
from loket.ledger import context, outbox
from loket.ledger.models import Message
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.ports.failures import Rejected, Unavailable

LEASE = timedelta(minutes=15)
IDLE_SECONDS = 0.5
SWEEP_EVERY = timedelta(seconds=30)
logger = logging.getLogger(__name__)


def run(now: Callable[[], datetime], stop: threading.Event) -> None:
    swept: datetime | None = None
    watch = clock_watch.ClockWatch(time.monotonic)
    while not stop.is_set():
        at = now()
        if step := watch.step(at):
            _note_step(step, at)
        if swept is None or abs(at - swept) >= SWEEP_EVERY:  # a clock set back must not stop it
            _sweep(at)
            swept = at
        if not run_one(at):
            stop.wait(IDLE_SECONDS)


def _note_step(seconds: int, at: datetime) -> None:
    try:
        clock_watch.note(seconds, at)
    except Exception:
        logger.exception("the clock went by %s seconds and it could not be noted", seconds)


def _sweep(at: datetime) -> None:
    try:
        clockwork.sweep(at)
    except Exception:  # the outbox is worked off all the same; the next sweep tries again
        logger.exception("the sweep failed")


def run_all(at: datetime, *, most: int = 500) -> int:
    """Do everything that is due, at most so many; return how many were done."""
    done = 0
    while done < most and run_one(at):
        done += 1
    return done


def run_one(at: datetime) -> bool:
    """Take and do one message; return whether there was one."""
    message = outbox.claim(at, lease=LEASE)
    if message is None:
        return False
    with context.working_for(context.Request(id=f"job-{message.pk.hex[:28]}")):
        _do(message, at)
    return True


def _do(message: Message, at: datetime) -> None:
    try:
        handlers.handle(message, at)
    except (Unavailable, ChangedMeanwhile) as error:
        outbox.failed(message, type(error).__name__, at)
    except (Rejected, ActionRefused) as error:
        outbox.bury(message, type(error).__name__, at)
    except Exception as error:
        logger.exception("message %s (%s) failed", message.pk, message.name)
        outbox.failed(message, type(error).__name__, at)
    else:
        outbox.done(message, at)
