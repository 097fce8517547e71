"""Immutable files named by their SHA-256, and sealed (encrypted) ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from loket.ports.failures import Rejected

READ_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Blob:
    """What was stored: its SHA-256 in lower-case hexadecimal and its size in bytes."""

    sha256: str
    size: int


class Missing(Rejected):
    """No blob of that name is stored."""

    def __init__(self) -> None:
        super().__init__(
            "Berkas tidak ada di penyimpanan. Hubungi petugas agar berkas disiapkan kembali.",
            "The file is not in storage. Ask an officer to have it prepared again.",
        )


class Damaged(Rejected):
    """The stored bytes are not those that were put there, or the key is not theirs."""

    def __init__(self) -> None:
        super().__init__(
            "Berkas di penyimpanan rusak atau diubah. Hubungi petugas agar berkas disiapkan"
            " kembali.",
            "The stored file is damaged or was altered. Ask an officer to have it prepared again.",
        )


class Storage(Protocol):
    """
    Content-addressed files. The same bytes put twice are stored once.

    Every method raises :class:`~loket.ports.failures.Unavailable` when the storage is down or
    full, and ``ValueError`` for a name that is not a SHA-256.
    """

    def put(self, stream: BinaryIO) -> Blob:
        """Store all that ``stream`` still gives; durable on return, whole or not at all."""
        ...

    def open(self, sha256: str, start: int = 0, length: int | None = None) -> BinaryIO:
        """
        Read ``length`` bytes from ``start`` (both in bytes; None: to the end). Close it.

        A range reaching past the end is cut short.

        :raises Missing: if there is no such blob
        """
        ...

    def size(self, sha256: str) -> int:
        """
        Return the size in bytes.

        :raises Missing: if there is no such blob
        """
        ...

    def exists(self, sha256: str) -> bool: ...

    def delete(self, sha256: str) -> None:
        """Remove the blob; nothing happens if there is none."""
        ...

    def names(self) -> Iterator[str]:
        """Yield the SHA-256 of every stored blob, for the checker and the cleaner."""
        ...

    def local(self, sha256: str) -> AbstractContextManager[Path]:
        """
        Lend a path for libraries that want a file; read only, valid inside the ``with``.

        :raises Missing: if there is no such blob
        """
        ...


def is_intact(storage: Storage, blob: Blob) -> bool:
    """Read the whole blob again and compare it with its name and size."""
    digest, size = hashlib.sha256(), 0
    try:
        with storage.open(blob.sha256) as stored:
            while piece := stored.read(READ_BYTES):
                digest.update(piece)
                size += len(piece)
    except Missing:
        return False
    return digest.hexdigest() == blob.sha256 and size == blob.size


def checked_name(sha256: str) -> str:
    """
    Return ``sha256`` if it is one.

    :raises ValueError: otherwise, so that no name ever becomes a path of its own choosing
    """
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):  # noqa: PLR2004
        message = "a blob is named by 64 lower-case hexadecimal digits"
        raise ValueError(message)
    return sha256


@dataclass(frozen=True, slots=True)
class SealedBlob:
    """
    An encrypted file: the stored ciphertext, and the plaintext it stands for.

    ``wrapped_key`` is the file's own key, encrypted by the master key for one ``context``;
    forgetting it forgets the file.
    """

    stored: Blob
    plain: Blob
    wrapped_key: str


class Vault(Protocol):
    """Files that lie encrypted under a key of their own until someone may have them."""

    def seal(self, stream: BinaryIO, *, context: str) -> SealedBlob:
        """
        Encrypt and store; no plaintext touches a disk.

        ``context`` names what the file belongs to, such as an order's reference; the key
        opens only with the same context.
        """
        ...

    def open(
        self, sealed: SealedBlob, *, context: str, start: int = 0, length: int | None = None
    ) -> BinaryIO:
        """
        Read decrypted bytes of a range of the plaintext. Close it.

        :raises Missing: if the ciphertext is gone
        :raises Damaged: at once or while reading, before any altered byte is handed out
        """
        ...

    def rewrap(self, wrapped_key: str, *, context: str, new_context: str) -> str:
        """
        Wrap the same file key for another context, under the newest master key.

        :raises Damaged: if the key was not wrapped for ``context``
        """
        ...
