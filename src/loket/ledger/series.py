"""Gapless numbers: one counter row each, moved in the transaction that uses the number."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from loket.ledger.models import Series


def next_number(kind: str, *, office: str, period: str) -> int:
    """Return the next number, from 1. It is given back if the transaction rolls back."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that uses it")
    Series.objects.get_or_create(kind=kind, office=office, period=period)
    counter = Series.objects.filter(kind=kind, office=office, period=period)
    counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()
