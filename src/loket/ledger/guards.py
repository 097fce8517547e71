"""Triggers with which the database itself refuses what the rules forbid.

Each guard is a migration operation that works on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import router
from django.db.migrations.operations.base import Operation, OperationCategory

REFUSED = "loket: refused by the database"


class RunStatements(Operation):
    """
    Run the statements of the database at hand; undone, leave them standing.

    Unlike `RunPython` it has no use for the models, which Django would build
    anew before each of them.
    """

    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
        self.sqlite = sqlite
        self.postgresql = postgresql

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        connection = schema_editor.connection
        if router.allow_migrate(connection.alias, app_label):
            for statement in self.sqlite if connection.vendor == "sqlite" else self.postgresql:
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Keep what was made; it goes with its table."""

    def describe(self) -> str:
        return "Statements of the database at hand"


def run(sqlite: Sequence[str], postgresql: Sequence[str]) -> RunStatements:
    """Return a migration operation that runs the statements of the database at hand."""
    return RunStatements(sqlite, postgresql)


def no_delete(table: str) -> RunStatements:
    return _refuse(table, "DELETE", f"{table}_no_delete")


def append_only(table: str) -> RunStatements:
    """Refuse UPDATE and DELETE on the table."""
    return _both(_update(table, ""), _delete(table))


def immutable(table: str, columns: Sequence[str]) -> RunStatements:
    """Refuse DELETE, and UPDATE of the named columns to another value."""
    return _both(_update(table, _changed(columns)), _delete(table))


def final_once(table: str, column: str) -> RunStatements:
    """Refuse DELETE, and UPDATE of a row in which the column is filled."""
    return _both(_update(table, f"OLD.{column} IS NOT NULL"), _delete(table))


def _refuse(table: str, event: str, name: str) -> RunStatements:
    return run(*_trigger(table, event, name, ""))


def _changed(columns: Sequence[str]) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


Statements = tuple[list[str], list[str]]


def _update(table: str, when: str) -> Statements:
    return _trigger(table, "UPDATE", f"{table}_no_update", when)


def _delete(table: str) -> Statements:
    return _trigger(table, "DELETE", f"{table}_no_delete", "")


def _both(one: Statements, other: Statements) -> RunStatements:
    return run(one[0] + other[0], one[1] + other[1])


def _trigger(table: str, event: str, name: str, when: str) -> Statements:
    condition = f" WHEN ({when})" if when else ""
    sqlite = [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}: {name}'); END",
    ]
    postgresql = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{REFUSED}: {name}' USING ERRCODE = '23514'; END$$",
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{condition} "
        f"EXECUTE FUNCTION {name}()",
    ]
    return sqlite, postgresql
