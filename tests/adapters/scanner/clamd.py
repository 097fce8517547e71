"""A daemon that speaks ClamAV's INSTREAM and knows one virus."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from loket.adapters.scanner.clamav import ClamavSettings

# The test file every scanner knows, in two halves so that no scanner stops at this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd(*, finds: bytes = EICAR, says: bytes | None = None) -> Iterator[ClamavSettings]:
    """Answer as the daemon would, or ``says``."""

    class Daemon(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", self.rfile.read(4))[0]:
                content += self.rfile.read(size)
            found = b"stream: Eicar-Test FOUND\0" if finds in content else b"stream: OK\0"
            self.wfile.write(found if says is None else says)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield ClamavSettings(port=server.server_address[1], timeout=5)
        server.shutdown()
        thread.join()
