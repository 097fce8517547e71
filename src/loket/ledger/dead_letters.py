"""Messages that could not be sent for days: shown to the office, and tried again by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from loket.ledger import outbox, trail
from loket.ledger.context import By
from loket.ledger.models import Message


def dead_letters(office: str) -> QuerySet[Message]:
    """Return an office's messages that nobody tries to send any more, the latest first."""
    return Message.objects.filter(office=office, dead_at__isnull=False).order_by("-dead_at")


@transaction.atomic(durable=True)
def retry(message: Message, *, by: By, at: datetime) -> bool:
    """Have a dead message tried again, from the start; return whether it was still dead."""
    trail.lock(by.office)
    if not outbox.revive(message, at):
        return False
    trail.record(
        "retry_message",
        subject=f"message:{message.pk}",
        by=by,
        at=at,
        payload={"name": message.name},
    )
    return True
