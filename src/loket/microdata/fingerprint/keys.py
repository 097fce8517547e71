"""
Keys of orders, all from one master secret, and what may be printed about them.

The master secret is kept apart from the database. An order's key is HMAC-SHA256(master, scope);
its commitment, SHA-256(key), is printed on the receipt, so that no key can be invented later.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

SECRET_BYTES = 32
_PURPOSE = b"loket fingerprint 1\x00"


@dataclass(frozen=True, slots=True)
class OrderKey:
    """
    The key by which one copy is marked, and the ``reference`` of the order it was made for.

    ``repr`` never shows the key.
    """

    reference: str
    secret: bytes = field(repr=False)

    @property
    def commitment(self) -> str:
        """SHA-256 of the key, 64 hexadecimal digits: for the receipt."""
        return hashlib.sha256(self.secret).hexdigest()

    def derived(self, purpose: str) -> bytes:
        """Return the independent 32-byte key for one ``purpose``."""
        return hmac.digest(self.secret, purpose.encode(), "sha256")


def order_key(master: bytes, reference: str, *, scope: str = "") -> OrderKey:
    """
    Derive the key of the order ``reference``.

    ``scope`` is what the key stands for: the order itself by default; buyer and survey where the
    buyer's several orders are to keep joining.

    :raises ValueError: if the master secret is shorter than 32 bytes
    """
    if len(master) < SECRET_BYTES:
        raise ValueError(f"the master secret needs {SECRET_BYTES} bytes")
    return OrderKey(
        reference, hmac.digest(master, _PURPOSE + (scope or reference).encode(), "sha256")
    )
