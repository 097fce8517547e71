"""A mail server that sends nothing on: it keeps every letter and shows it on a page."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from loket.adapters.mail.folder import write
from loket.adapters.mail.reading import SinkHandler
from loket.adapters.simulation import SimulatorServer, refuse_production, running

MAX_BYTES = 50 * 1024 * 1024


class _Keeper:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(  # noqa: N802 -- the name aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.original_content or b""
        digest = hashlib.sha256(content).hexdigest()[:12]
        write(self._folder, f"{time.time_ns():020d}-{digest}.eml", content)
        return "250 kept"


@contextmanager
def sink(
    *, smtp_port: int, http_port: int, folder: Path, production: bool, host: str = "127.0.0.1"
) -> Iterator[SimulatorServer]:
    """
    Keep letters in ``folder`` and show them, inside the ``with``; yields the page's server.

    :raises SimulatorInProduction: with production settings
    """
    refuse_production(production=production)
    folder.mkdir(parents=True, exist_ok=True)
    controller = Controller(
        _Keeper(folder), hostname=host, port=smtp_port, data_size_limit=MAX_BYTES
    )
    server = SimulatorServer((host, http_port), lambda *args: SinkHandler(folder, *args))
    try:
        controller.start()
        with running(server):
            yield server
    finally:
        server.server_close()
        controller.stop(no_assert=True)


def serve(
    smtp_port: int,
    http_port: int,
    folder: Path,
    *,
    production: bool,
    stop: threading.Event | None = None,
) -> None:
    """
    Run the sink until interrupted, or until ``stop`` is set.

    :raises SimulatorInProduction: with production settings
    """
    with sink(smtp_port=smtp_port, http_port=http_port, folder=folder, production=production):
        (stop or threading.Event()).wait()
