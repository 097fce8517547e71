"""Blobs in a folder of this machine, or of a file server it has mounted."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from loket.adapters.storage.copying import copy
from loket.adapters.storage.ranges import limited
from loket.ports.failures import Unavailable
from loket.ports.storage import Blob, Missing, checked_name

_INCOMING = "incoming"


class DiskStorage:
    """
    ``folder/ab/cd/<sha256>``, read-only files.

    A blob is written beside its place, synced, and moved there in one step; a power loss
    leaves it whole or absent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, stream: BinaryIO) -> Blob:
        try:
            return self._put(stream)
        except OSError as error:
            raise _unavailable() from error

    def _put(self, stream: BinaryIO) -> Blob:
        incoming = self._folder / _INCOMING
        incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=incoming)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                blob = copy(stream, target)
                os.fchmod(target.fileno(), 0o440)
                target.flush()
                os.fsync(target.fileno())
            self._settle(temporary, self._path(blob.sha256))
        finally:
            temporary.unlink(missing_ok=True)
        return blob

    def _settle(self, temporary: Path, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(path)
        # The name is durable only once the folders that lead to it are.
        for folder in (path.parent, path.parent.parent, self._folder):
            _sync_folder(folder)

    def open(self, sha256: str, start: int = 0, length: int | None = None) -> BinaryIO:
        path = self._path(sha256)
        try:
            stored = path.open("rb")
        except FileNotFoundError as error:
            raise Missing from error
        except OSError as error:
            raise _unavailable() from error
        stored.seek(start)
        return stored if length is None else limited(stored, length)

    def size(self, sha256: str) -> int:
        try:
            return self._path(sha256).stat().st_size
        except FileNotFoundError as error:
            raise Missing from error
        except OSError as error:
            raise _unavailable() from error

    def exists(self, sha256: str) -> bool:
        try:
            self.size(sha256)
        except Missing:
            return False
        return True

    def delete(self, sha256: str) -> None:
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise _unavailable() from error

    def names(self) -> Iterator[str]:
        for path in sorted(self._folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            with suppress(ValueError):
                yield checked_name(path.name)

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        self.size(sha256)
        yield self._path(sha256)

    def _path(self, sha256: str) -> Path:
        checked_name(sha256)
        return self._folder / sha256[:2] / sha256[2:4] / sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unavailable() -> Unavailable:
    return Unavailable(
        "Penyimpanan berkas sedang tidak dapat dipakai atau penuh. Coba lagi beberapa saat lagi.",
        "The file storage cannot be used now, or is full. Try again in a while.",
    )
