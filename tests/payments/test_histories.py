"""Whole histories of payment against the simulated SIMPONI, drawn from a seed.

Whatever the provider does, every rupiah that it says was paid is found again here: in a
settlement, or parked for the treasurer. Nothing here was never paid there.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from loket import wiring
from loket.adapters.billing.simulator.faults import Fault
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.adapters.billing.simulator.paying import Pay
from loket.documents.papers import invoice as invoice_paper
from loket.jobs import billing as jobs
from loket.jobs import worker
from loket.ledger.audit import Scope, chain, money, numbers
from loket.ledger.models import Message
from loket.orders.models import Order
from loket.orders.operations import ActionRefused
from loket.payments import billing as billings
from loket.payments import operations, refusals
from loket.payments.models import Billing, Invoice, PaymentException, Settlement
from loket.payments.queries import open_billing
from loket.people.models import Office
from loket.ports.failures import Rejected, Unavailable
from tests.payments import made, people
from tests.payments.made import by
from tests.payments.people import People

SEEDS_IN_A_GROUP = 100
GROUPS = int(os.environ.get("LOKET_HISTORIES", "300")) // SEEDS_IN_A_GROUP
STEPS = 14
FAULTS = 0.35
STEP_NAMES = [
    "ask",
    "pay",
    "pay",
    "pay_late",
    "tell",
    "tell",
    "sweep",
    "work",
    "wait",
    "long",
    "cash",
]
CHECKS = (money.settlements, money.notices, money.invoices, numbers.check, chain.check)


@dataclass
class History:
    """One order, one simulator, one clock."""

    seed: int
    office: Office
    staff: People
    clock: time_machine.Traveller
    order: Order
    provider: SimulatedBilling
    chance: random.Random
    steps: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime.now(made.NOW.tzinfo)

    def live(self) -> None:
        self.ask()
        self.ask()
        for _ in range(STEPS):
            self.step()
        self.settle_down()

    def step(self) -> None:
        name = self.chance.choice(STEP_NAMES)
        self.steps.append(name)
        getattr(self, name)()
        self.clock.shift(timedelta(seconds=self.chance.randint(1, 600)))

    def ask(self) -> None:
        order = Order.objects.get(pk=self.order.pk)
        try:
            jobs.issue(order, by=by(None, "system"), at=self.now())
        except (Unavailable, Rejected):
            self.steps.append("(no answer)")

    def pay(self, *, force: bool = False) -> None:
        billing = open_billing(self.order)
        old = Billing.objects.filter(invoice__order=self.order).order_by("?").first()
        wanted = self.chance.choice([billing, old])
        if wanted is None:
            return
        try:
            self.provider.simulator.pay(wanted.code, Pay(force=force))
        except Rejected:
            self.steps.append("(bank refused)")

    def pay_late(self) -> None:
        """Pay, at a bank that no longer looks, a code that has expired; but none twice."""
        for billing in Billing.objects.filter(invoice__order=self.order):
            paid = self.provider.simulator.ledger.payments(billing.code)
            if billing.expires_at <= self.now() and not paid:
                self.provider.simulator.pay(billing.code, Pay(force=True))

    def tell(self) -> None:
        """Deliver what notices are due; some answers get lost on the way back."""
        for notice in self.provider.simulator.due_notices():
            headers = {f"HTTP_{n.upper().replace('-', '_')}": v for n, v in notice.headers.items()}
            answer = Client().post(
                "/hooks/simponi/", notice.body, content_type="application/json", **headers
            )
            assert answer.status_code in {200, 400}
            accepted = json.loads(answer.content)["simponi_result"]["response_code"] == 3
            if self.chance.random() > 0.2:
                self.provider.simulator.answered(notice, accepted=accepted)

    def sweep(self) -> None:
        jobs.reconcile(self.now())

    def work(self) -> int:
        return worker.run_all(self.now(), most=20)

    def wait(self) -> None:
        self.clock.shift(timedelta(minutes=self.chance.randint(1, 600)))

    def long(self) -> None:
        """Some days go by, on which the worker runs but nothing is swept."""
        for _ in range(self.chance.randint(3, 15)):
            self.clock.shift(timedelta(hours=8))
            self.work()

    def cash(self) -> None:
        if self.chance.random() > 0.3:
            return
        order = Order.objects.get(pk=self.order.pk)
        treasurer = by(self.staff.treasurer, "treasurer")
        try:
            operations.take_cash(order, tendered=10**9, by=treasurer, at=self.now())
        except (ActionRefused, refusals.Refusal):
            self.steps.append("(cash refused)")

    def settle_down(self) -> None:
        """No more faults; everything that is still under way arrives."""
        simulator = self.provider.simulator
        simulator.plan = simulator.plan.at_rate(0)
        for _ in range(9):
            self.clock.shift(timedelta(hours=8))
            self.tell()
            for _try in range(8):  # as the worker would, further and further apart
                if not self.work() and not waiting():
                    break
                self.clock.shift(timedelta(minutes=10))
            self.sweep()


@contextmanager
def undone() -> Iterator[None]:
    """Take back what one history wrote: no later simulator knows its payments."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def waiting() -> bool:
    """Whether the worker has anything left to do, now or later."""
    return Message.objects.filter(done_at__isnull=True, dead_at__isnull=True).exists()


@pytest.fixture
def stub_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Typesetting is tried elsewhere, and would take most of the time here."""
    monkeypatch.setattr(invoice_paper, "render", lambda data: b"%PDF " + data.number.encode())


@pytest.fixture
def simulated(settings: Any) -> Iterator[None]:
    settings.LOKET_BILLING = "simulated"
    yield
    wiring._billing.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_rupiah_is_found_again(
    db: None,
    group: int,
    simulated: None,
    stub_paper: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seeds = range(group * SEEDS_IN_A_GROUP, (group + 1) * SEEDS_IN_A_GROUP)
    missing = set(Fault) - _run(seeds, monkeypatch)
    assert len(missing) <= 1, f"too many kinds of fault never came up: {missing}"


@pytest.mark.slow
def test_the_histories_see_money_that_is_miscounted(
    db: None, simulated: None, stub_paper: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planted fault, so that the histories above are known to find one."""
    fit = billings._misfit
    monkeypatch.setattr(
        billings, "_misfit", lambda *told: "" if fit(*told) in {"short", "over"} else fit(*told)
    )
    with pytest.raises(AssertionError, match="seed"):
        _run(range(SEEDS_IN_A_GROUP), monkeypatch)


def _run(seeds: range, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Run the histories and return the kinds of fault that came up."""
    kinds: set[str] = set()
    office = people.office(satker="999001")
    staff = people.people(office)
    with time_machine.travel(made.NOW, tick=False) as clock:
        for seed in seeds:
            with undone():
                provider = SimulatedBilling(
                    seed=seed, clock=lambda: datetime.now(made.NOW.tzinfo), rate=FAULTS
                )
                monkeypatch.setattr(wiring, "billing", lambda found=provider: found)
                order = made.order(office, staff.buyer, staff.officer, at=_now(), quantity=2)
                history = History(seed, office, staff, clock, order, provider, random.Random(seed))
                history.live()
                _compare(history)
                kinds |= {fault.kind for fault in provider.simulator.ledger.faults()}
                found = [f for check in CHECKS for f in check(Scope(office.code, _now()))]
                assert not found, f"seed {seed}: {found}"
            clock.shift(timedelta(days=1))
    return kinds


def _compare(history: History) -> None:
    told = f"seed {history.seed}: {history.steps}"
    there = {paid.ntpn: paid for paid in history.provider.simulator.ledger.payments()}
    settled = Settlement.objects.filter(invoice__order=history.order)
    parked = PaymentException.objects.filter(order=history.order)
    here = {s.ntpn: s.amount for s in settled if s.ntpn}
    here |= {e.ntpn: e.amount for e in parked if e.ntpn not in here and e.amount is not None}
    known = {n: p.amount for n, p in there.items() if p.is_known(history.now())}
    assert known.items() <= here.items(), told
    assert {n: there[n].amount for n in here if n in there} == here, told
    assert settled.count() <= 1, told
    held = list(parked.exclude(kind="reversed").values_list("ntpn", flat=True))
    assert len(held) == len(set(held)), told
    invoice = Invoice.objects.get(order=history.order)
    assert all(s.amount == invoice.total for s in settled), told
    assert ("PAID" in Order.objects.get(pk=history.order.pk).facts) == settled.exists(), told
    for one in settled:
        if one.ntpn and not there[one.ntpn].is_known(history.now()):
            assert parked.filter(kind="reversed", ntpn=one.ntpn).exists(), told


def _now() -> datetime:
    return datetime.now(made.NOW.tzinfo)
