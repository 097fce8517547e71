"""File keys, wrapped by a master key."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loket.ports.storage import Damaged

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Keyring:
    """
    The master keys by name, 32 bytes each; ``current`` names the one that wraps from now on.

    Older ones stay until every file key has been wrapped anew.

    :raises ValueError: for a key of another length, or when the current one is not there
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def __post_init__(self) -> None:
        if any(len(key) != KEY_BYTES for key in self.keys.values()):
            message = "a master key has 32 bytes"
            raise ValueError(message)
        if self.current not in self.keys:
            message = "the current master key is not on the ring"
            raise ValueError(message)
        if any(":" in name for name in self.keys):
            message = "a master key's name holds no colon"
            raise ValueError(message)

    @classmethod
    def from_hex(cls, written: str) -> Keyring:
        """
        Read 64 hexadecimal digits, or several such keys parted by commas, the newest first.

        :raises ValueError: if it is not so; the message quotes nothing of it
        """
        try:
            keys = [bytes.fromhex(key) for key in written.split(",")]
        except ValueError:
            message = "a master key is written as 64 hexadecimal digits"
            raise ValueError(message) from None
        named = {_name(key): key for key in keys}
        return cls(_name(keys[0]), named)

    @property
    def oldest(self) -> bytes:
        """The key from which other secrets are derived; it must therefore be kept."""
        return list(self.keys.values())[-1]

    def derive(self, purpose: str) -> bytes:
        """Return the 32-byte secret of one purpose, always the same."""
        return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(self.oldest)

    def wrap(self, file_key: bytes, *, context: str) -> str:
        """Return ``name:base64`` of the file key, which opens only for the same context."""
        nonce = os.urandom(_NONCE_BYTES)
        cipher = AESGCM(self.keys[self.current])
        wrapped = nonce + cipher.encrypt(nonce, file_key, _bound(self.current, context))
        return f"{self.current}:{base64.urlsafe_b64encode(wrapped).decode('ascii')}"

    def unwrap(self, wrapped_key: str, *, context: str) -> bytes:
        """
        Return the file key.

        :raises Damaged: if it was wrapped for another context or by a key we do not hold
        """
        name, _, encoded = wrapped_key.partition(":")
        try:
            wrapped = base64.urlsafe_b64decode(encoded)
            cipher = AESGCM(self.keys[name])
            nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
            return cipher.decrypt(nonce, sealed, _bound(name, context))
        except (KeyError, ValueError, InvalidTag) as error:
            raise Damaged from error


def _name(key: bytes) -> str:
    return hashlib.sha256(b"loket master key name\n" + key).hexdigest()[:8]


def _bound(name: str, context: str) -> bytes:
    return f"loket file key\n{name}\n{context}".encode()
