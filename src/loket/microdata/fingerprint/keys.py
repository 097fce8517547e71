"""
Keys of orders, all from one master secret, and what may be printed about them.

The master secret is kept apart from the database. An order's key is HKDF-SHA256 of it (RFC 5869,
no salt, 32 bytes) for the purpose ``loket order mark``, a line feed and the scope. Its commitment,
SHA-256(key), is printed on the receipt, so that no key can be invented later.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from dataclasses import dataclass, field

SECRET_BYTES = 32
_PURPOSE = "loket order mark"
_NO_SALT = bytes(hashlib.sha256().digest_size)


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
    extracted = hmac.digest(_NO_SALT, master, "sha256")
    purpose = f"{_PURPOSE}\n{scope or reference}".encode()
    return OrderKey(reference, hmac.digest(extracted, purpose + b"\x01", "sha256"))


def master_secret(written: bytes) -> bytes:
    """
    Return the master secret from how it is kept: LOKET_MASTER_KEY's 64 hexadecimal digits
    (several parted by commas, of which the last, oldest one marks copies), or plain bytes.

    :raises ValueError: if it is shorter than 32 bytes
    """
    secret = written
    with contextlib.suppress(ValueError):
        secret = bytes.fromhex(written.decode("ascii").split(",")[-1])
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"the master secret needs {SECRET_BYTES} bytes")
    return secret
