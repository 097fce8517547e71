"""Whether the machine's clock was set: wall time against a clock that only goes forward."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from loket.ledger import trail
from loket.ledger.context import By
from loket.people.operations import HEADQUARTERS

TOLERANCE_SECONDS = 2.0
logger = logging.getLogger(__name__)


class ClockWatch:
    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._last: tuple[datetime, float] | None = None

    def step(self, at: datetime) -> int:
        """Return by how many seconds the wall clock was set since the last asking.

        Positive if it was set forward (or the machine slept); 0 within two seconds.
        """
        steady, last = self._steady(), self._last
        self._last = (at, steady)
        if last is None:
            return 0
        step = (at - last[0]).total_seconds() - (steady - last[1])
        return round(step) if abs(step) > TOLERANCE_SECONDS else 0


@transaction.atomic(durable=True)
def note(seconds: int, at: datetime) -> None:
    """Log that the clock was set, and write it into headquarters' trail."""
    logger.warning("the clock of this machine went by %s seconds at once", seconds)
    trail.record(
        "clock_stepped",
        subject=f"office:{HEADQUARTERS}",
        by=By(None, "system", HEADQUARTERS),
        at=at,
        payload={"seconds": seconds},
    )
