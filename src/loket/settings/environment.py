"""Reading settings from the environment, and the SQLite that the data are trusted to."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[1]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def number(name: str, default: int) -> int:
    """
    :raises ValueError: if the variable is set and is not a whole number
    """
    return int(os.environ.get(name) or default)


def json_object(name: str) -> dict[str, Any]:
    """
    :raises TypeError: if the variable is set and is not a JSON object
    """
    found = json.loads(os.environ.get(name) or "{}")
    if not isinstance(found, dict):
        raise TypeError(f"{name} must be a JSON object")
    return found


def flag(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def folder(name: str, default: Path) -> Path:
    path = Path(os.environ.get(name) or default)
    path.mkdir(parents=True, exist_ok=True)
    return path


def use_current_sqlite() -> None:
    """Put the bundled SQLite in place of the system's.

    Before 3.51.3 SQLite could corrupt a database when the WAL was reset under load;
    distributions still ship older ones.
    """
    try:
        bundled = import_module("pysqlite3")
    except ImportError:
        return
    sys.modules["sqlite3"] = bundled
    sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")


def database(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?options` or `sqlite:///path`.

    :raises ValueError: if the address is of neither kind
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("LOKET_DATABASE must be sqlite:///path or postgresql://host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "loket.ledger.fair_sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
