"""The SIMPONI simulator …"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.adapters.billing.samples import START, WEEK, Clock, issue

from loket.adapters.billing.simulator.faults import IN_CALLS, IN_NOTICES, IN_PAYMENTS, Fault
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.billing.simulator.paying import Pay
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
