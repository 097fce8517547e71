"""Sealed files …"""

from __future__ import annotations

import io
import os
import random
from pathlib import Path

import pytest

from loket.adapters.storage.disk import DiskStorage
from loket.adapters.storage.keys import Keyring
from loket.adapters.storage.sealing import (
    CHUNK_BYTES,
    HEADER_BYTES,
    TAG_BYTES,
    SealingVault,
    sealed_size,
)
from loket.ports.storage import Blob, Damaged, Missing, SealedBlob

CANARY = b"CANARY-respondent-7401050016000300"
ORDER = "order:P-2025-0007"
BLOCK = CHUNK_BYTES + TAG_BYTES


@pytest.fixture
def keyring() -> Keyring:
    return Keyring("2025", {"2025": os.urandom(32), "2024": os.urandom(32)})


@pytest.fixture
def storage(tmp_path: Path) -> DiskStorage:
    return DiskStorage(tmp_path / "blobs")


@pytest.fixture
def vault(storage: DiskStorage, keyring: Keyring) -> SealingVault:
    return SealingVault(storage, keyring)


def seal(vault: SealingVault, plain: bytes) -> SealedBlob:
    return vault.seal(io.BytesIO(plain), context=ORDER)


def read(vault: SealingVault, sealed: SealedBlob, *part: int) -> bytes:
    start, length = part or (0, None)
    with vault.open(sealed, context=ORDER, start=start, length=length) as opened:
        return opened.read()


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 300_000]
)
def test_open_to_the_same_bytes(vault: SealingVault, storage: DiskStorage, size: int) -> None:
    plain = os.urandom(size)

    sealed = seal(vault, plain)

    assert read(vault, sealed) == plain
    assert sealed.plain.size == size
    assert sealed.stored.size == sealed_size(size) == storage.size(sealed.stored.sha256)


def test_open_at_any_range(vault: SealingVault) -> None:
    plain = os.urandom(300_000)
    sealed = seal(vault, plain)
    draw = random.Random(20250817)
    edges = [0, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 4 * CHUNK_BYTES, 299_999, 300_000]

    for start in [*edges, *(draw.randrange(310_000) for _ in range(40))]:
        for length in (0, 1, CHUNK_BYTES, draw.randrange(1, 200_000)):
            assert read(vault, sealed, start, length) == plain[start : start + length]


def test_leave_no_plaintext_on_the_disk(
    vault: SealingVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setenv("TMPDIR", str(spool))
    plain = CANARY * 20_000

    sealed = seal(vault, plain)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(CANARY in path.read_bytes() for path in files)
    assert CANARY in read(vault, sealed)


def test_have_a_key_each(vault: SealingVault) -> None:
    first, second = seal(vault, CANARY), seal(vault, CANARY)

    assert first.stored != second.stored
    assert first.wrapped_key != second.wrapped_key
    with pytest.raises(Damaged):
        read(vault, SealedBlob(first.stored, first.plain, second.wrapped_key))


def test_open_only_in_their_context(vault: SealingVault) -> None:
    sealed = seal(vault, CANARY)

    with pytest.raises(Damaged):
        vault.open(sealed, context="order:P-2025-0008")


def alter(storage: DiskStorage, sealed: SealedBlob, altered: bytes) -> SealedBlob:
    return SealedBlob(storage.put(io.BytesIO(altered)), sealed.plain, sealed.wrapped_key)


def stored(storage: DiskStorage, sealed: SealedBlob) -> bytes:
    with storage.open(sealed.stored.sha256) as opened:
        return opened.read()


def test_notice_any_flipped_bit(vault: SealingVault, storage: DiskStorage) -> None:
    sealed = seal(vault, os.urandom(2 * CHUNK_BYTES + 500))
    whole = stored(storage, sealed)
    draw = random.Random(7)
    places = [0, HEADER_BYTES - 1, HEADER_BYTES, len(whole) - 1]

    for place in [*places, *(draw.randrange(len(whole)) for _ in range(60))]:
        flipped = bytearray(whole)
        flipped[place] ^= 1 << draw.randrange(8)
        with pytest.raises(Damaged):
            read(vault, alter(storage, sealed, bytes(flipped)))


def test_notice_chunks_that_changed_places(vault: SealingVault, storage: DiskStorage) -> None:
    sealed = seal(vault, os.urandom(3 * CHUNK_BYTES))
    whole = stored(storage, sealed)
    head, body = whole[:HEADER_BYTES], whole[HEADER_BYTES:]
    one, two, three = (body[n * BLOCK : (n + 1) * BLOCK] for n in range(3))

    for order in ((two, one, three), (one, one, three), (one, three, two)):
        with pytest.raises(Damaged):
            read(vault, alter(storage, sealed, head + b"".join(order)))


@pytest.mark.parametrize("left", [0, HEADER_BYTES, HEADER_BYTES + BLOCK, HEADER_BYTES + 5])
def test_notice_what_was_cut_off(vault: SealingVault, storage: DiskStorage, left: int) -> None:
    sealed = seal(vault, os.urandom(2 * CHUNK_BYTES))
    short = alter(storage, sealed, stored(storage, sealed)[:left])

    with pytest.raises(Damaged):
        read(vault, short)


def test_notice_a_cut_even_when_the_record_was_shortened_too(
    vault: SealingVault, storage: DiskStorage
) -> None:
    sealed = seal(vault, os.urandom(2 * CHUNK_BYTES))
    short = storage.put(io.BytesIO(stored(storage, sealed)[: HEADER_BYTES + BLOCK]))
    forged = SealedBlob(short, Blob(sealed.plain.sha256, CHUNK_BYTES), sealed.wrapped_key)

    with pytest.raises(Damaged):
        read(vault, forged)


def test_notice_what_was_added(vault: SealingVault, storage: DiskStorage) -> None:
    sealed = seal(vault, os.urandom(1000))

    with pytest.raises(Damaged):
        read(vault, alter(storage, sealed, stored(storage, sealed) + b"x"))


def test_say_when_they_are_gone(vault: SealingVault, storage: DiskStorage) -> None:
    sealed = seal(vault, CANARY)
    storage.delete(sealed.stored.sha256)

    with pytest.raises(Missing):
        read(vault, sealed)


def test_are_wrapped_anew_for_a_grant(vault: SealingVault) -> None:
    sealed = seal(vault, CANARY)

    wrapped = vault.rewrap(sealed.wrapped_key, context=ORDER, new_context="grant:1")

    granted = SealedBlob(sealed.stored, sealed.plain, wrapped)
    with vault.open(granted, context="grant:1") as opened:
        assert opened.read() == CANARY
    with pytest.raises(Damaged):
        vault.open(granted, context=ORDER)


def test_survive_a_new_master_key(storage: DiskStorage) -> None:
    old = os.urandom(32)
    sealed = seal(SealingVault(storage, Keyring("old", {"old": old})), CANARY)
    both = SealingVault(storage, Keyring("new", {"new": os.urandom(32), "old": old}))

    renewed = both.rewrap(sealed.wrapped_key, context=ORDER, new_context=ORDER)

    assert read(both, sealed) == CANARY
    assert renewed.startswith("new:")
    with pytest.raises(Damaged):
        read(SealingVault(storage, Keyring("lost", {"lost": os.urandom(32)})), sealed)


@pytest.mark.parametrize("wrapped", ["", "2025:", "2025:!!", "2025:AAAA", "nobody:AAAA", "é:ü"])
def test_do_not_open_with_nonsense_for_a_key(vault: SealingVault, wrapped: str) -> None:
    sealed = seal(vault, CANARY)

    with pytest.raises(Damaged):
        read(vault, SealedBlob(sealed.stored, sealed.plain, wrapped))


def test_leave_the_callers_stream_open(vault: SealingVault) -> None:
    stream = io.BytesIO(CANARY)

    vault.seal(stream, context=ORDER)

    assert not stream.closed


def test_keyring_refuses_what_is_not_a_key() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Keyring("a", {"a": b"short"})
    with pytest.raises(ValueError, match="not on the ring"):
        Keyring("b", {"a": bytes(32)})
    with pytest.raises(ValueError, match="colon"):
        Keyring("a:b", {"a:b": bytes(32)})
    assert "\\x00" not in repr(Keyring("a", {"a": bytes(32)}))
