"""What was acknowledged survives a writer that is killed at any instant; nothing is half done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from pytest_django.plugin import DjangoDbBlocker

from loket.settings import environment
from tests.architecture.sources import ROOT

WRITERS = 2
ROUNDS = 6


def start(path: Path) -> subprocess.Popen[str]:
    program = ROOT / "tests" / "ledger" / "numbering.py"
    variables = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LOKET_DATA": str(path.parent)}
    return subprocess.Popen(
        [sys.executable, str(program), str(path)],
        env=variables,
        stdout=subprocess.PIPE,
        text=True,
    )


def kill_in_the_middle(path: Path, dice: random.Random) -> list[int]:
    """Let writers write, kill them, and return the numbers they had acknowledged."""
    writers, told = [start(path) for _ in range(WRITERS)], list[str]()
    for writer in writers:
        assert writer.stdout is not None
        told.append(writer.stdout.readline())  # it is at work
    time.sleep(dice.uniform(0.01, 0.3))
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for writer in writers:
        told += writer.communicate()[0].splitlines(keepends=True)
    return [int(line) for line in told if line.endswith("\n")]


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Any:
    """A database of its own with only the ledger's tables."""
    settings = connections.configure_settings(
        {"default": environment.sqlite(tmp_path / "killed.sqlite3")}
    )["default"]
    backend: Any = load_backend("django.db.backends.sqlite3")
    wrapper: BaseDatabaseWrapper = backend.DatabaseWrapper(settings)
    with django_db_blocker.unblock():
        yield wrapper
    wrapper.close()


def rows(database: BaseDatabaseWrapper, sql: str) -> list[Any]:
    with database.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.slow
def test_no_acknowledged_number_is_lost_and_none_is_missing(
    database: BaseDatabaseWrapper, tmp_path: Path
) -> None:
    path = tmp_path / "killed.sqlite3"
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "ledger", "--verbosity", "0"],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "loket.settings.test",
            "LOKET_DATABASE": f"sqlite://{path}",
            "LOKET_DATA": str(tmp_path),
        },
        check=True,
        timeout=120,
    )
    dice, acknowledged = random.Random(4), list[int]()

    for _ in range(ROUNDS):
        acknowledged += kill_in_the_middle(path, dice)

    kept = [
        int(s.partition(":")[2]) for (s,) in rows(database, "SELECT subject FROM ledger_event")
    ]
    posted = rows(database, "SELECT COUNT(*) FROM ledger_message")[0][0]
    last = rows(database, "SELECT last FROM ledger_series")[0][0]
    assert len(acknowledged) > ROUNDS
    assert set(acknowledged) <= set(kept)
    assert sorted(kept) == [*range(1, last + 1)]
    assert posted == last
    assert rows(database, "PRAGMA integrity_check") == [("ok",)]
