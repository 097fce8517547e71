"""Codes asked for host to host, and payments looked after by the sweep."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from loket import wiring
from loket.adapters.billing.simulator.faults import Fault
from loket.adapters.billing.simulator.in_process import SimulatedBilling
from loket.jobs import billing as jobs
from loket.orders.models import Order
from loket.payments.models import Billing, PaymentException, Settlement
from loket.people.models import Office
from loket.ports.failures import Unavailable
from tests.payments import made, people
from tests.payments.made import NOW, by

SYSTEM = by(None, "system")


@pytest.fixture
def office(db: None) -> Office:
    return people.office(satker="999001")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def simponi(
    settings: Any, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> SimulatedBilling:
    provider = SimulatedBilling(seed=1, clock=timezone.now, rate=0)
    monkeypatch.setattr(wiring, "billing", lambda: provider)
    return provider


@pytest.fixture
def order(office: Office, simponi: SimulatedBilling) -> Order:
    staff = people.people(office)
    return made.order(office, staff.buyer, staff.officer)


def issue(order: Order) -> None:
    jobs.issue(Order.objects.get(pk=order.pk), by=SYSTEM, at=timezone.now())


def test_a_code_is_asked_for_once_while_it_can_be_paid(order: Order) -> None:
    issue(order)
    issue(order)
    assert Billing.objects.count() == 1


def test_a_code_whose_answer_was_lost_until_it_expired_is_passed_over(
    order: Order,
    simponi: SimulatedBilling,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(simponi.simulator.plan.__class__, "draw", lambda *_: Fault.TIMEOUT_AFTER)
        with pytest.raises(Unavailable):
            issue(order)
    lost = simponi.simulator.ledger.codes()[0]
    clock.shift(timedelta(days=8))
    issue(order)
    billing = Billing.objects.get()
    assert billing.code != lost.code
    assert billing.expires_at > timezone.now()


def test_an_answer_lost_for_a_moment_gives_the_same_code(
    order: Order, simponi: SimulatedBilling, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(simponi.simulator.plan.__class__, "draw", lambda *_: Fault.TIMEOUT_AFTER)
        with pytest.raises(Unavailable):
            issue(order)
    issue(order)
    assert [Billing.objects.get().code] == [c.code for c in simponi.simulator.ledger.codes()]


def test_a_payment_taken_back_is_parked_once_and_nothing_is_unpaid_silently(
    order: Order, simponi: SimulatedBilling, clock: time_machine.Traveller
) -> None:
    issue(order)
    paid = simponi.simulator.pay(Billing.objects.get().code)
    assert jobs.reconcile(timezone.now()) == 1
    clock.shift(timedelta(hours=1))
    simponi.simulator.reverse(paid.ntpn)
    for _ in range(2):
        clock.shift(timedelta(hours=1))
        assert jobs.reconcile(timezone.now()) == 0
    parked = PaymentException.objects.get()
    assert (parked.kind, parked.ntpn) == ("reversed", paid.ntpn)
    assert Settlement.objects.get().ntpn == paid.ntpn


def test_taken_back_and_paid_again_is_parked_as_both(
    order: Order, simponi: SimulatedBilling, clock: time_machine.Traveller
) -> None:
    issue(order)
    first = simponi.simulator.pay(Billing.objects.get().code)
    jobs.reconcile(timezone.now())
    clock.shift(timedelta(hours=1))
    simponi.simulator.reverse(first.ntpn)
    clock.shift(timedelta(hours=1))
    second = simponi.simulator.pay(Billing.objects.get().code)
    jobs.reconcile(timezone.now())
    kinds = set(PaymentException.objects.values_list("kind", "ntpn"))
    assert kinds == {("reversed", first.ntpn), ("twin", second.ntpn)}
