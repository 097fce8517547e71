"""V15, V16: a key is used once and had an effect; nothing in the outbox is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Scope, instant, rows, scoped

LONGEST_DELAY = timedelta(days=5)  # the outbox tries for four

TWICE = """
    SELECT account, route, key FROM ledger_answer
    GROUP BY account, route, key HAVING COUNT(*) > 1
"""
WITHOUT_EFFECT = """
    SELECT a.id FROM ledger_answer a
    WHERE NOT EXISTS (SELECT 1 FROM ledger_event e WHERE e.at = a.at)
"""
WAITING = """
    SELECT id, office, name, due_at FROM ledger_message
    WHERE done_at IS NULL AND dead_at IS NULL
"""


def keys(scope: Scope) -> Iterator[Finding]:
    """V15: each idempotency key has one answer, written together with an effect."""
    if scope.office:
        return  # answers belong to people, not to an office
    for row in rows(TWICE):
        yield Finding(
            "V15",
            "",
            f"route:{row['route']}",
            "Kunci permintaan yang sama dipakai dua kali.",
            "The same request key was used twice.",
        )
    for row in rows(WITHOUT_EFFECT):
        yield Finding(
            "V15",
            "",
            f"answer:{row['id']}",
            "Kunci permintaan dipakai tanpa ada akibatnya.",
            "A request key was used without any effect.",
        )


def outbox(scope: Scope) -> Iterator[Finding]:
    """V16: what is due goes out, or is put before a person."""
    for row in scoped(WAITING, scope):
        due = instant(row["due_at"])
        if due is None or scope.at - due > LONGEST_DELAY:
            yield Finding(
                "V16",
                row["office"],
                f"message:{row['name']}/{row['id']}",
                "Pesan keluar sudah lama lewat waktunya dan belum dikerjakan.",
                "An outgoing message is long overdue and not done.",
            )
