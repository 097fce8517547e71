"""The simulator's own books, in an SQLite file of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS code (
    code TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL,
    satker TEXT NOT NULL, payer TEXT NOT NULL, amount INTEGER NOT NULL CHECK (amount > 0),
    issued_at TEXT NOT NULL, expires_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS payment (
    number INTEGER PRIMARY KEY, code TEXT NOT NULL REFERENCES code, ntpn TEXT NOT NULL UNIQUE,
    ntb TEXT NOT NULL UNIQUE, amount INTEGER NOT NULL CHECK (amount > 0), paid_at TEXT NOT NULL,
    known_at TEXT NOT NULL, bank TEXT NOT NULL, channel TEXT NOT NULL, reversed_at TEXT);
CREATE TABLE IF NOT EXISTS notice (
    number INTEGER PRIMARY KEY, payment INTEGER NOT NULL REFERENCES payment, id TEXT NOT NULL,
    body BLOB NOT NULL, due_at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    delivered_at TEXT);
CREATE TABLE IF NOT EXISTS fault (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Code:
    code: str
    reference: str
    fingerprint: str
    satker: str
    payer: str
    amount: int
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment; the inquiry knows of it from ``known_at`` until ``reversed_at``."""

    number: int
    code: str
    ntpn: str
    ntb: str
    amount: int
    paid_at: datetime
    known_at: datetime
    bank: str
    channel: str
    reversed_at: datetime | None

    def is_known(self, at: datetime) -> bool:
        return self.known_at <= at and (self.reversed_at is None or at < self.reversed_at)


@dataclass(frozen=True, slots=True)
class Pending:
    """A notice waiting to be sent."""

    number: int
    id: str
    body: bytes
    due_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Injected:
    kind: str
    subject: str
    at: datetime


class Ledger:
    """One connection behind a lock; ``path`` None keeps the books in memory."""

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(
            ":memory:" if path is None else path, check_same_thread=False, isolation_level=None
        )
        self._lock = threading.RLock()
        self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def next(self, name: str) -> int:
        """Count ``name`` up, from 1."""
        with self.transaction():
            self._db.execute(
                "INSERT INTO counter VALUES (?, 1)"
                " ON CONFLICT (name) DO UPDATE SET last = last + 1",
                (name,),
            )
            row = self._db.execute("SELECT last FROM counter WHERE name = ?", (name,)).fetchone()
        return int(row[0])

    def add_code(self, code: Code) -> None:
        self._write(
            "INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            code.code,
            code.reference,
            code.fingerprint,
            code.satker,
            code.payer,
            code.amount,
            _text(code.issued_at),
            _text(code.expires_at),
        )

    def code(self, code: str) -> Code | None:
        return next(iter(self._codes("WHERE code = ?", code)), None)

    def code_of(self, reference: str) -> Code | None:
        return next(iter(self._codes("WHERE reference = ?", reference)), None)

    def codes(self, limit: int = -1) -> list[Code]:
        """Return codes, the newest first."""
        return self._codes("ORDER BY issued_at DESC, code DESC LIMIT ?", limit)

    def add_payment(self, paid: Paid) -> None:
        self._write(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            paid.number,
            paid.code,
            paid.ntpn,
            paid.ntb,
            paid.amount,
            _text(paid.paid_at),
            _text(paid.known_at),
            paid.bank,
            paid.channel,
            paid.reversed_at and _text(paid.reversed_at),
        )

    def payments(self, code: str | None = None) -> list[Paid]:
        """Return the payments of one code, or all, in the order they were made."""
        rows = self._rows(
            "SELECT * FROM payment WHERE ? IS NULL OR code = ? ORDER BY number", code, code
        )
        return [_paid(*row) for row in rows]

    def reverse(self, ntpn: str, at: datetime) -> bool:
        """Take a payment back from ``at``; False if there is none to take back."""
        changed = self._write(
            "UPDATE payment SET reversed_at = ?"
            " WHERE ntpn = ? AND (reversed_at IS NULL OR reversed_at > ?)",
            _text(at),
            ntpn,
            _text(at),
        )
        return changed == 1

    def add_notice(self, payment: int, id: str, body: bytes, due_at: datetime) -> None:
        self._write(
            "INSERT INTO notice (payment, id, body, due_at) VALUES (?, ?, ?, ?)",
            payment,
            id,
            body,
            _text(due_at),
        )

    def due(self, at: datetime) -> list[Pending]:
        rows = self._rows(
            "SELECT number, id, body, due_at, attempts FROM notice"
            " WHERE delivered_at IS NULL AND due_at <= ? ORDER BY due_at, number",
            _text(at),
        )
        return [
            Pending(n, id, bytes(body), _instant(due), tries) for n, id, body, due, tries in rows
        ]

    def delivered(self, number: int, at: datetime) -> None:
        self._write("UPDATE notice SET delivered_at = ? WHERE number = ?", _text(at), number)

    def postpone(self, number: int, until: datetime) -> None:
        self._write(
            "UPDATE notice SET due_at = ?, attempts = attempts + 1 WHERE number = ?",
            _text(until),
            number,
        )

    def note(self, kind: str, subject: str, at: datetime) -> None:
        self._write(
            "INSERT INTO fault (kind, subject, at) VALUES (?, ?, ?)", kind, subject, _text(at)
        )

    def faults(self) -> list[Injected]:
        rows = self._rows("SELECT kind, subject, at FROM fault ORDER BY number")
        return [Injected(kind, subject, _instant(at)) for kind, subject, at in rows]

    def _codes(self, rest: str, *values: object) -> list[Code]:
        rows = self._rows(f"SELECT * FROM code {rest}", *values)  # noqa: S608 -- our own words
        return [_code(*row) for row in rows]

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    def _write(self, statement: str, *values: object) -> int:
        with self._lock:
            return self._db.execute(statement, values).rowcount


def _code(*row: Any) -> Code:
    code, reference, fingerprint, satker, payer, amount, issued_at, expires_at = row
    return Code(
        code,
        reference,
        fingerprint,
        satker,
        payer,
        amount,
        _instant(issued_at),
        _instant(expires_at),
    )


def _paid(*row: Any) -> Paid:
    number, code, ntpn, ntb, amount, paid_at, known_at, bank, channel, reversed_at = row
    return Paid(
        number=number,
        code=code,
        ntpn=ntpn,
        ntb=ntb,
        amount=amount,
        paid_at=_instant(paid_at),
        known_at=_instant(known_at),
        bank=bank,
        channel=channel,
        reversed_at=_instant(reversed_at) if reversed_at else None,
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
