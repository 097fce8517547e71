"""Deciding on a lower tariff that somebody else asked for: all off, a part, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from loket.ledger import trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.queries import items_of
from loket.payments import refusals
from loket.payments.models import Invoice, Waiver
from loket.payments.operations.invoicing import reissue_invoice, require_invoice
from loket.people.institutions import institution_of, key_of, met_at_counter
from loket.people.models import Institution, Office, ReductionQuota
from loket.process.vocabulary import Actor, Trait
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.wording import Text

ALL = Decimal(100)  # per cent
NONE = Decimal(0)
LONGEST_KEY = 160
GRANTED = Text("keringanan tarif diputuskan", "the lower tariff was decided")
REFUSED = Text("permohonan keringanan tarif ditolak", "the request for a lower tariff was refused")


@dataclass(frozen=True, slots=True)
class Grounds:
    """
    What a decision on a lower tariff rests on.

    :ivar requested_by: the person who asked (the customer, or the officer at the counter)
    :ivar institution: for whom, as the request names it
    :ivar verification: how the institution was made sure of, if it was at the counter
    :ivar legal_basis: regulation and article that allow it
    :ivar picked: at the counter, the key of the verified institution that it is for
    :ivar category: the segment the request named; without it, the customer's
    """

    requested_by: int
    institution: str
    verification: str
    legal_basis: str
    letter_number: str
    reason: str
    picked: int | None = None
    category: str = ""


@transaction.atomic(durable=True)
def approve_zero_tariff(order: Order, grounds: Grounds, *, by: By, at: datetime) -> Waiver:
    """Take all of the tariff off; nothing is left to pay.

    :raises SecondPersonNeeded, NoInvoice, InstitutionNotVerified, InstitutionNotRecorded,
        NotEntitled, QuotaUsed, ActionRefused:
    """
    invoice = _undecided(order, grounds, by)
    institution = _verified(order, grounds, by=by, at=at)
    _require_quota(order, institution)
    orders.move(order, "approve_zero_tariff", by=by, actor=Actor.APPROVER, at=at)
    if invoice.total:
        invoice = _again(invoice, order, ALL, GRANTED, by=by, at=at)
    return _decision(order, invoice, ALL, grounds, institution, by=by, at=at)


@transaction.atomic(durable=True)
def grant_reduction(
    order: Order, grounds: Grounds, *, percent: Decimal, by: By, at: datetime
) -> Waiver:
    """Take a part of the tariff off; a new invoice asks for the rest, which is paid as usual.

    :param percent: above 0 and below 100, at most two decimals
    :raises SecondPersonNeeded, NoInvoice, NotAPart, InstitutionNotVerified,
        InstitutionNotRecorded, NotEntitled, QuotaUsed, ActionRefused:
    """
    invoice = _undecided(order, grounds, by)
    if not NONE < percent < ALL:
        raise refusals.NotAPart
    institution = _verified(order, grounds, by=by, at=at)
    _require_quota(order, institution)
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
    return _decision(order, invoice, percent, grounds, institution, by=by, at=at)


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
    return _decision(order, invoice, NONE, grounds, None, by=by, at=at)


def _undecided(order: Order, grounds: Grounds, by: By) -> Invoice:
    if by.person is None or by.person == grounds.requested_by:
        raise refusals.SecondPersonNeeded
    return require_invoice(order)


def _verified(order: Order, grounds: Grounds, *, by: By, at: datetime) -> Institution:
    """Return the institution that the tariff is lowered for.

    :raises InstitutionNotVerified: online, if the account acts for none that was verified
    :raises InstitutionNotRecorded: at the counter, if none is picked and nobody says how this
        one was made sure of
    :raises NotEntitled: if its category may not ask for a lower tariff
    """
    if order.channel == "online":
        found = institution_of(order.buyer)
        if found is None:
            raise refusals.InstitutionNotVerified
        return found
    if grounds.picked is not None:
        return Institution.objects.get(pk=grounds.picked)
    if not (grounds.institution and grounds.verification and grounds.letter_number):
        raise refusals.InstitutionNotRecorded
    category = Segment(grounds.category or order.buyer.segment)
    if not SEGMENTS[category].zero_rupiah:
        raise refusals.NotEntitled
    return met_at_counter(
        name=grounds.institution,
        category=category,
        evidence=grounds.verification,
        letter_number=grounds.letter_number,
        by=by,
        at=at,
    )


def _require_quota(order: Order, institution: Institution) -> None:
    """
    :raises QuotaUsed: if the institution had a lower tariff before, more than the rule allows
    """
    trail.lock(order.office.code)
    Institution.objects.select_for_update().get(pk=institution.pk)  # offices decide at once
    quota = Office.objects.get(pk=order.office_id).reduction_quota
    if quota == ReductionQuota.UNLIMITED:
        return
    before_verifying = Q(verified_institution=None, institution_key=institution.name_key)
    earlier = Waiver.objects.filter(
        Q(verified_institution=institution) | before_verifying, percent__gt=0
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
    order: Order,
    invoice: Invoice,
    percent: Decimal,
    grounds: Grounds,
    institution: Institution | None,
    *,
    by: By,
    at: datetime,
) -> Waiver:
    name = institution.name if institution else grounds.institution
    return Waiver.objects.create(
        order=order,
        invoice=invoice,
        percent=percent,
        institution=name,
        institution_key=key_of(name)[:LONGEST_KEY],
        verified_institution=institution,
        verification=grounds.verification or (institution.evidence if institution else ""),
        legal_basis=grounds.legal_basis,
        letter_number=grounds.letter_number,
        reason=grounds.reason,
        requested_by_id=grounds.requested_by,
        approved_by_id=by.who,
        approved_at=at,
    )
