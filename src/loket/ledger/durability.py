"""Acknowledged means durable: the settings that make it so are checked, not hoped for."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

SAFE_SQLITE = (3, 51, 3)
FULL = 2


def problems() -> Iterator[str]:
    """Yield every way in which the database at hand could lose an acknowledged change."""
    if connection.vendor == "sqlite":
        yield from _sqlite_problems()
    else:
        yield from _postgresql_problems()


def require() -> None:
    """
    :raises ImproperlyConfigured: if acknowledged changes could be lost
    """
    if found := list(problems()):
        raise ImproperlyConfigured("unsafe database settings: " + "; ".join(found))


def _sqlite_problems() -> Iterator[str]:
    with connection.cursor() as cursor:
        for pragma, wanted in (
            ("journal_mode", "wal"),
            ("synchronous", FULL),
            ("foreign_keys", 1),
        ):
            (value,) = cursor.execute(f"PRAGMA {pragma}").fetchone()
            if value != wanted:
                yield f"SQLite {pragma} is {value}, must be {wanted}"
        (mapped,) = cursor.execute("PRAGMA mmap_size").fetchone() or (0,)
        if mapped:
            yield "SQLite mmap_size must be 0"
        (version,) = cursor.execute("SELECT sqlite_version()").fetchone()
    if tuple(int(part) for part in version.split(".")) < SAFE_SQLITE:
        yield f"SQLite {version} can corrupt a WAL database; install the wheel pysqlite3"
    if getattr(connection, "transaction_mode", "") != "IMMEDIATE":
        yield "SQLite transaction_mode must be IMMEDIATE"


def _postgresql_problems() -> Iterator[str]:
    with connection.cursor() as cursor:
        for setting in ("synchronous_commit", "fsync", "full_page_writes"):
            cursor.execute(f"SHOW {setting}")
            (value,) = cursor.fetchone()
            if value != "on":
                yield f"PostgreSQL {setting} is {value}, must be on"
