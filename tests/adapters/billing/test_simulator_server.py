"""The SIMPONI simulator over HTTP …"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import urllib3
from tests.adapters.billing.samples import Clock, issue, request

from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import HttpTransport
from loket.adapters.billing.simulator.faults import IN_CALLS, Fault
from loket.adapters.billing.simulator.server import (
    Running,
    SimulatorSettings,
    serve,
    simulator,
)
from loket.adapters.simulation import SimulatorInProduction, SimulatorServer, running
from loket.ports.failures import Unavailable


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here(tmp_path: Path, clock: Clock) -> Iterator[Running]:
    settings = SimulatorSettings(tmp_path / "simponi.sqlite3", seed=5, rate=0, hang_seconds=30)
    with simulator(settings, production=False, clock=clock) as started:
        yield started


@pytest.fixture
def http() -> Iterator[urllib3.PoolManager]:
    with urllib3.PoolManager(retries=False) as pool:
        yield pool


def over_http(here: Running, clock: Clock, timeout: float = 5) -> SimponiBilling:
    return SimponiBilling(here.account, HttpTransport(here.account.url, timeout=timeout), clock)


@pytest.mark.parametrize("fault", IN_CALLS)
def test_misbehaves_over_http_too(here: Running, clock: Clock, fault: Fault) -> None:
    billing = over_http(here, clock, timeout=0.5)
    quiet = here.simulator.plan
    here.simulator.plan = replace(quiet, rate=1, kinds=frozenset({fault}))

    with pytest.raises(Unavailable):
        issue(billing)

    here.simulator.plan = quiet
    issue(billing)
    assert len(here.simulator.ledger.codes()) == 1


def test_refuses_production(tmp_path: Path) -> None:
    with pytest.raises(SimulatorInProduction):
        serve(SimulatorSettings(tmp_path / "x.sqlite3"), production=True, say=print)

    assert not (tmp_path / "x.sqlite3").exists()


def test_says_its_seed_and_stops_when_told(tmp_path: Path) -> None:
    said: list[str] = []
    stop = threading.Event()
    stop.set()

    serve(SimulatorSettings(tmp_path / "x.sqlite3", seed=42), production=False, say=said.append,
          stop=stop)  # fmt: skip

    assert "seed 42" in "\n".join(said)
    assert "faults 5%" in "\n".join(said)


def test_shows_codes_and_pays_one_from_its_page(
    here: Running, clock: Clock, http: urllib3.PoolManager
) -> None:
    code = issue(over_http(here, clock))
    before = http.request("GET", here.page_url).data.decode()

    answer = http.request("POST", f"{here.page_url}pay", fields={"code": code.code, "amount": ""},
                          encode_multipart=False, redirect=False)  # fmt: skip

    after = http.request("GET", here.page_url).data.decode()
    assert "SIMULATOR" in before
    assert code.code in before
    assert "Belum dibayar" in before
    assert answer.status == 303
    assert "Dibayar" in after
    assert "24.077.601" in after
    assert over_http(here, clock).payment(code.code) is not None


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [
        ("pay", {"code": "<script>"}, 409),
        ("pay", {"code": "1", "amount": "many"}, 422),
        ("pay", {"code": "1", "amount": "-5"}, 422),
        ("reverse", {"ntpn": "x"}, 409),
        ("elsewhere", {}, 404),
    ],
)
def test_its_page_says_what_is_wrong(
    here: Running, http: urllib3.PoolManager, path: str, fields: dict[str, str], status: int
) -> None:
    answer = http.request("POST", here.page_url + path, fields=fields, encode_multipart=False)

    assert answer.status == status
    assert b"<script" not in answer.data


def test_shows_hostile_names_as_words(
    here: Running, clock: Clock, http: urllib3.PoolManager
) -> None:
    over_http(here, clock).issue(replace(request(), payer_name="<script>alert(1)</script>"))

    assert b"<script" not in http.request("GET", here.page_url).data


def test_is_managed_on_another_port(
    here: Running, clock: Clock, http: urllib3.PoolManager
) -> None:
    code = issue(over_http(here, clock))
    pay = http.request("POST", f"{here.management_url}/pay", json={"code": code.code, "amount": 5})
    status = http.request("GET", f"{here.management_url}/status").json()
    export = http.request("GET", f"{here.management_url}/export.csv").data.decode()

    assert pay.status == 200
    assert status["paid_rupiah"] == 5
    assert status["seed"] == 5
    assert f"{code.code},{pay.json()['ntpn']}" in export
    for path in ("codes", "payments", "faults"):
        assert isinstance(http.request("GET", f"{here.management_url}/{path}").json(), list)
    rate = http.request("POST", f"{here.management_url}/rate", json={"rate": 0.5})
    assert rate.json()["rate"] == 0.5
    assert here.simulator.plan.rate == 0.5
    reverse = http.request("POST", f"{here.management_url}/reverse",
                           json={"ntpn": pay.json()["ntpn"]})  # fmt: skip
    assert reverse.json()["paid_rupiah"] == 0


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("pay", b"{", 422), ("pay", b"[]", 422), ("pay", b"{}", 422), ("rate", b'{"rate":9}', 422),
        ("pay", b'{"code":"1","colour":"red"}', 422), ("pay", b'{"code":"1","amount":"x"}', 422),
        ("pay", b'{"code":"1"}', 409), ("nowhere", b"{}", 404),
    ],
)  # fmt: skip
def test_management_says_what_is_wrong(
    here: Running, http: urllib3.PoolManager, path: str, body: bytes, status: int
) -> None:
    answer = http.request("POST", f"{here.management_url}/{path}", body=body)

    assert answer.status == status
    assert "error" in answer.json()


def test_has_no_management_on_its_public_port(here: Running, http: urllib3.PoolManager) -> None:
    assert http.request("GET", f"{here.page_url}status").status == 404


@contextmanager
def hook(answer: bytes, status: int = 200) -> Iterator[tuple[str, list[tuple[Any, bytes]]]]:
    received: list[tuple[Any, bytes]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((dict(self.headers), body))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with running(SimulatorServer(("127.0.0.1", 0), Hook)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}/hooks/simponi", received


def test_pushes_signed_notices_until_they_are_taken(tmp_path: Path, clock: Clock) -> None:
    with hook(b'{"simponi_result":{"response_code":3}}') as (url, received):
        settings = SimulatorSettings(tmp_path / "s.sqlite3", seed=5, rate=0, hook_url=url)
        with simulator(settings, production=False, clock=clock) as here:
            billing = over_http(here, clock)
            paid = here.simulator.pay(issue(billing).code)
            here.pusher.push()
            here.pusher.push()

    ((headers, body),) = received
    assert billing.read_notice(headers, body, at=clock()).payment.ntpn == paid.ntpn


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"", 500), (b"no", 200), (b"null", 200), (b'{"simponi_result":{"response_code":2}}', 200)],
)
def test_keeps_a_notice_that_was_not_taken(
    tmp_path: Path, clock: Clock, answer: bytes, status: int
) -> None:
    with hook(answer, status) as (url, received):
        settings = SimulatorSettings(tmp_path / "s.sqlite3", seed=5, rate=0, hook_url=url)
        with simulator(settings, production=False, clock=clock) as here:
            here.simulator.pay(issue(over_http(here, clock)).code)
            here.pusher.push()
            clock.pass_by(hours=1)
            here.pusher.push()

    assert len(received) >= 2


def test_does_not_stumble_when_nobody_listens(tmp_path: Path, clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    settings = SimulatorSettings(tmp_path / "s.sqlite3", seed=5, rate=0, hook_url=url)
    with simulator(settings, production=False, clock=clock) as here:
        here.simulator.pay(issue(over_http(here, clock)).code)

        assert here.pusher.push() == 0
