"""Codes asked for host to host, and payments looked after by the sweep."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
import urllib3
from django.utils import timezone

from loket import wiring
from loket.adapters.billing.simponi.client import SimponiBilling
from loket.adapters.billing.simponi.http import HttpTransport
from loket.adapters.billing.simulator.faults import Fault
from loket.adapters.billing.simulator.in_process import SimulatedBilling, simulated_settings
from loket.adapters.billing.simulator.paying import Pay
from loket.jobs import billing as jobs
from loket.orders.models import Order
from loket.payments import desk, notices, operations, refusals
from loket.payments.models import Billing, Kuitansi, PaymentException, Settlement
from loket.payments.queries import is_taken_back
from loket.people.models import Office, User
from loket.ports.billing import Payment
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


def test_no_receipt_is_made_for_what_was_taken_back(
    order: Order, simponi: SimulatedBilling, clock: time_machine.Traveller, office: Office
) -> None:
    issue(order)
    paid = simponi.simulator.pay(Billing.objects.get().code)
    jobs.reconcile(timezone.now())
    assert len(desk.receipts_to_make(office)) == 1
    clock.shift(timedelta(hours=1))
    simponi.simulator.reverse(paid.ntpn)
    jobs.ask(order, at=timezone.now())
    assert not desk.receipts_to_make(office)
    treasurer = by(User.objects.get(name="Agus Priyanto"), "treasurer")
    with pytest.raises(refusals.TakenBack):
        operations.issue_kuitansi(Order.objects.get(pk=order.pk), by=treasurer, at=timezone.now())
    assert not Kuitansi.objects.exists()


def test_a_code_that_was_paid_short_is_replaced_and_parked_once(
    order: Order, simponi: SimulatedBilling, clock: time_machine.Traveller
) -> None:
    issue(order)
    first = Billing.objects.get()
    simponi.simulator.pay(first.code, Pay(amount=first.amount - 1))
    jobs.reconcile(timezone.now())
    issue(order)
    second = Billing.objects.exclude(pk=first.pk).get()
    simponi.simulator.pay(second.code)
    clock.shift(timedelta(hours=5))
    jobs.reconcile(timezone.now())
    clock.shift(timedelta(hours=5))
    jobs.reconcile(timezone.now())
    assert Settlement.objects.get().billing == second
    assert PaymentException.objects.get().kind == "short"


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
    said = Payment(first.code, first.ntpn, first.ntb, first.paid_at, first.bank, first.channel)
    late = notices.keep(provider="simponi", notice_id="late", said=said, raw="", at=timezone.now())
    jobs.settle_notice(late, said, at=timezone.now())
    assert PaymentException.objects.count() == len(kinds)


def test_codes_are_asked_about_at_the_offices_own_pace(
    order: Order, simponi: SimulatedBilling, clock: time_machine.Traveller
) -> None:
    issue(order)
    asked = simponi.simulator.ledger.next
    for _ in range(20):  # ten minutes of the worker's sweeps
        jobs.reconcile(timezone.now())
        clock.shift(timedelta(seconds=30))
    calls = asked("call")
    Office.objects.update(inquiry_minutes=5)
    clock.shift(timedelta(minutes=1))
    jobs.reconcile(timezone.now())
    assert calls <= 3  # issued, asked about once, and this count
    assert asked("call") == calls + 2


def test_a_reversal_that_was_none_closes_its_case_and_hides_no_later_one(
    order: Order, simponi: SimulatedBilling, clock: time_machine.Traveller
) -> None:
    issue(order)
    paid = simponi.simulator.pay(Billing.objects.get().code)
    jobs.reconcile(timezone.now())
    known = simponi.__class__.payment

    def away(*_: Any, **__: Any) -> None:
        return None

    clock.shift(timedelta(hours=1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simponi.__class__, "payment", away)
        jobs.reconcile(timezone.now())
    assert simponi.__class__.payment is known
    assert is_taken_back(order)
    jobs.ask(order, at=timezone.now())
    assert PaymentException.objects.get().action == "stands"
    assert not is_taken_back(order)
    simponi.simulator.reverse(paid.ntpn)
    clock.shift(timedelta(hours=5))
    jobs.reconcile(timezone.now())
    assert PaymentException.objects.filter(kind="reversed").count() == 2


def test_no_secret_is_logged_whatever_the_transport_says(
    order: Order, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(order)
    secret = "sandi-yang-rahasia"

    class Leaking:
        """A transport whose error quotes what was sent, as many do."""

        def request(self, *_: Any, **__: Any) -> None:
            raise urllib3.exceptions.ProtocolError(f"POST password={secret}")

    account = replace(simulated_settings("https://simponi.invalid/"), password=secret)
    transport = HttpTransport(account.url, timeout=1)
    transport._pool = Leaking()  # type: ignore[assignment]
    provider = SimponiBilling(account, transport, timezone.now)
    monkeypatch.setattr(wiring, "billing", lambda: provider)
    with caplog.at_level(logging.DEBUG):
        assert jobs.reconcile(timezone.now()) == 0
    assert "not reconciled" in caplog.text
    assert secret not in caplog.text
    assert secret not in repr(account)
