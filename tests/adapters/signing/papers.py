"""Papers, people and services the signing tests share."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler

import pikepdf
import typst
from pyhanko.sign import signers

from loket.adapters.signing import pades
from loket.adapters.signing.authority import SimulatedAuthority
from loket.adapters.simulation import SimulatorServer, running
from loket.ports.signing import SigningRequest, Stamp

AT = datetime(2025, 8, 17, 3, 0, tzinfo=UTC)
STAMP = Stamp(page=1, left=50, bottom=50, right=250, top=110, text="Ditandatangani 100% – Kepala")

_TYPST = b"""
#set document(title: "SPPD")
= Surat Perjanjian Penggunaan Data
Pihak pertama dan pihak kedua.
#table(columns: 2, [Data], [Susenas])
"""


def plain_paper() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.add_blank_page()
        target = io.BytesIO()
        made.save(target)
        return target.getvalue()


def tagged_paper() -> bytes:
    """A tagged PDF/A, as the product makes them."""
    return typst.compile(_TYPST, format="pdf", pdf_standards=["a-2a"])


def request(pdf: bytes, field_name: str = "Kepala", **more: object) -> SigningRequest:
    return SigningRequest(pdf, field_name, **more)  # type: ignore[arg-type]


def key_of(authority: SimulatedAuthority, name: str, **more: object) -> signers.SimpleSigner:
    return authority.signer(authority.issue(name, **more))  # type: ignore[arg-type]


def signed(
    pdf: bytes, key: signers.SimpleSigner, *, stamper: signers.SimpleSigner | None = None,
    stamped_at: datetime = AT, **more: object,
) -> bytes:  # fmt: skip
    timestamper = pades.fixed_timestamper(stamper, stamped_at) if stamper else None
    return pades.sign(request(pdf, **more), key, timestamper).pdf  # type: ignore[arg-type]


@dataclass
class Esign:
    """What the BSrE stand-in received last, and what it answers."""

    url: str
    key: signers.SimpleSigner
    forms: list[dict[str, bytes]]
    status: int = 200
    body: bytes | None = None


@contextmanager
def esign(key: signers.SimpleSigner) -> Iterator[Esign]:
    """A service that signs as the Esign client service does."""
    state = Esign("", key, [])

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            form = _multipart(self.headers, self.rfile.read(size))
            state.forms.append(form)
            status = state.status
            expected = "Basic " + base64.b64encode(b"loket:hush").decode()
            if self.headers["Authorization"] != expected:
                status = 401
            elif form["passphrase"] != b"benar" and status == 200:
                status = 400
            body = b'{"error":"..."}'
            if status == 200:
                signing = request(form["file"], reason=form["reason"].decode())
                body = pades.sign(signing, state.key, None).pdf
            if state.body is not None:
                body = state.body
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("id_dokumen", "abc-123")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(SimulatorServer(("127.0.0.1", 0), Service)) as server:
        state.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield state


def _multipart(headers: Message, body: bytes) -> dict[str, bytes]:
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    return {
        str(part.get_param("name", header="content-disposition")): bytes(
            part.get_payload(decode=True) or b""
        )
        for part in message.iter_parts()  # type: ignore[attr-defined]
    }
