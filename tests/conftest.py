"""What every test that touches the database needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from pytest_django.plugin import DjangoDbBlocker

from loket.orders.operations import sync_legal_moves

KEPT_BY_FLUSH = "orders_legalmove"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The legal moves are part of a set-up database, as `loket setup` leaves it."""
    with django_db_blocker.unblock():
        sync_legal_moves()


@pytest.fixture(scope="session", autouse=True)
def _flush_despite_guards() -> Any:
    """Tests with real transactions end by emptying tables, which the triggers refuse.

    On SQLite the triggers are set aside for the flush and put back; PostgreSQL truncates,
    which row triggers do not see.
    """
    patch = pytest.MonkeyPatch()
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
        if connection.vendor != "sqlite":
            original(self, [_without_kept(sql) for sql in sql_list])
            return
        wanted = [sql for sql in sql_list if KEPT_BY_FLUSH not in sql]
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            original(self, wanted)
            for _name, sql in triggers:
                cursor.execute(sql)

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
    yield
    patch.undo()


def _without_kept(sql: str) -> str:
    """Take the kept table out of the one TRUNCATE that names them all."""
    name = f'"{KEPT_BY_FLUSH}"'
    return sql.replace(f"{name}, ", "").replace(f", {name}", "")
