"""
Signed notices: three headers over ``id.timestamp.body``, as Standard Webhooks writes them.

``webhook-signature`` holds one or more ``v1,<base64 of HMAC-SHA256>`` parted by blanks, so
that keys can be changed without a gap.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

ID: Final = "webhook-id"
TIMESTAMP: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"

TOLERANCE: Final = timedelta(seconds=300)


def sign(body: bytes, *, id: str, at: datetime, secret: bytes) -> dict[str, str]:
    """Return the headers to send with ``body``."""
    timestamp = str(int(at.timestamp()))
    return {ID: id, TIMESTAMP: timestamp, SIGNATURE: f"v1,{_mac(secret, id, timestamp, body)}"}


def signed_id(
    headers: Mapping[str, str], body: bytes, *, at: datetime, secrets: Sequence[bytes]
) -> str | None:
    """Return the notice's id if one of our keys signed it within five minutes of ``at``."""
    lowered = {name.lower(): value for name, value in headers.items()}
    id, timestamp = lowered.get(ID, ""), lowered.get(TIMESTAMP, "")
    if not id or not _is_fresh(timestamp, at):
        return None
    given = [part[3:] for part in lowered.get(SIGNATURE, "").split() if part.startswith("v1,")]
    expected = [_mac(secret, id, timestamp, body) for secret in secrets]
    # Every pair is compared, so that the time taken tells nothing.
    matches = [_equal(mine, theirs) for mine in expected for theirs in given]
    return id if any(matches) else None


def _is_fresh(timestamp: str, at: datetime) -> bool:
    try:
        signed_at = datetime.fromtimestamp(int(timestamp), UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return abs(at - signed_at) <= TOLERANCE


def _mac(secret: bytes, id: str, timestamp: str, body: bytes) -> str:
    message = f"{id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(secret, message, hashlib.sha256).digest()).decode("ascii")


def _equal(mine: str, theirs: str) -> bool:
    return hmac.compare_digest(mine.encode(), theirs.encode())
