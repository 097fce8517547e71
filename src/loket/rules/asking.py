"""How often to ask the treasury whether a billing code was paid: less often as it ages."""

from __future__ import annotations

from datetime import datetime, timedelta

SHORTEST, LONGEST = 5, 1440  # minutes an office may choose between
AFTER_EXPIRY = timedelta(minutes=2)  # by then the treasury knows of the last second's payment
_SLOWER = ((timedelta(days=1), 1), (timedelta(days=3), 2), (timedelta.max, 4))
_EXPIRED = (
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=2), timedelta(hours=6)),
    (timedelta.max, timedelta(days=1)),
)


def next_inquiry(
    *, issued_at: datetime, expires_at: datetime, asked_at: datetime | None, minutes: int
) -> datetime:
    """
    Return when to ask next about a code that is not known to be paid.

    While it can be paid: every ``minutes``, half as often after a day, a quarter after three;
    then once soon after it expired; from then on hourly, six-hourly and daily.

    :param minutes: the office's own pace, from SHORTEST to LONGEST
    """
    if asked_at is None:
        return issued_at
    every = timedelta(minutes=min(max(minutes, SHORTEST), LONGEST))
    soon = expires_at + AFTER_EXPIRY
    if asked_at < soon:
        age = asked_at - issued_at
        factor = next(times for limit, times in _SLOWER if age < limit)
        return min(asked_at + every * factor, soon)
    late = asked_at - expires_at
    pause = next(wait for limit, wait in _EXPIRED if late < limit)
    return asked_at + max(every, pause)
