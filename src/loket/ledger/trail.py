"""The append-only trail: each event carries the hash of the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from loket.ledger import context, idempotency
from loket.ledger.context import By
from loket.ledger.models import ChainHead, Event


def lock(office: str) -> ChainHead:
    """Take the office's chain until the transaction ends, so that its writers queue up."""
    _require_transaction()
    heads = ChainHead.objects.select_for_update().filter(office=office)
    head = heads.first()
    if head is None:  # the office's first event; another writer may be at it, too
        ChainHead.objects.bulk_create([ChainHead(office=office)], ignore_conflicts=True)
        head = heads.get()
    return head


def stand_in_line(office: str) -> None:
    """Take the office's chain as `lock` does, where the transaction does not do so by itself."""
    _require_transaction()
    if transaction.get_connection().features.has_select_for_update:
        lock(office)


def record(
    action: str,
    *,
    subject: str,
    by: By,
    at: datetime,
    revision: int | None = None,
    payload: Mapping[str, Any] | None = None,
) -> Event:
    """Append an event in the caller's transaction.

    :param subject: what it happened to, as `kind:identifier`
    :param revision: the subject's revision after the event, for subjects that have one
    :param payload: JSON values without personal data
    :raises DuplicateRequest: if another request has had this effect already
    """
    idempotency.claim(at)
    head = lock(by.office)
    event = Event(
        office=by.office,
        seq=head.seq + 1,
        previous=head.hash,
        at=at,
        person=by.person,
        role=by.role,
        action=action,
        subject=subject,
        revision=revision,
        request_id=context.request_id(),
        payload=canonical(payload or {}),
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(office=by.office).update(seq=event.seq, hash=event.hash)
    return event


def digest(event: Event) -> str:
    """Return the SHA-256 (hex) over the event's fields and the hash before it."""
    return hashlib.sha256(
        canonical(
            {
                "office": event.office,
                "seq": event.seq,
                "previous": event.previous,
                "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "person": event.person,
                "role": event.role,
                "action": event.action,
                "subject": event.subject,
                "revision": event.revision,
                "request_id": event.request_id,
                "payload": event.payload,
            }
        ).encode()
    ).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def history(subject: str) -> list[Event]:
    return list(Event.objects.filter(subject=subject).order_by("id"))


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of the change it tells of")
