"""The independent checker: reads only tables and files, and none of the departments' code.

Each check is a generator of findings for some of the invariants V1 to V19. What is checked
is written here a second time on purpose: the same mistake would have to be made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from loket.ledger.audit import (
    answers,
    chain,
    downloads,
    duties,
    files,
    grants,
    money,
    moves,
    numbers,
    prices,
    queue,
)
from loket.ledger.audit.finding import Finding
from loket.ledger.audit.reading import Scope

Check = Callable[[Scope], Iterator[Finding]]

CHECKS: Mapping[str, Check] = {
    "grants": grants.check,  # V1
    "invoices": money.invoices,  # V2
    "prices": prices.check,  # V2
    "settlements": money.settlements,  # V3
    "notices": money.notices,  # V4
    "numbers": numbers.check,  # V5
    "moves": moves.check,  # V6, V7, V16
    "ticket_moves": queue.moves,  # V7
    "chain": chain.check,  # V8
    "tickets": queue.numbers,  # V9
    "periods": queue.periods,  # V10
    "duties": duties.check,  # V11
    "downloads": downloads.check,  # V13
    "keys": answers.keys,  # V15
    "outbox": answers.outbox,  # V16
    "uploads": duties.uploads,  # V19
}
INVARIANTS = (
    "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V13", "V15", "V16", "V19",
)  # fmt: skip

__all__ = ["CHECKS", "INVARIANTS", "Finding", "Scope", "run"]


def run(at: datetime, *, office: str = "", with_files: bool = False) -> Iterator[Finding]:
    """Yield every finding.

    :param office: code of the only office to check; all of them if empty
    :param with_files: also read every stored file (slow: as many bytes as are stored)
    """
    scope = Scope(office, at)
    for check in CHECKS.values():
        yield from check(scope)
    if with_files:
        yield from files.check(scope)
