"""The approving official's decision on what the release check found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from loket.agreements import operations as agreements
from loket.agreements.queries import review_of
from loket.delivery import checks, operations, refusals
from loket.delivery.models import Package, ReleaseDecision
from loket.ledger import trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.queries import may
from loket.payments import operations as payments
from loket.process.vocabulary import Actor


@transaction.atomic(durable=True)
def block(order: Order, *, checked: Sequence[checks.Check], by: By, at: datetime) -> None:
    """Keep that the data may not leave; only the approving official can end the order now."""
    problem = checks.Blocked(checked)
    Package.objects.create(
        order=order,
        version=operations.next_version(order),
        status="failed",
        problem={"id": problem.id, "en": problem.en},
        queued_at=at,
        checks=list(checked),
        check_sha256=checks.asked(checked),
    )
    if may(order, "ask_release", Actor.SYSTEM):
        orders.move(order, "ask_release", by=by, actor=Actor.SYSTEM, at=at)
    else:
        trail.record("package_blocked", subject=orders.subject_of(order), by=by, at=at)


@transaction.atomic(durable=True)
def approve(order: Order, *, reason: str, by: By, at: datetime) -> ReleaseDecision:
    """Let the prepared data leave although the check asked.

    :raises SecondPersonDecides: whoever accepted the request prepared it
    :raises NotReleased: something found may never leave
    :raises NotPrepared, ActionRefused:
    """
    package = operations.latest_package(order)
    if checks.is_blocked(package.checks):
        raise refusals.NotReleased
    preparer = _another_than(by, order)
    orders.move(
        order,
        "approve_release",
        by=by,
        actor=Actor.APPROVER,
        at=at,
        details={"reason": reason, "check": package.check_sha256},
    )
    return _decide(order, package, True, preparer, reason, by, at)


@transaction.atomic(durable=True)
def refuse(order: Order, *, reason: str, by: By, at: datetime) -> ReleaseDecision:
    """Do not let the data leave; the order ends, and the customer may make a new one.

    :raises SecondPersonDecides, ActionRefused:
    """
    preparer = _another_than(by, order)
    package = order.packages.order_by("-version").first()
    if package is None:
        raise refusals.NotPrepared
    orders.move(
        order,
        "refuse_release",
        by=by,
        actor=Actor.APPROVER,
        at=at,
        details={"reason": reason, "check": package.check_sha256},
    )
    payments.cancel_invoice(order, reason=reason, by=by, at=at)
    agreements.supersede_sppd(order, at=at)
    return _decide(order, package, False, preparer, reason, by, at)


def _another_than(by: By, order: Order) -> int:
    """Return who prepared the order, if that is not who decides."""
    review = review_of(order)
    preparer = review.by_id if review else order.officer_id
    if preparer is None or by.person is None or by.person == preparer:
        raise refusals.SecondPersonDecides
    return preparer


def _decide(
    order: Order,
    package: Package,
    approved: bool,
    preparer: int,
    reason: str,
    by: By,
    at: datetime,
) -> ReleaseDecision:
    return ReleaseDecision.objects.create(
        order=order,
        package=package,
        check_sha256=package.check_sha256,
        approved=approved,
        reason=reason,
        prepared_by_id=preparer,
        decided_by_id=by.who,
        at=at,
    )
