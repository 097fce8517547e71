"""
Encrypted files that can be read from any byte.

The plaintext is cut into chunks of 64 KiB; each is encrypted with AES-256-GCM under the
file's own key. The nonce is a random prefix, the chunk's number and a mark on the last one
(the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that a chunk
altered, moved, repeated or cut off does not open.
"""

from __future__ import annotations

import hashlib
import io
import os
from abc import abstractmethod
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loket.adapters.storage.keys import KEY_BYTES, Keyring
from loket.adapters.storage.ranges import buffered, limited
from loket.ports.storage import Blob, Damaged, SealedBlob, Storage

if TYPE_CHECKING:
    from typing_extensions import Buffer

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
_PREFIX_BYTES = 7
_MAGIC = b"LOKETSEAL1\n"
HEADER_BYTES = len(_MAGIC) + _PREFIX_BYTES


class SealingVault:
    def __init__(self, storage: Storage, keyring: Keyring) -> None:
        self._storage = storage
        self._keyring = keyring

    def seal(self, stream: BinaryIO, *, context: str) -> SealedBlob:
        file_key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
        raw = _Sealing(stream, file_key)
        with buffered(raw) as ciphertext:
            stored = self._storage.put(ciphertext)
            return SealedBlob(stored, raw.plain(), self._keyring.wrap(file_key, context=context))

    def open(
        self, sealed: SealedBlob, *, context: str, start: int = 0, length: int | None = None
    ) -> BinaryIO:
        file_key = self._keyring.unwrap(sealed.wrapped_key, context=context)
        if self._storage.size(sealed.stored.sha256) != sealed_size(sealed.plain.size):
            raise Damaged
        rest = max(sealed.plain.size - start, 0)
        wanted = rest if length is None else min(max(length, 0), rest)
        if not wanted and start:
            return io.BytesIO()
        return limited(self._opened(sealed, file_key, start), wanted)

    def rewrap(self, wrapped_key: str, *, context: str, new_context: str) -> str:
        file_key = self._keyring.unwrap(wrapped_key, context=context)
        return self._keyring.wrap(file_key, context=new_context)

    def _opened(self, sealed: SealedBlob, file_key: bytes, start: int) -> BinaryIO:
        name = sealed.stored.sha256
        with self._storage.open(name, 0, HEADER_BYTES) as head:
            header = head.read(HEADER_BYTES)
        if len(header) != HEADER_BYTES or not header.startswith(_MAGIC):
            raise Damaged
        first = start // CHUNK_BYTES
        offset = HEADER_BYTES + first * (CHUNK_BYTES + TAG_BYTES)
        chunks = _Chunks(file_key, header, _chunk_count(sealed.plain.size))
        opening = _Opening(self._storage.open(name, offset), chunks, first)
        opened = buffered(opening)
        try:
            opened.read(start % CHUNK_BYTES)
        except BaseException:
            opened.close()
            raise
        return opened


def sealed_size(plain_size: int) -> int:
    """Return the bytes a sealed file of that many plain bytes takes."""
    return HEADER_BYTES + plain_size + TAG_BYTES * _chunk_count(plain_size)


def _chunk_count(plain_size: int) -> int:
    return max(1, -(-plain_size // CHUNK_BYTES))


class _Chunks:
    """Encrypts and decrypts single chunks of one file."""

    def __init__(self, file_key: bytes, header: bytes, count: int | None) -> None:
        self._cipher = AESGCM(file_key)
        self._header = header
        self._count = count

    def seal(self, number: int, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(number, last=last), plain, self._header)

    def unseal(self, number: int, sealed: bytes) -> bytes:
        last = number + 1 == self._count
        try:
            return self._cipher.decrypt(self._nonce(number, last=last), sealed, self._header)
        except (InvalidTag, ValueError) as error:
            raise Damaged from error

    def is_past(self, number: int) -> bool:
        return self._count is not None and number >= self._count

    def _nonce(self, number: int, *, last: bool) -> bytes:
        return self._header[-_PREFIX_BYTES:] + number.to_bytes(4, "big") + bytes([last])


class _Pieces(io.RawIOBase):
    """A readable stream made of pieces; an empty piece ends it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ready = memoryview(b"")

    @abstractmethod
    def _next(self) -> bytes: ...

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        if not self._ready:
            self._ready = memoryview(self._next())
        view = memoryview(buffer).cast("B")
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


class _Sealing(_Pieces):
    """The sealed form of ``stream``, which stays open: it is the caller's."""

    def __init__(self, stream: BinaryIO, file_key: bytes) -> None:
        super().__init__(stream)
        header = _MAGIC + os.urandom(_PREFIX_BYTES)
        self._ready = memoryview(header)
        self._chunks = _Chunks(file_key, header, None)
        self._number = 0
        self._digest = hashlib.sha256()
        self._size = 0
        self._ahead: bytes | None = self._read()

    def plain(self) -> Blob:
        return Blob(self._digest.hexdigest(), self._size)

    def _next(self) -> bytes:
        plain = self._ahead
        if plain is None:
            return b""
        self._ahead = self._read() or None
        sealed = self._chunks.seal(self._number, plain, last=self._ahead is None)
        self._number += 1
        return sealed

    def _read(self) -> bytes:
        plain = read_fully(self._stream, CHUNK_BYTES)
        self._digest.update(plain)
        self._size += len(plain)
        return plain


class _Opening(_Pieces):
    """The plaintext from chunk ``number`` on."""

    def __init__(self, stream: BinaryIO, chunks: _Chunks, number: int) -> None:
        super().__init__(stream)
        self._chunks = chunks
        self._number = number

    def _next(self) -> bytes:
        if self._chunks.is_past(self._number):
            return b""
        sealed = read_fully(self._stream, CHUNK_BYTES + TAG_BYTES)
        plain = self._chunks.unseal(self._number, sealed)
        self._number += 1
        return plain

    def close(self) -> None:
        self._stream.close()
        super().close()


def read_fully(stream: BinaryIO, size: int) -> bytes:
    """Read ``size`` bytes, fewer only at the end: raw streams may give less than asked."""
    parts = bytearray()
    while len(parts) < size and (piece := stream.read(size - len(parts))):
        parts += piece
    return bytes(parts)
