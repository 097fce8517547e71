from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from loket.orders.models import Order
from loket.orders.operations import ActionRefused
from loket.payments import billing as billings
from loket.payments import cases, parking, refusals
from loket.payments.models import Billing, PaymentException, Settlement
from loket.payments.queries import invoice_in_force, open_exceptions
from loket.ports.billing import Payment
from loket.ports.failures import Rejected
from loket.process.vocabulary import Actor
from tests.payments.made import NOW, by
from tests.payments.people import People

CODE = "820261124000001"
NTPN = "1A2B3C4D5E6F7G8H"
EXPIRY = NOW + timedelta(days=7)


def coded(order: Order, staff: People, code: str = CODE) -> Billing:
    return billings.issue_billing(
        order,
        code=code,
        issued_at=NOW,
        expires_at=EXPIRY,
        by=by(staff.treasurer, "treasurer"),
        actor=Actor.TREASURER,
        at=NOW,
    )


def payment(billing: Billing) -> Payment:
    return Payment(
        code=billing.code,
        ntpn=NTPN,
        ntb="000123456789",
        paid_at=NOW + timedelta(hours=1),
        bank="Bank Contoh",
        channel="7012",
        amount=billing.amount,
    )


def confirm(
    order: Order, billing: Billing, told: Payment, staff: People
) -> Settlement | PaymentException:
    return billings.confirm_billing(
        Order.objects.get(pk=order.pk),
        billing,
        told,
        by=by(staff.treasurer, "treasurer"),
        actor=Actor.TREASURER,
        at=NOW + timedelta(days=30),
    )


def test_a_payment_settles_its_invoice_once(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    first = confirm(order, billing, payment(billing), staff)
    again = confirm(order, billing, replace(payment(billing), ntpn=NTPN.lower()), staff)
    assert isinstance(first, Settlement)
    assert again == first
    assert not PaymentException.objects.exists()
    assert "PAID" in Order.objects.get(pk=order.pk).facts


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"amount": -1}, "short"),
        ({"amount": 1}, "over"),
        ({"paid_at": timedelta(0)}, "late"),
        ({"paid_at": timedelta(seconds=1)}, "late"),
        ({"paid_at": timedelta(seconds=-1)}, ""),
        ({"paid_at": timedelta(days=-8)}, "mismatch"),
    ],
)
def test_what_does_not_fit_is_parked(
    order: Order, staff: People, changes: dict[str, object], kind: str
) -> None:
    billing = coded(order, staff)
    told = payment(billing)
    if isinstance(by_how_much := changes.get("amount"), int):
        told = replace(told, amount=billing.amount + by_how_much)
    if isinstance(after := changes.get("paid_at"), timedelta):
        told = replace(told, paid_at=EXPIRY + after)
    result = confirm(order, billing, told, staff)
    facts = Order.objects.get(pk=order.pk).facts
    if not kind:
        assert isinstance(result, Settlement)
        assert "PAID" in facts
        return
    assert isinstance(result, PaymentException)
    assert result.kind == kind
    assert result.ntpn == NTPN
    assert "PAID" not in facts
    assert not Settlement.objects.exists()
    assert confirm(order, billing, told, staff) == result  # told twice, parked once


def test_a_mistyped_amount_can_be_told_again(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    confirm(order, billing, replace(payment(billing), amount=1), staff)
    assert isinstance(confirm(order, billing, payment(billing), staff), Settlement)


def test_a_receipt_number_is_used_once(
    order: Order, staff: People, make_order: Callable[..., Order]
) -> None:
    billing = coded(order, staff)
    confirm(order, billing, payment(billing), staff)
    other = make_order()
    second = coded(other, staff, "820261124000002")
    with pytest.raises(refusals.NtpnTaken):
        confirm(other, second, payment(second), staff)
    assert "PAID" not in Order.objects.get(pk=other.pk).facts


def test_a_code_of_another_invoice(
    order: Order, staff: People, make_order: Callable[..., Order]
) -> None:
    billing = coded(order, staff)
    with pytest.raises(refusals.WrongBilling):
        confirm(make_order(), billing, payment(billing), staff)


def test_a_payment_of_tomorrow(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    with pytest.raises(refusals.PaidInFuture):
        confirm(order, billing, replace(payment(billing), paid_at=NOW + timedelta(days=60)), staff)


def test_paid_twice_with_two_codes(order: Order, staff: People) -> None:
    first = coded(order, staff)
    second = coded(order, staff, "820261124000002")
    first.refresh_from_db()
    assert first.closed_at
    assert isinstance(confirm(order, first, payment(first), staff), Settlement)
    twin = confirm(order, second, replace(payment(second), ntpn="Z" * 16), staff)
    assert isinstance(twin, PaymentException)
    assert twin.kind == "twin"
    assert list(open_exceptions(order.office)) == [twin]
    parking.close_exception(
        twin,
        action="return",
        resolution="dikembalikan",
        by=by(staff.treasurer, "treasurer"),
        at=NOW,
    )
    with pytest.raises(refusals.AlreadyClosed):
        parking.close_exception(
            twin, action="return", resolution="lagi", by=by(staff.treasurer, "treasurer"), at=NOW
        )


def test_codes_that_are_none(order: Order, staff: People) -> None:
    with pytest.raises(Rejected):
        coded(order, staff, "12345")
    coded(order, staff)
    with pytest.raises(refusals.CodeTaken):
        coded(order, staff)
    with pytest.raises(refusals.AlreadyExpired):
        billings.issue_billing(
            order,
            code="820261124000009",
            issued_at=NOW,
            expires_at=NOW,
            by=by(staff.treasurer, "treasurer"),
            actor=Actor.TREASURER,
            at=NOW,
        )
    with pytest.raises(Rejected):
        confirm(
            order, Billing.objects.get(), replace(payment(Billing.objects.get()), ntpn="A"), staff
        )


def test_paid_orders_get_no_more_codes(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    confirm(order, billing, payment(billing), staff)
    with pytest.raises(ActionRefused):
        coded(Order.objects.get(pk=order.pk), staff, "820261124000002")
    assert invoice_in_force(order) is not None


def test_a_late_payment_can_be_accepted(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    treasurer = by(staff.treasurer, "treasurer")
    late = confirm(order, billing, replace(payment(billing), paid_at=EXPIRY), staff)
    assert isinstance(late, PaymentException)
    settled = cases.accept(late, by=treasurer, at=NOW + timedelta(days=30))
    assert (settled.ntpn, settled.paid_at) == (NTPN, EXPIRY)
    assert "PAID" in Order.objects.get(pk=order.pk).facts
    assert not open_exceptions(order.office)
    with pytest.raises(refusals.NotAcceptable):
        cases.accept(late, by=treasurer, at=NOW + timedelta(days=30))


def test_a_short_payment_cannot_be_accepted(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    short = confirm(order, billing, replace(payment(billing), amount=1), staff)
    assert isinstance(short, PaymentException)
    with pytest.raises(refusals.NotAcceptable):
        cases.accept(short, by=by(staff.treasurer, "treasurer"), at=NOW)
