"""Requests for a lower tariff: what they are decided by, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from loket.agreements.models import ZeroTariffRequest
from loket.agreements.queries import zero_request_of
from loket.ledger.context import By
from loket.orders import access
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments import operations, refusals
from loket.payments.models import Invoice
from loket.payments.operations import Grounds
from loket.payments.operations.reductions import ALL
from loket.payments.queries import invoice_in_force
from loket.people.institutions import institution_of, known_ones
from loket.people.models import Institution, Office
from loket.process.vocabulary import State
from loket.rules.segments import SEGMENTS, ZERO_RUPIAH_ACTIVITIES, Segment, ZeroRupiahActivity
from loket.rules.wording import RuleError, Text
from loket.web.desk.approvals.forms import FULL, PART, ReductionForm
from loket.web.desk.cases import contents
from loket.web.desk.cases.contents import Handed

REFUSALS = (
    ActionRefused,
    ChangedMeanwhile,
    refusals.SecondPersonNeeded,
    refusals.NoInvoice,
    refusals.QuotaUsed,
    refusals.InstitutionNotVerified,
    refusals.InstitutionNotRecorded,
    refusals.NotEntitled,
    refusals.NotAPart,
    RuleError,
)
Bound = Mapping[UUID, ReductionForm]


@dataclass(frozen=True, slots=True)
class ReductionCase:
    """A request for a lower tariff, with what it is decided by."""

    order: Order
    request: ZeroTariffRequest
    activity: Text
    segment: Text
    invoice: Invoice | None
    institution: Institution | None
    files: tuple[Handed, ...]
    form: ReductionForm


def cases(office: Office, bound: Bound) -> list[ReductionCase]:
    """Return the requests that wait for a decision, longest first."""
    orders = access.of_office(office).filter(
        state=State.SETTLING, zero_request__isnull=False, waiver__isnull=True
    )
    return [
        ReductionCase(
            order=order,
            request=asked,
            activity=ZERO_RUPIAH_ACTIVITIES[ZeroRupiahActivity(asked.activity)],
            segment=SEGMENTS[Segment(asked.segment or order.buyer.segment)].label,
            invoice=invoice_in_force(order),
            institution=institution_of(order.buyer),
            files=tuple(h for h in contents.uploads_of(order) if h.upload.purpose == "letter"),
            form=bound.get(order.public_id) or form_for(asked),
        )
        for order in orders.order_by("state_since")
        if (asked := zero_request_of(order)) is not None
    ]


def decide(
    order: Order, asked: ZeroTariffRequest, form: ReductionForm, *, by: By, at: datetime
) -> str:
    """Carry out the decision on the form, and say what happened.

    :raises: what REFUSALS names
    """
    given = form.cleaned_data
    grounds = Grounds(
        requested_by=_asked_by(order),
        institution=given.get("institution") or asked.institution,
        verification=given.get("verification", ""),
        legal_basis=given["legal_basis"],
        letter_number=given["letter_number"],
        reason=given["reason"],
        picked=given.get("picked"),
        category=asked.segment,
    )
    if given["decision"] == FULL:
        operations.approve_zero_tariff(order, grounds, by=by, at=at)
        return _("Tarif nol rupiah disetujui.")
    if given["decision"] == PART:
        percent = Decimal(given["percent"])
        operations.grant_reduction(order, grounds, percent=percent, by=by, at=at)
        return _("Keringanan sebagian disetujui; invoice baru diterbitkan.")
    operations.refuse_reduction(order, grounds, by=by, at=at)
    return _("Permohonan ditolak; invoice dengan tarif penuh diterbitkan.")


def form_for(asked: ZeroTariffRequest, *given: Any) -> ReductionForm:
    """Return the form, filled with what was asked for."""
    order, all_of_it = asked.order, asked.percent == ALL
    own = institution_of(order.buyer)
    initial = {
        "picked": own.pk if own else "",
        "institution": "" if own else asked.institution,
        "letter_number": asked.letter_number,
        "decision": FULL if all_of_it else PART,
        "percent": "" if all_of_it else asked.percent.normalize(),
    }
    return ReductionForm(
        *given,
        initial=initial,
        auto_id=f"nol_{asked.order_id}_%s",
        institutions=known_ones() if order.channel == "walk_in" else None,
    )


def _asked_by(order: Order) -> int:
    """Online the customer asked; at the counter the officer took the request down."""
    if order.channel == "walk_in" and order.officer_id:
        return order.officer_id
    return order.buyer_id
