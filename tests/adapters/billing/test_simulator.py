"""The SIMPONI simulator …"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import urllib3
from tests.adapters.billing.samples import START, WEEK, Clock, request

from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import HttpTransport
from loket.adapters.billing.simulator.faults import IN_CALLS, IN_NOTICES, IN_PAYMENTS, Fault
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.billing.simulator.paying import Pay
from loket.adapters.billing.simulator.server import (
    Running,
    SimulatorSettings,
    serve,
    simulator,
)
from loket.adapters.simulation import SimulatorInProduction, SimulatorServer, running
from loket.ports.billing import BillingCode
from loket.ports.failures import Rejected, Unavailable


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(clock: Clock) -> Iterator[Callable[..., SimulatedBilling]]:
    made: list[SimulatedBilling] = []

    def build(*kinds: Fault, seed: int = 7, rate: float = 1, **more: Any) -> SimulatedBilling:
        billing = SimulatedBilling(
            seed=seed, clock=clock, rate=rate, kinds=frozenset(kinds or Fault), **more
        )
        made.append(billing)
        return billing

    yield build
    for billing in made:
        billing.simulator.ledger.close()


Make = Callable[..., SimulatedBilling]


def issue(billing: SimponiBilling, reference: str = "R-1") -> BillingCode:
    code = billing.issue(request(reference))
    assert isinstance(code, BillingCode)
    return code


def test_knows_fourteen_faults() -> None:
    assert len(Fault) == 14
    assert set(IN_CALLS) | set(IN_PAYMENTS) | set(IN_NOTICES) == set(Fault)


def test_does_the_same_again_from_the_same_seed(make: Make) -> None:
    def history(seed: int) -> list[object]:
        billing, told = make(seed=seed, rate=0.3), []
        for n in range(40):
            try:
                told.append(billing.simulator.pay(issue(billing, f"R-{n}").code))
            except (Unavailable, Rejected) as failure:
                told.append(str(failure))
        told.append(billing.simulator.due_notices())
        return [*told, billing.simulator.ledger.faults()]

    assert history(11) == history(11)
    assert history(11) != history(12)


def test_goes_on_after_a_restart(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    first = SimulatedBilling(seed=3, clock=clock, rate=0, ledger=path)
    code = issue(first)
    paid = first.simulator.pay(code.code)
    first.simulator.ledger.close()

    again = SimulatedBilling(seed=3, clock=clock, rate=0, ledger=path)

    assert again.simulator.ledger.payments() == [paid]
    assert issue(again) == code
    assert issue(again, "R-2").code != code.code
    assert again.simulator.total() == 24_077_601
    again.simulator.ledger.close()


def test_draws_about_as_many_faults_as_told_and_every_kind(make: Make) -> None:
    billing = make(rate=0.05)
    for n in range(2000):
        try:
            code = issue(billing, f"R-{n}").code
        except Unavailable:
            continue
        billing.simulator.pay(code)

    kinds = [fault.kind for fault in billing.simulator.ledger.faults()]
    drawn = 2000 + 2 * len(billing.simulator.ledger.payments())
    assert set(kinds) == set(Fault)
    assert 0.035 < len(kinds) / drawn < 0.065


def test_is_quiet_when_told(make: Make) -> None:
    billing = make(rate=0)
    for n in range(200):
        billing.simulator.pay(issue(billing, f"R-{n}").code)

    assert billing.simulator.ledger.faults() == []
    assert len(billing.simulator.due_notices()) == 200


@pytest.mark.parametrize("rate", [-0.1, 1.1])
def test_takes_no_other_rate(make: Make, rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        make(rate=rate)


@pytest.mark.parametrize(
    ("fault", "effects"),
    [
        (Fault.TIMEOUT_BEFORE, {0}),
        (Fault.TIMEOUT_AFTER, {1}),
        (Fault.RESET, {0, 1}),
        (Fault.SERVER_ERROR, {0}),
        (Fault.MALFORMED_REPLY, {1}),
    ],
)
def test_calls_fail_before_or_after_their_effect(
    make: Make, fault: Fault, effects: set[int]
) -> None:
    seen = set()
    for seed in range(12):
        billing = make(fault, seed=seed)
        with pytest.raises(Unavailable):
            issue(billing)
        seen.add(len(billing.simulator.ledger.codes()))
        billing.simulator.plan = billing.simulator.plan.at_rate(0)
        issue(billing)
        assert len(billing.simulator.ledger.codes()) == 1

    assert seen == effects


def paid(make: Make, fault: Fault, seed: int) -> SimulatedBilling:
    billing = make(fault, seed=seed)
    billing.simulator.plan = billing.simulator.plan.at_rate(0)
    code = issue(billing)
    billing.simulator.plan = billing.simulator.plan.at_rate(1)
    billing.simulator.pay(code.code)
    billing.simulator.plan = billing.simulator.plan.at_rate(0)
    return billing


def test_pays_too_little_or_too_much(make: Make) -> None:
    amounts = []
    for seed in range(20):
        (made,) = paid(make, Fault.WRONG_AMOUNT, seed).simulator.ledger.payments()
        amounts.append(made.amount - 24_077_601)

    assert 0 not in amounts
    assert any(off < 0 for off in amounts)
    assert any(off > 0 for off in amounts)


def test_pays_late_in_the_second_of_expiry_or_the_next(make: Make, clock: Clock) -> None:
    seconds = set()
    for seed in range(10):
        clock.now = START
        billing = paid(make, Fault.LATE, seed)
        (made,) = billing.simulator.ledger.payments()
        assert billing.payment(made.code) is None
        assert billing.simulator.due_notices() == []
        clock.now = made.paid_at
        assert billing.payment(made.code) is not None
        assert len(billing.simulator.due_notices()) == 1
        seconds.add((made.paid_at - START - WEEK).total_seconds())

    assert seconds == {0, 1}


def test_takes_a_payment_back(make: Make, clock: Clock) -> None:
    billing = paid(make, Fault.REVERSAL, 1)
    (made,) = billing.simulator.ledger.payments()
    assert billing.payment(made.code) is not None
    assert made.reversed_at is not None

    clock.now = made.reversed_at

    assert billing.payment(made.code) is None
    assert billing.simulator.total() == 0


def test_sends_a_notice_twice(make: Make, clock: Clock) -> None:
    distinct = set()
    for seed in range(10):
        billing = paid(make, Fault.DUPLICATE, seed)
        clock.pass_by(minutes=1)
        first, second = billing.simulator.due_notices()
        assert first.body == second.body
        distinct.add(len({first.headers["webhook-id"], second.headers["webhook-id"]}))

    assert distinct == {1, 2}


def test_sends_a_notice_before_the_truth_or_after_its_time(make: Make) -> None:
    order = set()
    for seed in range(10):
        billing = paid(make, Fault.OUT_OF_ORDER, seed)
        (made,) = billing.simulator.ledger.payments()
        known = billing.payment(made.code) is not None
        told = bool(billing.simulator.due_notices())
        order.add((known, told))

    assert order == {(True, False), (False, True)}


def test_sends_a_notice_late_or_never(make: Make, clock: Clock) -> None:
    delayed, missing = paid(make, Fault.DELAYED, 1), paid(make, Fault.MISSING, 1)
    assert delayed.simulator.due_notices() == []

    clock.pass_by(days=3)

    assert len(delayed.simulator.due_notices()) == 1
    assert missing.simulator.due_notices() == []


def test_sends_a_notice_with_another_code(make: Make, clock: Clock) -> None:
    for seed in range(10):
        billing = paid(make, Fault.WRONG_CODE, seed)
        (made,) = billing.simulator.ledger.payments()
        (sent,) = billing.simulator.due_notices()
        told = billing.read_notice(sent.headers, sent.body, at=clock())
        assert told.payment.code != made.code
        assert told.payment.ntpn == made.ntpn
        assert billing.payment(made.code) is not None


def test_sends_a_notice_nobody_can_read(make: Make, clock: Clock) -> None:
    for seed in range(10):
        billing = paid(make, Fault.MALFORMED_NOTICE, seed)
        (sent,) = billing.simulator.due_notices()
        with pytest.raises(Rejected, match="dibaca"):
            billing.read_notice(sent.headers, sent.body, at=clock())


def test_the_bank_refuses_what_banks_refuse(make: Make, clock: Clock) -> None:
    billing = make(rate=0)
    code = issue(billing).code
    with pytest.raises(Rejected):
        billing.simulator.pay("099250817999999")
    billing.simulator.pay(code)
    with pytest.raises(Rejected):
        billing.simulator.pay(code)
    late = issue(billing, "R-2").code
    clock.now = START + WEEK + timedelta(seconds=1)
    with pytest.raises(Rejected):
        billing.simulator.pay(late)
    with pytest.raises(Rejected):
        billing.simulator.reverse("A" * 16)
    with pytest.raises(ValueError, match="positive"):
        Pay(amount=0)


def test_can_be_made_to_take_money_twice(make: Make) -> None:
    billing = make(rate=0)
    code = issue(billing).code
    first = billing.simulator.pay(code)

    second = billing.simulator.pay(code, Pay(force=True))

    assert second.ntpn != first.ntpn
    assert billing.simulator.total() == 2 * 24_077_601
    told = billing.payment(code)
    assert told is not None
    assert told.ntpn == first.ntpn


def test_repeats_a_refused_notice_for_a_while(make: Make, clock: Clock) -> None:
    billing = make(rate=0)
    billing.simulator.pay(issue(billing).code)
    tries = 0
    for _ in range(20):
        for sent in billing.simulator.due_notices():
            tries += 1
            billing.simulator.answered(sent, accepted=False)
        clock.pass_by(hours=5)

    assert tries == 8


def test_can_be_switched_off(make: Make) -> None:
    billing = make(rate=0)
    billing.down = True
    with pytest.raises(Unavailable):
        issue(billing)


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", "99"), ("null", "99"), ("[]", "99"), ('{"method":"x","data":[]}', "99"),
        ('{"method":"billingcode_v4","data":[]}', "99"),
        ('{"method":"billingcode_v4","data":{"header":[],"detail":[]}}', "30"),
        ('{"method":"inquirybilling_v2","data":{}}', "99"),
        ('{"method":"inquirybilling_v2","data":[1]}', "30"),
        ('{"method":"inquirybilling_v2","data":["t","x","y","1","054","01","1"]}', "IU"),
        ('{"method":"inquirybilling_v2","data":["t","simulator","simulator","1","054","01",""]}',
         "IS"),
        ('{"method":"inquirybilling_v2","data":["t","simulator","simulator","1","054","01","1"]}',
         "NF"),
    ],
)  # fmt: skip
def test_answers_with_simponis_codes(make: Make, message: str, code: str) -> None:
    reply = json.loads(make(rate=0).simulator.call(message).body)

    assert reply["response"]["code"] == code


# Over HTTP


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
