"""Once a day of each office's clock, its trail is signed and the statement sent away."""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from loket.ledger import checkpoints
from loket.ledger.models import ChainHead
from loket.people.models import Office

logger = logging.getLogger(__name__)


def make_daily(at: datetime) -> int:
    """Make the checkpoints that are missing for today; return how many were made.

    Harmless when done twice: a chain without news since its last checkpoint gets none.
    """
    zones = dict(Office.objects.filter(is_active=True).values_list("code", "time_zone"))
    heads = ChainHead.objects.filter(seq__gt=0).values_list("office", "seq")
    return sum(
        _make(office, at)
        for office, seq in list(heads)
        if _is_due(office, seq, zones.get(office, settings.TIME_ZONE), at)
    )


def _is_due(office: str, seq: int, zone: str, at: datetime) -> bool:
    last = checkpoints.latest(office)
    if last is None:
        return True
    local = ZoneInfo(zone)
    return last.size < seq and last.at.astimezone(local).date() < at.astimezone(local).date()


def _make(office: str, at: datetime) -> bool:
    """A key that cannot be used must not keep the clockwork from its other work."""
    try:
        return checkpoints.make(office, at) is not None
    except ValueError:
        logger.exception("the trail of %s could not be signed", office)
        return False
