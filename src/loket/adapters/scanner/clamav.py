"""Asking ClamAV's daemon. Without a clear answer the file waits: it fails closed."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from loket.adapters.scanner.reasons import Reason, refused, unsure
from loket.ports.scanner import Outcome, ScanVerdict, UploadRules

_CHUNK_BYTES: Final = 64 * 1024
_MAX_ANSWER_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class ClamavSettings:
    """``path`` of the daemon's socket, or its ``host`` and ``port``. Time in seconds."""

    path: str = ""
    host: str = "127.0.0.1"
    port: int = 3310
    timeout: float = 30

    @classmethod
    def from_url(cls, url: str) -> ClamavSettings:
        """Read ``clamav://host:3310`` or ``clamav:/run/clamd.sock``."""
        parts = urlsplit(url)
        if parts.hostname:
            return cls(host=parts.hostname, port=parts.port or 3310)
        return cls(path=parts.path)


class ClamavScanner:
    def __init__(self, settings: ClamavSettings) -> None:
        self._settings = settings

    def scan(self, content: bytes, rules: UploadRules) -> ScanVerdict:
        try:
            answer = self._ask(content)
        except OSError:
            return unsure(rules)
        if answer == b"stream: OK":
            return ScanVerdict(
                Outcome.CLEAN, "Berkas diterima.", "The file is accepted.", content=content
            )
        if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
            return refused(Reason.VIRUS, rules)
        return unsure(rules)

    def _ask(self, content: bytes) -> bytes:
        with self._connected() as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK_BYTES):
                piece = content[start : start + _CHUNK_BYTES]
                daemon.sendall(struct.pack("!L", len(piece)) + piece)
            daemon.sendall(struct.pack("!L", 0))
            return _answer(daemon)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        settings = self._settings
        if settings.path:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as local:
                local.settimeout(settings.timeout)
                local.connect(settings.path)
                yield local
            return
        address = (settings.host, settings.port)
        with socket.create_connection(address, settings.timeout) as remote:
            yield remote


def _answer(daemon: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MAX_ANSWER_BYTES:
        piece = daemon.recv(_MAX_ANSWER_BYTES)
        if not piece:
            # Cut off in the middle, an answer could read as another one.
            return b""
        answer += piece
    return answer.rstrip(b"\0")
