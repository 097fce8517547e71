"""Merkle tree hashes over a growing list, as RFC 6962 (Certificate Transparency) defines them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

LEAF, NODE = b"\x00", b"\x01"


class Tree:
    """The list so far, kept as the roots of its full subtrees: a handful of hashes."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []  # (leaves below, hash), largest first

    def append(self, entry: bytes) -> None:
        leaves, node = 1, hashlib.sha256(LEAF + entry).digest()
        while self._peaks and self._peaks[-1][0] == leaves:
            node = hashlib.sha256(NODE + self._peaks.pop()[1] + node).digest()
            leaves *= 2
        self._peaks.append((leaves, node))
        self.size += 1

    def root(self) -> bytes:
        """Return the SHA-256 tree hash (32 bytes) over all entries so far."""
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        node = self._peaks[-1][1]
        for _leaves, peak in reversed(self._peaks[:-1]):
            node = hashlib.sha256(NODE + peak + node).digest()
        return node


def root(entries: Iterable[bytes]) -> bytes:
    tree = Tree()
    for entry in entries:
        tree.append(entry)
    return tree.root()
