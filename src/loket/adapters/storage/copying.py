"""Copying a stream while naming it."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from loket.ports.storage import READ_BYTES, Blob


def copy(stream: BinaryIO, target: BinaryIO) -> Blob:
    """Write all of ``stream`` to ``target`` and return its name and size."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(READ_BYTES):
        digest.update(piece)
        size += len(piece)
        target.write(piece)
    return Blob(digest.hexdigest(), size)
