"""An order's key is one derivation, which anybody can repeat from its description."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loket.microdata.fingerprint import master_secret, order_key

MASTER = bytes(range(32))


def test_is_hkdf_of_the_master_for_the_scope() -> None:
    derivation = HKDF(hashes.SHA256(), 32, salt=None, info=b"loket order mark\nabc-1")

    key = order_key(MASTER, "00001/2026", scope="abc-1")

    assert key.secret == derivation.derive(MASTER)
    assert key.commitment == hashlib.sha256(key.secret).hexdigest()
    assert key.secret.hex() not in repr(key)


def test_the_reference_stands_in_for_the_scope() -> None:
    assert order_key(MASTER, "A-1").secret == order_key(MASTER, "B", scope="A-1").secret


def test_the_oldest_of_several_masters_marks() -> None:
    newest, oldest = "11" * 32, MASTER.hex()

    assert master_secret(f"{newest},{oldest}\n".encode()) == MASTER
    assert master_secret(MASTER) == MASTER
    with pytest.raises(ValueError, match="32 bytes"):
        master_secret(b"short")
