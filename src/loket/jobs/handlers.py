"""What the worker does for each message of the outbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from loket import wiring
from loket.delivery import building, leaks, showing
from loket.jobs import billing, letters
from loket.ledger.context import By
from loket.ledger.models import Message
from loket.orders import queries as orders
from loket.payments import notices
from loket.payments.models import Notice


def handle(message: Message, at: datetime) -> None:
    """Do what the message asks.

    :raises KeyError: if nothing is known by that name
    :raises Unavailable: if an outside system asks to try again later
    """
    if message.topic == "mail":
        letters.send(message, at)
    else:
        JOBS[message.name](message, at)


def _prepare(message: Message, at: datetime) -> None:
    order = orders.by_subject(message.subject)
    if order is not None:
        building.prepare(order, by=_system(message), at=at)


def _assess_sample(message: Message, at: datetime) -> None:
    order = orders.by_subject(message.subject)
    if order is not None:
        showing.assess(order, by=_system(message), at=at)


def _build_sample(message: Message, at: datetime) -> None:
    order = orders.by_subject(message.subject)
    if order is not None:
        showing.build(order, by=_system(message), at=at)


def _investigate(message: Message, at: datetime) -> None:
    case = leaks.by_subject(message.subject)
    if case is not None:
        leaks.investigate(case, by=_system(message), at=at)


def _issue_billing(message: Message, at: datetime) -> None:
    order = orders.by_subject(message.subject)
    if order is not None and not wiring.billing().capabilities().by_hand:
        billing.issue(order, by=_system(message), at=at)


def _ask_billing(message: Message, at: datetime) -> None:
    order = orders.by_subject(message.subject)
    if order is not None:
        billing.ask(order, at=at)


def _settle_notice(message: Message, at: datetime) -> None:
    notice = Notice.objects.get(pk=message.payload["notice"])
    said = notices.said_by(message.payload)
    billing.settle_notice(notice, said, at=at)


def _system(message: Message) -> By:
    return By(person=None, role="system", office=message.office)


JOBS: dict[str, Callable[[Message, datetime], None]] = {
    "prepare": _prepare,
    "assess_sample": _assess_sample,
    "build_sample": _build_sample,
    leaks.JOB: _investigate,
    "issue_billing": _issue_billing,
    "ask_billing": _ask_billing,
    "settle_notice": _settle_notice,
}
