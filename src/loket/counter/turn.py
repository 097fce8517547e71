"""A fair turn for every desk on SQLite.

SQLite lets one writer in at a time and the others ask again after a pause, so that an
unlucky desk can wait many times as long as a lucky one. Here writers queue up before the
transaction: threads in order of arrival, processes by two file locks. Who waits for the
database holds the first lock, so a process that has just written cannot pass it.
PostgreSQL queues its writers itself.
"""

from __future__ import annotations

import fcntl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_WAIT_SECONDS = 20.0


class FairLock:
    """A lock that is given in the order in which it was asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def acquire(self, timeout: float) -> bool:
        with self._guard:
            if not self._held:
                self._held = True
                return True
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(timeout):
            return True
        with self._guard:
            if mine.is_set():  # given between the timeout and here
                return True
            self._waiting.remove(mine)
            return False

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


_threads = FairLock()


@contextmanager
def taken() -> Iterator[None]:
    """
    Hold the turn to write.

    :raises OperationalError: if it does not come within 20 seconds
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    if not _threads.acquire(LONGEST_WAIT_SECONDS):
        raise OperationalError("database is busy: no turn to write within 20 seconds")
    try:
        with _among_processes(str(connection.settings_dict["NAME"])):
            yield
    finally:
        _threads.release()


def in_turn(operation: Callable[P, R]) -> Callable[P, R]:
    """Run the operation as one durable transaction, in its turn."""

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with taken(), transaction.atomic(durable=True):
            return operation(*args, **kwargs)

    return run


@contextmanager
def _among_processes(database: str) -> Iterator[None]:
    if ":memory:" in database or database.startswith("file:"):
        yield
        return
    path = Path(database)
    with (
        path.with_name(path.name + "-turn").open("ab") as queue,
        path.with_name(path.name + "-write").open("ab") as writing,
    ):
        fcntl.flock(queue, fcntl.LOCK_EX)
        fcntl.flock(writing, fcntl.LOCK_EX)
        fcntl.flock(queue, fcntl.LOCK_UN)
        yield  # closing the files gives both locks back
