"""The contract of billing, over every implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.adapters.billing.samples import START, WEEK, Clock, line, request

from loket.adapters.billing.by_hand import ByHandBilling
from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import HttpTransport
from loket.adapters.billing.simulator.engine import Simulator
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.billing.simulator.paying import Pay
from loket.adapters.billing.simulator.server import SimulatorSettings, simulator
from loket.ports.billing import (
    Billing,
    BillingCode,
    BillingRequest,
    NeedsHand,
    checked_code,
    checked_ntpn,
)
from loket.ports.failures import Rejected


@dataclass
class Machine:
    billing: Billing
    simponi: Simulator
    clock: Clock

    def issue(self, asked: BillingRequest | None = None) -> BillingCode:
        code = self.billing.issue(asked or request())
        assert isinstance(code, BillingCode)
        return code


@pytest.fixture(params=["in_process", "http"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    clock = Clock()
    if request.param == "in_process":
        billing = SimulatedBilling(seed=1, clock=clock, rate=0)
        yield Machine(billing, billing.simulator, clock)
        billing.simulator.ledger.close()
        return
    settings = SimulatorSettings(tmp_path / "simponi.sqlite3", seed=1, rate=0)
    with simulator(settings, production=False, clock=clock) as here:
        transport = HttpTransport(here.account.url, timeout=5)
        yield Machine(SimponiBilling(here.account, transport, clock), here.simulator, clock)


@pytest.fixture(params=["by_hand", "in_process"])
def billing(request: pytest.FixtureRequest) -> Iterator[Billing]:
    if request.param == "by_hand":
        yield ByHandBilling()
        return
    simulated = SimulatedBilling(seed=1, clock=Clock(), rate=0)
    yield simulated
    simulated.simulator.ledger.close()


def test_every_kind_gives_a_code_or_says_whose_hand_it_needs(billing: Billing) -> None:
    answer = billing.issue(request())

    assert isinstance(answer, NeedsHand) == billing.capabilities().by_hand
    if isinstance(answer, NeedsHand):
        assert answer.reference == "INV-2025-0007-1"
        assert "SIMPONI" in answer.id
        assert "SIMPONI" in answer.en


def test_every_kind_knows_of_no_payment_at_first(billing: Billing) -> None:
    assert billing.payment("099250817000001") is None


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"[1]", b"\xff\xfe", b"{" * 5000])
def test_every_kind_refuses_a_notice_that_is_not_signed(billing: Billing, body: bytes) -> None:
    with pytest.raises(Rejected):
        billing.read_notice({}, body, at=START)


def test_issues_a_code_of_fifteen_digits(machine: Machine) -> None:
    code = machine.issue()

    assert checked_code(code.code) == code.code
    assert code.issued_at == START
    assert code.expires_at == START + WEEK
    assert code.provider_reference


def test_gives_the_same_code_for_the_same_reference(machine: Machine) -> None:
    assert machine.issue() == machine.issue()


def test_gives_different_codes_for_different_references(machine: Machine) -> None:
    codes = {machine.issue(request(f"INV-{n}")).code for n in range(50)}

    assert len(codes) == 50


def test_refuses_the_same_reference_for_something_else(machine: Machine) -> None:
    machine.issue()

    with pytest.raises(Rejected):
        machine.billing.issue(request(amount=20_000))


@pytest.mark.parametrize(
    "change",
    [
        lambda asked: replace(asked, expires_at=START - timedelta(seconds=1)),
        lambda asked: replace(asked, payer_name=" "),
    ],
)
def test_refuses_what_cannot_be_paid(
    machine: Machine, change: Callable[[BillingRequest], BillingRequest]
) -> None:
    with pytest.raises(Rejected) as refusal:
        machine.billing.issue(change(request()))

    assert "Siti" not in str(refusal.value)
    assert "simulator" not in str(refusal.value)


def test_tells_of_the_payment(machine: Machine) -> None:
    code = machine.issue()
    assert machine.billing.payment(code.code) is None
    machine.clock.pass_by(hours=2)

    made = machine.simponi.pay(code.code, Pay(channel="7010"))

    payment = machine.billing.payment(code.code)
    assert payment is not None
    assert (payment.code, payment.amount) == (code.code, 24_077_601)
    assert (payment.ntpn, payment.ntb) == (made.ntpn, made.ntb)
    assert checked_ntpn(payment.ntpn) == payment.ntpn
    assert payment.paid_at == START + timedelta(hours=2)
    assert payment.channel == "7010"
    assert str(payment.booked_on) == "2025-08-17"
    assert payment.paid_at.utcoffset() == timedelta()


def test_knows_no_more_of_a_payment_taken_back(machine: Machine) -> None:
    code = machine.issue()
    made = machine.simponi.pay(code.code)

    machine.simponi.reverse(made.ntpn)

    assert machine.billing.payment(code.code) is None
    assert machine.simponi.total() == 0


def test_says_nothing_of_a_code_nobody_knows(machine: Machine) -> None:
    assert machine.billing.payment("099250817999999") is None


@pytest.mark.parametrize("code", ["", "12345", "abcdefghijklmno", "1" * 16, "１" * 15])
def test_refuses_what_is_no_code(machine: Machine, code: str) -> None:
    with pytest.raises(Rejected):
        machine.billing.payment(code)


def test_notices_are_read_back_as_the_payment(machine: Machine) -> None:
    code = machine.issue()
    made = machine.simponi.pay(code.code)
    (sent,) = machine.simponi.due_notices()

    notice = machine.billing.read_notice(sent.headers, sent.body, at=START)

    assert notice.signed
    assert (notice.payment.code, notice.payment.ntpn) == (code.code, made.ntpn)
    assert machine.billing.capabilities().can_notify


def test_a_request_must_add_up() -> None:
    with pytest.raises(ValueError, match="add up"):
        replace(request(), amount=24_077_600)
    with pytest.raises(ValueError, match="positive"):
        replace(request(), amount=0, lines=())
    with pytest.raises(ValueError, match="positive"):
        replace(request(), lines=(line(), line(-1), line(1)))
    with pytest.raises(ValueError, match="aware"):
        replace(request(), expires_at=START.replace(tzinfo=None))


def test_reads_codes_as_people_write_them() -> None:
    assert checked_code(" 8202 2092 2465-628\n") == "820220922465628"
    assert checked_ntpn("a1b2.c3d4 e5f6 g7h8") == "A1B2C3D4E5F6G7H8"
    for nonsense in ("", "A1B2C3D4E5F6G7H", "A1B2C3D4E5F6G7H8I", "A1B2C3D4E5F6G7Hé"):
        with pytest.raises(Rejected):
            checked_ntpn(nonsense)
