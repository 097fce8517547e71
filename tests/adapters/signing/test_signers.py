"""Each signer on its own …"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from asn1crypto import tsp
from pyhanko.sign import timestamps
from tests.adapters.signing.papers import (
    AT,
    STAMP,
    esign,
    key_of,
    plain_paper,
    request,
    signed,
    tagged_paper,
)

from loket.adapters.signing import pades
from loket.adapters.signing.authority import SimulatedAuthority
from loket.adapters.signing.bsre import BsreSettings, BsreSigner
from loket.adapters.signing.pkcs12 import Pkcs12Settings, Pkcs12Signer
from loket.adapters.signing.simulator import SimulatedSigner
from loket.adapters.signing.verifying import PadesVerifier, TrustSettings
from loket.adapters.simulation import SimulatorInProduction, SimulatorServer, running
from loket.ports.failures import Failure, Rejected, Unavailable
from loket.ports.signing import Stamp


@pytest.fixture(scope="module")
def authority() -> SimulatedAuthority:
    return SimulatedAuthority.create()


@pytest.fixture(scope="module")
def p12(authority: SimulatedAuthority, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "kepala.p12"
    path.write_bytes(authority.pkcs12(authority.issue("Kepala"), "benar"))
    return path


@pytest.mark.parametrize("page", [1, 2, -1])
@pytest.mark.parametrize("text", ["", "Kepala 100% – 東京", "baris\nbaris"])
def test_puts_a_visible_stamp_anywhere(p12: Path, page: int, text: str) -> None:
    stamp = Stamp(page, 50, 50, 200, 100, text)

    signed = Pkcs12Signer(Pkcs12Settings(p12, "benar")).sign(request(plain_paper(), stamp=stamp))

    assert b"/Subtype /Widget" in signed.pdf or b"/Widget" in signed.pdf


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"\xff" * 100, plain_paper()[:400]])
def test_refuses_what_is_no_pdf(p12: Path, pdf: bytes) -> None:
    with pytest.raises(Rejected):
        Pkcs12Signer(Pkcs12Settings(p12, "benar")).sign(request(pdf))


def test_refuses_a_page_that_is_not_there(p12: Path) -> None:
    stamp = Stamp(9, 50, 50, 200, 100)

    with pytest.raises(Rejected):
        Pkcs12Signer(Pkcs12Settings(p12, "benar")).sign(request(plain_paper(), stamp=stamp))


def test_refuses_to_sign_the_same_field_twice(p12: Path) -> None:
    signer = Pkcs12Signer(Pkcs12Settings(p12, "benar"))
    once = signer.sign(request(plain_paper())).pdf

    with pytest.raises(Rejected):
        signer.sign(request(once))


def test_says_when_the_certificate_is_gone_or_broken(p12: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        Pkcs12Signer(Pkcs12Settings(tmp_path / "none.p12", "x")).sign(request(plain_paper()))
    (tmp_path / "bad.p12").write_bytes(b"nonsense")
    with pytest.raises(Rejected):
        Pkcs12Signer(Pkcs12Settings(tmp_path / "bad.p12", "x")).sign(request(plain_paper()))
    assert "hush" not in repr(Pkcs12Settings(p12, "hush"))


def test_logs_no_passphrase(p12: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Rejected):
        Pkcs12Signer(Pkcs12Settings(p12)).sign(request(plain_paper(), passphrase="hushhush"))

    assert "hushhush" not in caplog.text


def test_asks_a_service_for_the_time(authority: SimulatedAuthority, p12: Path) -> None:
    stamps = pades.fixed_timestamper(key_of(authority, "Waktu", stamps_time=True), AT)
    with time_service(stamps) as url:
        signed = Pkcs12Signer(Pkcs12Settings(p12, "benar", url)).sign(request(plain_paper()))

    (one,) = PadesVerifier(TrustSettings((authority.root,))).verify(signed.pdf, at=AT).signatures
    assert one.timestamped_at == AT


@pytest.mark.parametrize("broken", [True, False])
def test_says_when_the_time_cannot_be_had(p12: Path, *, broken: bool) -> None:
    if not broken:
        settings = Pkcs12Settings(p12, "benar", "http://127.0.0.1:9/")
        with pytest.raises(Unavailable, match="cap waktu"):
            Pkcs12Signer(settings).sign(request(plain_paper()))
        return
    with time_service(None) as url, pytest.raises(Unavailable, match="cap waktu"):
        Pkcs12Signer(Pkcs12Settings(p12, "benar", url)).sign(request(plain_paper()))


@contextmanager
def time_service(stamps: timestamps.DummyTimeStamper | None) -> Iterator[str]:
    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = stamps.request_tsa_response(asked).dump() if stamps else b"nonsense"
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(SimulatorServer(("127.0.0.1", 0), Service)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}/"


def test_bsre_gets_what_it_needs_and_no_more(authority: SimulatedAuthority) -> None:
    with esign(key_of(authority, "Kepala")) as service:
        signer = BsreSigner(BsreSettings(service.url + "/", "loket", "hush"))
        stamp = Stamp(2, 10, 20, 110, 80, link="https://loket.example/periksa/abc")
        asked = request(plain_paper(), nik="3304010101010001", passphrase="benar", stamp=stamp,
                        reason="Persetujuan", location="Banjarnegara")  # fmt: skip

        signed = signer.sign(asked)

    (form,) = service.forms
    assert form.pop("file") == asked.pdf
    assert {name: value.decode() for name, value in form.items()} == {
        "nik": "3304010101010001", "passphrase": "benar", "tampilan": "visible",
        "reason": "Persetujuan", "location": "Banjarnegara", "image": "false",
        "linkQR": "https://loket.example/periksa/abc", "page": "2", "xAxis": "10", "yAxis": "20",
        "width": "100", "height": "60",
    }  # fmt: skip
    assert signed.document_id == "abc-123"


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [(400, None, Rejected), (422, None, Rejected), (401, None, Unavailable),
     (404, None, Unavailable), (500, None, Unavailable), (302, b"", Rejected),
     (200, b"<html>", Unavailable), (200, b"", Unavailable)],
)  # fmt: skip
def test_bsre_tells_no_from_later(
    authority: SimulatedAuthority, status: int, body: bytes | None, failure: type[Failure]
) -> None:
    with esign(key_of(authority, "Kepala")) as service:
        service.status, service.body = status, body
        with pytest.raises(failure) as told:
            BsreSigner(BsreSettings(service.url, "loket", "hush")).sign(
                request(plain_paper(), passphrase="benar", nik="1" * 16)
            )

    assert "benar" not in str(told.value)


def test_bsre_says_when_nobody_answers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = BsreSettings("http://127.0.0.1:9", "loket", "hush", timeout=1)

    with pytest.raises(Unavailable):
        BsreSigner(settings).sign(request(plain_paper(), passphrase="frasa", nik="1" * 16))

    for secret in ("hush", "frasa", "1" * 16):
        assert secret not in caplog.text + repr(settings)
    with pytest.raises(ValueError, match="http"):
        BsreSettings("ftp://x", "a", "b")


def test_bsre_wants_a_page_number(authority: SimulatedAuthority) -> None:
    with esign(key_of(authority, "Kepala")) as service, pytest.raises(Rejected):
        BsreSigner(BsreSettings(service.url, "loket", "hush")).sign(
            request(plain_paper(), passphrase="benar", stamp=Stamp(-1, 1, 1, 9, 9))
        )


def test_simulator_refuses_production_and_can_fail(authority: SimulatedAuthority) -> None:
    with pytest.raises(SimulatorInProduction):
        SimulatedSigner(authority, production=True)
    signer = SimulatedSigner(authority, production=False)
    signer.down = True
    with pytest.raises(Unavailable):
        signer.sign(request(plain_paper()))


def test_simulator_says_it_is_not_real(authority: SimulatedAuthority) -> None:
    signed = SimulatedSigner(authority, production=False).sign(
        request(tagged_paper(), stamp=STAMP)
    )

    (one,) = PadesVerifier(TrustSettings((authority.root,))).verify(signed.pdf, at=AT).signatures
    assert "bukan tanda tangan resmi" in one.signer
    assert "not a real authority" in one.issuer


def test_authority_is_the_same_after_a_restart_and_for_many(tmp_path: Path) -> None:
    roots = []

    def open_it() -> None:
        roots.append(SimulatedAuthority.kept_in(tmp_path / "authority").root.dump())

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    open_it()

    assert len(set(roots)) == 1
    assert len(roots) == 7
    assert [path.name for path in (tmp_path / "authority").iterdir()] == ["root.pem"]
    assert signed(plain_paper(), key_of(SimulatedAuthority.kept_in(tmp_path / "authority"), "x"))
