"""Triggers with which the database itself refuses what the rules forbid.

Each guard is a migration operation that works on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations import RunPython

REFUSED = "loket: refused by the database"


def run(sqlite: Sequence[str], postgresql: Sequence[str]) -> RunPython:
    """Return a migration operation that runs the statements of the database at hand."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
        for statement in statements:
            schema_editor.execute(statement, params=None)

    return RunPython(forwards, RunPython.noop)


def no_delete(table: str) -> RunPython:
    return _refuse(table, "DELETE", f"{table}_no_delete")


def append_only(table: str) -> RunPython:
    """Refuse UPDATE and DELETE on the table."""
    return _both(_update(table, ""), _delete(table))


def immutable(table: str, columns: Sequence[str]) -> RunPython:
    """Refuse DELETE, and UPDATE of the named columns to another value."""
    return _both(_update(table, _changed(columns)), _delete(table))


def final_once(table: str, column: str) -> RunPython:
    """Refuse DELETE, and UPDATE of a row in which the column is filled."""
    return _both(_update(table, f"OLD.{column} IS NOT NULL"), _delete(table))


def _refuse(table: str, event: str, name: str) -> RunPython:
    return run(*_trigger(table, event, name, ""))


def _changed(columns: Sequence[str]) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


Statements = tuple[list[str], list[str]]


def _update(table: str, when: str) -> Statements:
    return _trigger(table, "UPDATE", f"{table}_no_update", when)


def _delete(table: str) -> Statements:
    return _trigger(table, "DELETE", f"{table}_no_delete", "")


def _both(one: Statements, other: Statements) -> RunPython:
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
