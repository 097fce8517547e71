"""What all simulators share: they refuse production, and their pages say what they are."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from loket.ports.failures import Rejected

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:0 1rem 4rem}"
    ".simulator{background:#7a1f00;color:#fff;font-weight:700;margin:0 -1rem 1.5rem;"
    "padding:.75rem 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #ccc;padding:.4rem .5rem;text-align:left;vertical-align:top}"
    ".wide{overflow-x:auto}pre{white-space:pre-wrap;overflow-wrap:anywhere}"
    "button,input,select{font:inherit;padding:.25rem .5rem}dt{font-weight:700}"
)


class SimulatorInProduction(Rejected):
    """A simulator was asked to run where real money or real letters are handled."""

    def __init__(self) -> None:
        super().__init__(
            "Simulator menolak berjalan dengan pengaturan produksi. Pilih layanan yang"
            " sebenarnya di pengaturan.",
            "A simulator refuses to run with production settings. Choose the real service in"
            " the settings.",
        )


def refuse_production(*, production: bool) -> None:
    """
    Return if this is not a production installation.

    :raises SimulatorInProduction: if it is
    """
    if production:
        raise SimulatorInProduction


def page(title: str, banner: str, body: str) -> bytes:
    """Return a whole HTML page; ``body`` is HTML, the rest is text."""
    return (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f'<p class="simulator" role="note">{escape(banner)}</p>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    ).encode()


class PageHandler(BaseHTTPRequestHandler):
    """Answers of a simulator's pages; nothing is logged, since paths may name letters."""

    server_version = "LoketSimulator"
    sys_version = ""
    timeout = 30

    @abstractmethod
    def show(self) -> None:
        """Answer GET and HEAD."""

    def receive(self) -> None:
        """Answer POST; most pages take none."""
        self.give(b"", status=HTTPStatus.METHOD_NOT_ALLOWED)

    def do_GET(self) -> None:
        self.show()

    def do_HEAD(self) -> None:
        self.show()

    def do_POST(self) -> None:
        self.receive()

    def log_message(self, format: str, *args: object) -> None:
        pass

    def give(
        self,
        content: bytes,
        *,
        status: int = 200,
        media_type: str = "text/html; charset=utf-8",
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def go(self, location: str) -> None:
        self.give(b"", status=HTTPStatus.SEE_OTHER, headers={"Location": location})


class SimulatorServer(ThreadingHTTPServer):
    daemon_threads = True
    # Threads that still hang in an injected timeout must not hold up the end.
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that hung up is what a simulator provokes."""


@contextmanager
def running(server: SimulatorServer) -> Iterator[SimulatorServer]:
    """Serve in a thread inside the ``with``."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
