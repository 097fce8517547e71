"""Soon after midnight of each office's clock, what the day left open at the counter is closed."""

from __future__ import annotations

import logging
from datetime import datetime

from loket.counter import left_over, operations
from loket.counter.refusals import CounterRefusal
from loket.ledger.context import By

logger = logging.getLogger(__name__)


def close(at: datetime) -> int:
    """Close the earlier days of all offices; return how many tickets. Harmless when done twice."""
    closed = 0
    for office in left_over.offices(at):
        by = By(person=None, role="system", office=office.code)
        try:
            closed += operations.close_night(office=office, by=by, at=at)
        except CounterRefusal:  # somebody was quicker; the next sweep looks again
            logger.info("the counter of %s moved meanwhile", office.code)
    return closed
