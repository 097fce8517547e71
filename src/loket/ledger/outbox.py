"""The outbox: what must happen outside after a change, written in the same transaction.

A worker claims a row for a while (a lease). If the worker dies the lease runs out and the
row is claimed again, so everything here happens at least once; receivers know a twin by
the message id.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from loket.ledger.models import Message

FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=4)
LEAST_ATTEMPTS = 12  # half a day of trying, for what lay while no worker ran


def post(
    topic: str,
    name: str,
    *,
    office: str,
    subject: str,
    at: datetime,
    dedupe_key: str,
    payload: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> None:
    """Put a message into the outbox, once for each dedupe_key."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message is posted in the transaction of the change it tells of")
    Message.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "topic": topic,
            "name": name,
            "office": office,
            "subject": subject,
            "payload": dict(payload or {}),
            "created_at": at,
            "due_at": due_at or at,
        },
    )


def claim(now: datetime, *, lease: timedelta, topics: Sequence[str] = ()) -> Message | None:
    """Take the message that is due longest for as long as the lease, or None."""
    waiting = Message.objects.filter(done_at=None, dead_at=None, due_at__lte=now).filter(
        Q(leased_until=None) | Q(leased_until__lt=now)
    )
    if topics:
        waiting = waiting.filter(topic__in=topics)
    for message in waiting.order_by("due_at")[:5]:
        taken = Message.objects.filter(
            pk=message.pk, attempts=message.attempts, done_at=None, dead_at=None
        ).update(leased_until=now + lease, attempts=F("attempts") + 1)
        if taken:
            message.refresh_from_db()
            return message
    return None


def done(message: Message, at: datetime) -> None:
    """Note that it went out; what it carried (a secret link, perhaps) is not kept."""
    Message.objects.filter(pk=message.pk).update(
        done_at=at, leased_until=None, last_error="", payload={}
    )


def failed(message: Message, error: str, at: datetime) -> None:
    """
    Try again later, waiting longer each time.

    After four days and at least twelve attempts it waits for a person.
    """
    if at - message.created_at > GIVE_UP_AFTER and message.attempts >= LEAST_ATTEMPTS:
        bury(message, error, at)
        return
    wait = min(FIRST_RETRY * 2 ** min(message.attempts - 1, 12), LONGEST_RETRY)
    jitter = random.uniform(0.8, 1.2)  # noqa: S311  (spreads retries; no secret)
    Message.objects.filter(pk=message.pk).update(
        due_at=at + wait * jitter, leased_until=None, last_error=error[:300]
    )


def bury(message: Message, error: str, at: datetime) -> None:
    """Stop trying: the message is shown to the office until a person tries it again."""
    Message.objects.filter(pk=message.pk).update(
        dead_at=at, leased_until=None, last_error=error[:300]
    )


def revive(message: Message, at: datetime) -> bool:
    """Put a dead message back, from the start; return whether it was dead. See `dead_letters`."""
    changed = Message.objects.filter(pk=message.pk, dead_at__isnull=False).update(
        dead_at=None, due_at=at, created_at=at, attempts=0
    )
    return bool(changed)
