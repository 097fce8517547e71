"""Kiosks prove themselves by a secret of which only the hash is kept."""

from __future__ import annotations

import hashlib

from loket.counter.models import Kiosk


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def kiosk_by_secret(secret: str) -> Kiosk | None:
    """Find the device by the secret it was given when it was enrolled."""
    return (
        Kiosk.objects.select_related("office")
        .filter(token_hash=hash_of(secret), revoked_at=None, office__is_active=True)
        .first()
    )
