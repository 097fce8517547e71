"""Settings under which an acknowledged change could be lost are found, and start-up refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from pytest_django.plugin import DjangoDbBlocker

from loket.ledger import durability
from loket.settings import environment

SAFE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


def database(path: Path, **options: Any) -> BaseDatabaseWrapper:
    settings = connections.configure_settings({"default": environment.sqlite(path)})["default"]
    settings["OPTIONS"] = {**settings["OPTIONS"], **options}
    backend: Any = load_backend("django.db.backends.sqlite3")
    return backend.DatabaseWrapper(settings)  # type: ignore[no-any-return]


@pytest.fixture
def found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: DjangoDbBlocker
) -> Iterator[Any]:
    opened: list[BaseDatabaseWrapper] = []

    def found(**options: Any) -> list[str]:
        opened.append(database(tmp_path / f"{len(opened)}.sqlite3", **options))
        monkeypatch.setattr(durability, "connection", opened[-1])
        return list(durability.problems())

    with django_db_blocker.unblock():
        yield found
    for each in opened:
        each.close()


def test_the_settings_of_the_product_are_safe(found: Any) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;", "journal_mode is delete"),
        ("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;", "synchronous is 1"),
        ("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;", "synchronous is 0"),
        (f"{SAFE} PRAGMA mmap_size=1048576;", "mmap_size must be 0"),
        (f"{SAFE} PRAGMA foreign_keys=OFF;", "foreign_keys is 0"),
    ],
)
def test_each_unsafe_setting_is_found(found: Any, wrong: str, problem: str) -> None:
    assert any(problem in each for each in found(init_command=wrong))


def test_deferred_transactions_are_found(found: Any) -> None:
    assert found(transaction_mode="DEFERRED") == ["SQLite transaction_mode must be IMMEDIATE"]


def test_an_old_sqlite_is_found(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durability, "SAFE_SQLITE", (99, 0, 0))

    assert any("can corrupt" in each for each in found())


def test_start_up_is_refused(found: Any) -> None:
    found(init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;")

    with pytest.raises(ImproperlyConfigured, match="synchronous"):
        durability.require()
