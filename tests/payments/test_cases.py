"""A parked payment ends: accepted, corrected, recorded with its order, or moved on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loket.ledger.audit import Scope, money
from loket.orders.models import Order
from loket.payments import cases, parking, refusals
from loket.payments.models import Billing, PaymentException, Settlement
from loket.payments.queries import open_exceptions
from loket.people.models import Office
from loket.people.operations import HEADQUARTERS
from loket.ports.billing import Payment
from tests.payments import people
from tests.payments.made import NOW, by
from tests.payments.people import People
from tests.payments.test_billing import EXPIRY, NTPN, coded, confirm, payment

LATER = NOW + timedelta(days=30)


def parked(order: Order, staff: People, **changes: Any) -> PaymentException:
    billing = Billing.objects.filter(invoice__order=order).first() or coded(order, staff)
    result = confirm(order, billing, replace(payment(billing), **changes), staff)
    assert isinstance(result, PaymentException)
    return result


def unknown(office: str = "3304", code: str = "820261124000009") -> PaymentException:
    told = Payment(code, NTPN, "000123456789", NOW, "520002", "7014", amount=70_000)
    return parking.park(
        "unknown", billing=None, payment=told, by=by(None, "system", office), at=NOW
    )


def test_what_was_paid_over_settles_and_the_rest_stays_open(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    case = parked(order, staff, amount=billing.amount + 1)

    settled = cases.accept(case, by=by(staff.treasurer, "treasurer"), at=LATER)

    assert settled.amount == billing.amount
    rest = open_exceptions(order.office).get()
    assert (rest.kind, rest.amount, rest.ntpn) == ("over", 1, NTPN)
    with pytest.raises(refusals.NotAcceptable):
        cases.accept(rest, by=by(staff.treasurer, "treasurer"), at=LATER)
    assert not list(money.settlements(Scope("3304", LATER)))


def test_a_payment_before_its_code_was_issued_is_accepted_by_a_person(
    order: Order, staff: People
) -> None:
    case = parked(order, staff, paid_at=NOW - timedelta(days=2))
    assert case.kind == "mismatch"
    assert cases.accept(case, by=by(staff.treasurer, "treasurer"), at=LATER).ntpn == NTPN


def test_a_mistyped_amount_is_corrected_in_its_case(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    case = parked(order, staff, amount=billing.amount - 1)
    treasurer = by(staff.treasurer, "treasurer")
    wrong = replace(payment(billing), amount=billing.amount - 2)

    with pytest.raises(refusals.StillDoesNotFit):
        cases.correct(case, wrong, explanation="salah", by=treasurer, at=LATER)
    case.refresh_from_db()
    assert case.closed_at is None
    assert PaymentException.objects.count() == 1

    settled = cases.correct(
        case, payment(billing), explanation="angka tertukar", by=treasurer, at=LATER
    )
    case.refresh_from_db()
    assert settled.ntpn == NTPN
    assert (case.action, case.resolution) == ("corrected", "angka tertukar")


def test_what_simponi_told_is_not_corrected_by_hand(order: Order, staff: People) -> None:
    billing = coded(order, staff)
    Billing.objects.filter(pk=billing.pk).update(provider="simponi")
    billing.refresh_from_db()
    case = parked(order, staff, amount=billing.amount - 1)
    case.refresh_from_db()
    with pytest.raises(refusals.ToldBySimponi):
        cases.correct(
            case,
            payment(billing),
            explanation="x",
            by=by(staff.treasurer, "treasurer"),
            at=LATER,
        )
    assert not Settlement.objects.exists()


def test_an_unknown_payment_is_handed_to_its_office_and_recorded_there(
    order: Order, staff: People, office: Office
) -> None:
    case = unknown(HEADQUARTERS)
    admin = by(staff.approver, "system_admin", HEADQUARTERS)

    here = cases.move_to(case, office, reason="kode Banjarnegara", by=admin, at=LATER)
    case.refresh_from_db()
    assert (case.action, case.moved_to, here.office) == ("moved", here, "3304")
    with pytest.raises(refusals.AlreadyClosed):
        cases.move_to(case, office, reason="lagi", by=admin, at=LATER)

    result = cases.record_with(
        here,
        order,
        code=here.code,
        issued_at=NOW - timedelta(hours=1),
        expires_at=EXPIRY,
        by=by(staff.treasurer, "treasurer"),
        at=LATER,
    )

    here.refresh_from_db()
    assert isinstance(result, Settlement)
    assert (here.action, here.resolution) == ("recorded", order.reference)
    assert Billing.objects.get().code == here.code


def test_recorded_with_its_order_it_may_still_not_fit(order: Order, staff: People) -> None:
    case = unknown()
    result = cases.record_with(
        case,
        order,
        code=case.code,
        issued_at=NOW - timedelta(days=8),
        expires_at=NOW - timedelta(days=1),  # had expired when it was paid
        by=by(staff.treasurer, "treasurer"),
        at=LATER,
    )
    case.refresh_from_db()
    assert isinstance(result, PaymentException)
    assert (result.kind, case.moved_to) == ("late", result)
    assert cases.may_accept(result)


def test_a_code_that_is_known_cannot_be_recorded_again(
    order: Order, staff: People, make_order: Callable[..., Order]
) -> None:
    coded(make_order(), staff, "820261124000009")
    case = unknown()
    with pytest.raises(refusals.CodeTaken):
        cases.record_with(
            case,
            order,
            code=case.code,
            issued_at=NOW,
            expires_at=EXPIRY,
            by=by(staff.treasurer, "treasurer"),
            at=LATER,
        )
    case.refresh_from_db()
    assert case.closed_at is None


def test_only_headquarters_hands_on(order: Order, staff: People, office: Office) -> None:
    elsewhere = people.office("3303")
    with pytest.raises(refusals.NotUnknown):
        cases.move_to(
            unknown(),
            elsewhere,
            reason="x",
            by=by(staff.treasurer, "treasurer"),
            at=LATER,
        )
