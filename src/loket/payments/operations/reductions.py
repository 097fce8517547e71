"""Deciding on a lower tariff that somebody else asked for: all off, a part, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from loket.ledger import trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.queries import items_of
from loket.payments import refusals
from loket.payments.models import Invoice, Waiver
from loket.payments.operations.invoicing import reissue_invoice, require_invoice
from loket.people.models import Office, ReductionQuota
from loket.process.vocabulary import Actor, Trait
from loket.rules.wording import Text

ALL = Decimal(100)  # per cent
NONE = Decimal(0)
GRANTED = Text("keringanan tarif diputuskan", "the lower tariff was decided")
REFUSED = Text("permohonan keringanan tarif ditolak", "the request for a lower tariff was refused")


@dataclass(frozen=True, slots=True)
class Grounds:
    """
    What a decision on a lower tariff rests on.

    :ivar requested_by: the person who asked (the customer, or the officer at the counter)
    :ivar institution: for whom, as the request names it
    :ivar verification: how the institution was made sure of
    :ivar legal_basis: regulation and article that allow it
    """

    requested_by: int
    institution: str
    verification: str
    legal_basis: str
    letter_number: str
    reason: str


@transaction.atomic(durable=True)
def approve_zero_tariff(order: Order, grounds: Grounds, *, by: By, at: datetime) -> Waiver:
    """Take all of the tariff off; nothing is left to pay.

    :raises SecondPersonNeeded, NoInvoice, QuotaUsed, ActionRefused:
    """
    invoice = _undecided(order, grounds, by)
    _require_quota(order, grounds)
    orders.move(order, "approve_zero_tariff", by=by, actor=Actor.APPROVER, at=at)
    if invoice.total:
        invoice = _again(invoice, order, ALL, GRANTED, by=by, at=at)
    return _decision(order, invoice, ALL, grounds, by=by, at=at)


@transaction.atomic(durable=True)
def grant_reduction(
    order: Order, grounds: Grounds, *, percent: Decimal, by: By, at: datetime
) -> Waiver:
    """Take a part of the tariff off; a new invoice asks for the rest, which is paid as usual.

    :param percent: above 0 and below 100, at most two decimals
    :raises SecondPersonNeeded, NoInvoice, NotAPart, QuotaUsed, ActionRefused:
    """
    invoice = _undecided(order, grounds, by)
    if not NONE < percent < ALL:
        raise refusals.NotAPart
    _require_quota(order, grounds)
    orders.move(
        order,
        "grant_reduction",
        by=by,
        actor=Actor.APPROVER,
        at=at,
        details={"percent": str(percent)},
    )
    invoice = _again(invoice, order, percent, GRANTED, by=by, at=at)
    _call_billing(order, at)
    return _decision(order, invoice, percent, grounds, by=by, at=at)


@transaction.atomic(durable=True)
def refuse_reduction(order: Order, grounds: Grounds, *, by: By, at: datetime) -> Waiver:
    """Take nothing off; a new invoice asks for the full tariff, which may be paid or not.

    :raises SecondPersonNeeded, NoInvoice, ActionRefused:
    """
    invoice = _undecided(order, grounds, by)
    orders.move(
        order,
        "refuse_reduction",
        by=by,
        actor=Actor.APPROVER,
        at=at,
        details={"reason": grounds.reason},
    )
    invoice = _again(invoice, order, NONE, REFUSED, by=by, at=at)
    _call_billing(order, at)
    return _decision(order, invoice, NONE, grounds, by=by, at=at)


def key_of(institution: str) -> str:
    """Return an institution's name as it is compared: without case and spacing."""
    return " ".join(institution.casefold().split())


def _undecided(order: Order, grounds: Grounds, by: By) -> Invoice:
    if by.person is None or by.person == grounds.requested_by:
        raise refusals.SecondPersonNeeded
    return require_invoice(order)


def _require_quota(order: Order, grounds: Grounds) -> None:
    """
    :raises QuotaUsed: if the institution had a lower tariff before, more than the rule allows
    """
    trail.lock(order.office.code)
    quota = Office.objects.get(pk=order.office_id).reduction_quota
    if quota == ReductionQuota.UNLIMITED:
        return
    earlier = Waiver.objects.filter(
        institution_key=key_of(grounds.institution), percent__gt=0
    ).exclude(order=order)
    if quota == ReductionQuota.ONCE_A_PRODUCT:
        products = [item.product_code for item in items_of(order)]
        earlier = earlier.filter(
            order__items__product_code__in=products, order__items__replaced_at=None
        )
    if earlier.exists():
        raise refusals.QuotaUsed


def _again(
    invoice: Invoice, order: Order, percent: Decimal, why: Text, *, by: By, at: datetime
) -> Invoice:
    invoice.order = order  # as it stands after the move
    reason = why.en if order.language == "en" else why.id
    return reissue_invoice(invoice, reduction_percent=percent, reason=reason, by=by, at=at)


def _call_billing(order: Order, at: datetime) -> None:
    if order.channel == "online" and Trait.DOMESTIC in order.traits:
        orders.call("issue_billing", order, at=at, key=f"revision-{order.revision}")


def _decision(
    order: Order, invoice: Invoice, percent: Decimal, grounds: Grounds, *, by: By, at: datetime
) -> Waiver:
    return Waiver.objects.create(
        order=order,
        invoice=invoice,
        percent=percent,
        institution=grounds.institution,
        institution_key=key_of(grounds.institution),
        verification=grounds.verification,
        legal_basis=grounds.legal_basis,
        letter_number=grounds.letter_number,
        reason=grounds.reason,
        requested_by_id=grounds.requested_by,
        approved_by_id=by.who,
        approved_at=at,
    )
