"""Reading part of a file as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from typing_extensions import Buffer


class _Limited(io.RawIOBase):
    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream = stream
        self._left = max(length, 0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._stream.read(min(len(view), self._left))
        view[: len(piece)] = piece
        self._left -= len(piece)
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def limited(stream: BinaryIO, length: int) -> BinaryIO:
    """Return the next ``length`` bytes of ``stream`` as a file; closing it closes both."""
    return buffered(_Limited(stream, length))


def buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(raw, buffer_size=64 * 1024))
