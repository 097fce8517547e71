"""The fair turn to write …"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError, load_backend
from pytest_django.plugin import DjangoDbBlocker

from loket.ledger.fair_sqlite import turn
from loket.ledger.fair_sqlite.turn import FairLock
from loket.settings import environment


def test_is_given_in_the_order_of_asking() -> None:
    lock, order = FairLock(), []
    assert lock.acquire(1)

    def ask(number: int) -> None:
        assert lock.acquire(10)
        order.append(number)
        lock.release()

    threads = []
    for number in range(8):
        threads.append(threading.Thread(target=ask, args=(number,)))
        threads[-1].start()
        while len(lock._waiting) <= number:
            time.sleep(0.001)
    lock.release()
    for thread in threads:
        thread.join()

    assert order == list(range(8))


def test_is_not_waited_for_without_end() -> None:
    lock = FairLock()
    assert lock.acquire(1)

    assert not lock.acquire(0.01)

    lock.release()
    assert lock.acquire(0.01)


@pytest.fixture
def database(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BaseDatabaseWrapper]:
    """A second database of this process, with one table of one row."""
    settings = environment.sqlite(tmp_path / "fair.sqlite3")
    connections.databases["fair"] = connections.configure_settings({"default": settings})[
        "default"
    ]
    with django_db_blocker.unblock():
        with connections["fair"].cursor() as cursor:
            cursor.execute("CREATE TABLE thing (n INTEGER NOT NULL)")
            cursor.execute("INSERT INTO thing VALUES (0)")
        yield connections["fair"]
        connections["fair"].close()
    del connections["fair"]
    del connections.databases["fair"]


def is_free(database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether another writer gets the turn at once."""
    monkeypatch.setattr(turn, "LONGEST_WAIT_SECONDS", 0.01)
    try:
        turn.Turn(str(database.settings_dict["NAME"])).give_back()
    except OperationalError:
        return False
    return True


def test_is_held_while_a_transaction_lasts(
    database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic(using="fair"):
        with transaction.atomic(using="fair"):
            pass
        assert not is_free(database, monkeypatch)

    assert is_free(database, monkeypatch)


def test_is_given_back_after_a_failure(
    database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(using="fair"):
        raise ZeroDivisionError

    assert is_free(database, monkeypatch)


def test_is_given_back_when_the_connection_is_lost(
    database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic(using="fair"):
        database.close()

    assert is_free(database, monkeypatch)


def test_is_given_back_when_the_transaction_does_not_begin(
    database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.settings_dict["OPTIONS"]["transaction_mode"] = "IMMEDIATE"
    other = load_backend("django.db.backends.sqlite3").DatabaseWrapper(database.settings_dict)
    with database.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1")

    with transaction.atomic(using="fair"):
        pass
    other.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(OperationalError), transaction.atomic(using="fair"):
        pass
    other.rollback()
    other.close()

    assert is_free(database, monkeypatch)


def test_is_not_kept_by_a_child_forked_meanwhile(
    database: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    with transaction.atomic(using="fair"):
        child = os.fork()
        if child == 0:
            os.close(writing)
            os.read(reading, 1)  # until the parent is done
            os._exit(0)

    assert is_free(database, monkeypatch)
    os.close(writing)
    os.waitpid(child, 0)
    os.close(reading)


def test_lets_a_waiting_thread_write_next(database: BaseDatabaseWrapper) -> None:
    def add() -> None:
        with transaction.atomic(using="fair"), connections["fair"].cursor() as cursor:
            cursor.execute("SELECT n FROM thing")
            (n,) = cursor.fetchone()
            cursor.execute("UPDATE thing SET n = %s", [n + 1])
        connections["fair"].close()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.cursor() as cursor:
        assert cursor.execute("SELECT n FROM thing").fetchone() == (8,)


HOLDER = """
import fcntl, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_is_not_waited_for_without_end_when_another_process_stands_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "fair.sqlite3"
    command = [sys.executable, "-c", HOLDER, f"{database}-write"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with monkeypatch.context() as patched:
            patched.setattr(turn, "LONGEST_WAIT_SECONDS", 0.05)
            with pytest.raises(OperationalError):
                turn.Turn(str(database))
        waiting = threading.Thread(target=lambda: turn.Turn(str(database)).give_back())
        waiting.start()
        holder.communicate()
    waiting.join(10)

    assert not waiting.is_alive()
    turn.Turn(str(database)).give_back()  # what was given up is not kept
