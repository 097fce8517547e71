"""Gapless numbers: one counter row each, moved in the transaction that uses the number."""

from __future__ import annotations

from django.db import transaction

NEXT = """
    INSERT INTO ledger_series AS series (kind, office, period, last)
    VALUES (%s, %s, %s, 1)
    ON CONFLICT (kind, office, period) DO UPDATE SET last = series.last + 1
    RETURNING last
"""


def next_number(kind: str, *, office: str, period: str) -> int:
    """Return the next number, from 1. It is given back if the transaction rolls back."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [kind, office, period])
        (number,) = cursor.fetchone()
    return int(number)
