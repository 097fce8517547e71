"""How every operation at the counter runs.

On SQLite the transaction waits for its fair turn before it begins
(`loket.ledger.fair_sqlite`); PostgreSQL queues its writers itself, at the office's chain.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")


def in_turn(operation: Callable[P, R]) -> Callable[P, R]:
    """Run the operation as one durable transaction, in its turn."""

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(durable=True):
            return operation(*args, **kwargs)

    return run
