"""A fair turn to write.

SQLite lets one writer in at a time and the others ask again after a pause, so that an
unlucky desk can wait many times as long as a lucky one. Here writers queue up before the
transaction: threads in order of arrival, processes by two file locks. Who waits for the
database holds the first lock, so a process that has just written cannot pass it.
PostgreSQL queues its writers itself.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from pathlib import Path

from django.db.utils import OperationalError

LONGEST_WAIT_SECONDS = 20.0
TOO_LONG = "database is busy: no turn to write within 20 seconds"


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


class Turn:
    """The turn to write to a database file, from when it is made until it is given back.

    :raises OperationalError: if it does not come within 20 seconds
    """

    def __init__(self, database: str) -> None:
        self._threads = _lines.setdefault(database, FairLock())
        if not self._threads.acquire(LONGEST_WAIT_SECONDS):
            raise OperationalError(TOO_LONG)
        try:
            self._file = _among_processes(Path(database))
        except BaseException:
            self._threads.release()
            raise

    def give_back(self) -> None:
        try:
            _unlock(self._file)
        finally:
            self._threads.release()


_lines: dict[str, FairLock] = {}  # by database file


def _among_processes(database: Path) -> int:
    """Wait in line among the processes; return the locked file."""
    queue = _locked(database, "turn")
    try:
        return _locked(database, "write")
    finally:
        _unlock(queue)


def _locked(database: Path, name: str) -> int:
    """Return the file, locked; a process that stands still must not hold up all others for ever.

    :raises OperationalError: if it is not to be had within 20 seconds
    """
    file = _open(database, name)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if not FileWait(file).ends(LONGEST_WAIT_SECONDS):
            raise OperationalError(TOO_LONG) from None
    return file


class FileWait:
    """A wait for a file's lock that can be given up, which the system's own cannot."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._guard = threading.Lock()
        self._given_up = False
        self._locked = threading.Event()
        threading.Thread(target=self._wait, name="turn", daemon=True).start()

    def ends(self, timeout: float) -> bool:
        """Return whether the file is locked; if not, it is closed as soon as it comes."""
        if self._locked.wait(timeout):
            return True
        with self._guard:
            self._given_up = not self._locked.is_set()
            return not self._given_up

    def _wait(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        with self._guard:
            if not self._given_up:
                self._locked.set()
                return
        _unlock(self._file)


def _open(database: Path, name: str) -> int:
    return os.open(f"{database}-{name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)


def _unlock(file: int) -> None:
    # Closing alone would not do: a child forked meanwhile has the file open, too.
    try:
        fcntl.flock(file, fcntl.LOCK_UN)
    finally:
        os.close(file)
