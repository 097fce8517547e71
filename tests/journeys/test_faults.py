"""Each way in which the payment provider misbehaves, walked to its end by the treasurer.

The order is offered, the fault injected, the customer pays, worker and sweep do their part,
and the treasurer's pages do the rest: paid with one receipt, or a case closed with its reason.
"""

from __future__ import annotations

import io
from itertools import count

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Sum
from django.urls import reverse

from loket.adapters.billing.simulator.faults import IN_CALLS, Fault, FaultPlan
from loket.adapters.billing.simulator.ledger import Paid
from loket.adapters.billing.simulator.paying import Pay, plan_payment
from loket.orders.models import Order
from loket.payments.models import (
    Billing,
    Kuitansi,
    Notice,
    PaymentException,
    ReconciliationRun,
    Settlement,
)
from loket.payments.queries import open_billing
from tests.journeys.conftest import Market, now
from tests.journeys.provider_desk import Desk, LogIn


@pytest.fixture
def desk(market: Market, log_in: LogIn, clock: time_machine.Traveller) -> Desk:
    desk = Desk(market, log_in, clock)
    desk.simulator.plan = FaultPlan(1, 0)
    return desk


def is_paid(order: Order) -> bool:
    return "PAID" in Order.objects.get(pk=order.pk).facts


def test_every_fault_of_the_provider_is_brought_to_its_end(desk: Desk) -> None:
    for fault in IN_CALLS:
        _no_answer(desk, fault)
    _twice(desk)
    _out_of_order(desk)
    _never_told(desk)
    _unreadable_notice(desk)
    _short(desk)
    _over(desk)
    _another_code(desk)
    late, taken_back = _late(desk), _settled_and_taken_back(desk)
    _told_days_later(desk)
    _taken_back(desk, taken_back)
    _accept_late(desk, late)

    assert {fault.kind for fault in desk.simulator.ledger.faults()} == set(Fault)
    assert not PaymentException.objects.filter(closed_at=None).exists()
    assert not Notice.objects.filter(outcome="waiting").exists()
    _every_receipt_once(taken_back)
    _same_to_the_rupiah(desk, taken_back)
    out = io.StringIO()
    call_command("audit", stdout=out)  # exits with findings
    assert "all is well" in out.getvalue()


def _no_answer(desk: Desk, fault: Fault) -> None:
    with desk.failing(fault):
        order = desk.offer()
        assert desk.treasurer.open("treasury:home").has("belum ada kode billing")
        assert desk.press(order, "request_billing").has("Kode billing diminta")
        desk.work()
        assert open_billing(order) is None
    desk.later(minutes=2)
    desk.work()
    desk.pay(order)
    with desk.failing(fault):
        desk.tell()
        desk.ask(order)
        assert not is_paid(order)
    desk.later(minutes=2)
    desk.work()
    assert is_paid(order), fault
    desk.receipt(order)


def _twice(desk: Desk) -> None:
    order = desk.offer()
    with desk.failing(Fault.DUPLICATE):
        desk.pay(order)
    desk.tell()
    desk.later(minutes=2)
    desk.tell()
    assert is_paid(order)
    desk.receipt(order)


def _out_of_order(desk: Desk) -> None:
    order = desk.offer()
    with desk.failing(Fault.OUT_OF_ORDER, seed=_early(desk)):
        desk.pay(order)
    desk.tell()
    desk.ask(order)
    assert not is_paid(order)  # told of before the inquiry knows
    desk.later(hours=2)
    desk.work()
    assert is_paid(order)
    desk.receipt(order)


def _never_told(desk: Desk) -> None:
    """No notice comes and SIMPONI cannot be asked: its list of payments tells."""
    order = desk.offer()
    with desk.failing(Fault.MISSING):
        desk.pay(order)
    desk.provider.down = True
    desk.tell()
    desk.ask(order)
    assert not is_paid(order)
    page = desk.compare()
    page = desk.treasurer.press(page, "treasury:record_all", ReconciliationRun.objects.get().pk)
    assert page.has("1 pembayaran dicatat, 0 menjadi kasus"), page.text
    assert is_paid(order)
    desk.provider.down = False
    desk.receipt(order)


def _unreadable_notice(desk: Desk) -> None:
    order = desk.offer()
    with desk.failing(Fault.MALFORMED_NOTICE):
        desk.pay(order)
    before = Notice.objects.count()
    desk.tell()
    assert Notice.objects.count() == before
    desk.later(hours=1)
    desk.sweep()
    assert is_paid(order)
    desk.receipt(order)


def _short(desk: Desk) -> None:
    """Paid short: another code is paid in full, and the first stays one case, not two."""
    order = desk.offer()
    with desk.failing(Fault.WRONG_AMOUNT, seed=_amount(desk, order, is_short=True)):
        desk.pay(order)
    desk.tell()
    page = desk.case_of(order)
    assert page.has("Kurang bayar")
    desk.press(order, "request_billing")
    desk.work()
    assert Billing.objects.filter(invoice__order=order).count() == 2
    desk.pay(order)
    desk.tell()
    assert is_paid(order)
    desk.receipt(order)
    desk.later(hours=1)
    desk.sweep()
    page = desk.case_of(order)
    desk.close(page, "new_code", "Dibayar penuh dengan kode kedua")


def _over(desk: Desk) -> None:
    order = desk.offer()
    with desk.failing(Fault.WRONG_AMOUNT, seed=_amount(desk, order, is_short=False)):
        desk.pay(order)
    desk.tell()
    page = desk.case_of(order)
    assert page.has("Lebih bayar")
    case = PaymentException.objects.get(order=order)
    page = desk.treasurer.press(page, "treasury:accept_late", case.pk)
    assert page.has("Lunas"), page.text
    desk.receipt(order)
    desk.close(desk.case_of(order), "return", "Surat pembeli 5/XI/2026")


def _another_code(desk: Desk) -> None:
    """The notice goes to headquarters; the inquiry finds the payment all the same."""
    order = desk.offer()
    with desk.failing(Fault.WRONG_CODE):
        desk.pay(order)
    desk.tell()
    assert not is_paid(order)
    case = PaymentException.objects.get(kind="unknown")
    admin = desk.who("sistem")
    address = reverse("administration:unknown", args=[case.pk])
    assert address in admin.open("administration:home").links()
    page = admin.visit(address)
    office = desk.market.office
    page = admin.submit(page, page.url, office=str(office.pk), reason="Pembayar dari sini")
    assert page.has("Pembayaran dipindahkan"), page.text
    desk.ask(order)
    assert is_paid(order)
    desk.receipt(order)
    moved = PaymentException.objects.get(kind="unknown", office=office.code)
    page = desk.treasurer.open("treasury:exception", moved.pk)
    reference = Order.objects.get(pk=order.pk).reference
    desk.close(page, "other_order", f"NTPN pesanan {reference}")


def _late(desk: Desk) -> Order:
    order = desk.offer()
    with desk.failing(Fault.LATE):
        desk.pay(order)
    return order


def _settled_and_taken_back(desk: Desk) -> Order:
    order = desk.offer()
    with desk.failing(Fault.REVERSAL):
        desk.pay(order)
    desk.tell()
    assert is_paid(order)
    desk.receipt(order)
    return order


def _told_days_later(desk: Desk) -> None:
    order = desk.offer()
    with desk.failing(Fault.DELAYED):
        desk.pay(order)
    desk.tell()
    assert not is_paid(order)
    desk.ask(order)
    assert is_paid(order)
    desk.receipt(order)
    desk.later(days=3)
    desk.tell()
    assert Settlement.objects.filter(invoice__order=order).count() == 1
    assert not PaymentException.objects.filter(order=order).exists()


def _taken_back(desk: Desk, order: Order) -> None:
    """The receipt is voided by two people, without a successor; the data never leave."""
    desk.sweep()
    page = desk.case_of(order)
    page = desk.treasurer.press(page, "treasury:ask_billing", order.public_id)
    desk.work()
    page = desk.press(order, "request_void", reason="Bank menarik pembayaran")
    page = desk.who("kepala").open("desk:home")
    paper = Kuitansi.objects.get(settlement__invoice__order=order).document.public_id
    page = desk.who("kepala").press(page, "desk:void", paper)
    assert page.has("dibatalkan tanpa pengganti"), page.text
    desk.close(desk.case_of(order), "withdrawn", "Surat bank 7/XI/2026")


def _accept_late(desk: Desk, order: Order) -> None:
    billing = open_billing(order)
    assert billing is not None
    desk.later(seconds=(billing.expires_at - now()).total_seconds() + 300)
    desk.tell()
    page = desk.case_of(order)
    assert page.has("Terlambat")
    case = PaymentException.objects.get(order=order)
    page = desk.treasurer.press(page, "treasury:accept_late", case.pk)
    assert page.has("Lunas"), page.text
    desk.receipt(order)


def _every_receipt_once(taken_back: Order) -> None:
    for order in Order.objects.all():
        receipts = Kuitansi.objects.filter(settlement__invoice__order=order)
        assert receipts.count() == 1, order.reference
        assert receipts.filter(voided_at=None).exists() == (order != taken_back)


def _same_to_the_rupiah(desk: Desk, taken_back: Order) -> None:
    page = desk.compare()
    counts = ReconciliationRun.objects.latest("pk").counts
    assert set(counts) <= {"matched", "parked"}, page.text
    assert {code.code for code in desk.simulator.ledger.codes()} == set(
        Billing.objects.values_list("code", flat=True)
    )
    settled = Settlement.objects.exclude(invoice__order=taken_back)
    beside = PaymentException.objects.filter(kind__in=["short", "over"]).exclude(action="accepted")
    ours = sum(found.aggregate(sum=Sum("amount"))["sum"] for found in (settled, beside))
    assert ours == desk.simulator.total()


def _amount(desk: Desk, order: Order, *, is_short: bool) -> int:
    """A seed with which the next payment is short, or over."""

    billing = open_billing(order)
    assert billing is not None
    due = billing.amount

    def off(seed: int) -> int:
        return _planned(desk, order, Fault.WRONG_AMOUNT, seed).amount - due

    return next(s for s in count() if off(s) and (off(s) < 0) == is_short)


def _early(desk: Desk) -> int:
    """A seed with which the next notice comes before the inquiry knows of the payment."""
    order = Order.objects.latest("pk")

    def is_early(seed: int) -> bool:
        paid = _planned(desk, order, Fault.OUT_OF_ORDER, seed)
        return paid.known_at > paid.paid_at

    return next(seed for seed in count() if is_early(seed))


def _planned(desk: Desk, order: Order, fault: Fault, seed: int) -> Paid:
    simulator, billing = desk.simulator, open_billing(order)
    assert billing is not None
    code = simulator.ledger.code(billing.code)
    assert code is not None
    plan = FaultPlan(seed, 1, frozenset({fault}))
    number = len(simulator.ledger.payments()) + 1
    return plan_payment(plan, simulator.settings, code, Pay(), number=number, at=now()).paid
