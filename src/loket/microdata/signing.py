"""Signing the result of the acceptance twin: the caller has the key, the library has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class CheckSigner:
    """
    Whoever vouches for a delivery's PERIKSA.txt: an Ed25519 public key, and its owner's hand.

    ``sign`` takes the bytes of the file and returns the 64-byte signature (RFC 8032).
    """

    public_key: bytes
    sign: Callable[[bytes], bytes] = field(repr=False)


def ed25519_signer(seed: bytes) -> CheckSigner:
    """
    Return the signer with the private key ``seed``.

    :raises ValueError: if it has not 32 bytes
    """
    if len(seed) != SEED_BYTES:
        raise ValueError(f"the seed of an Ed25519 key has {SEED_BYTES} bytes")
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return CheckSigner(key.public_key().public_bytes_raw(), key.sign)
