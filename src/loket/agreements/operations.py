"""Every write about abstraksi and SPPD."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from loket.agreements import papers, refusals
from loket.agreements.models import Abstraksi, MeteraiSerial, Review, Sppd, ZeroTariffRequest
from loket.counter.models import Visit
from loket.documents.models import Upload, Verdict
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.people.models import Office, User
from loket.people.queries import local_day, local_year
from loket.process.vocabulary import Actor
from loket.rules.numbering import Paper, PaperNumber
from loket.rules.reductions import check_reduction
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.signatory import Rank, check_signatory

ORIGINALS = 2
PARTS = ("background", "purpose", "method", "output")


@dataclass(frozen=True, slots=True)
class Statement:
    """The four parts of the abstraksi and who signs for it."""

    background: str
    purpose: str
    method: str
    output: str
    signer_name: str
    signer_position: str
    signer_rank: Rank
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class ZeroRequest:
    """
    What an institution asks a lower tariff by.

    :ivar activity: one of the four of `loket.rules.segments.ZeroRupiahActivity`
    :ivar percent: off the tariff, above 0 to 100 (the zero tariff), at most two decimals
    """

    activity: str
    letter_number: str
    letter_on: date
    upload: Upload | None = None
    signatory: str = ""
    signatory_position: str = ""
    percent: Decimal = Decimal(100)


@transaction.atomic(durable=True)
def save_statement(order: Order, statement: Statement, *, by: By, at: datetime) -> None:
    """Keep the abstraksi of a draft, as far as it is written.

    :raises NotADraft: once it is submitted; then only a revision brings another
    :raises RuleError: if the signer's rank is not enough for the customer's segment
    """
    orders.require_draft(order, by=by)
    put_statement(order, statement, round=order.round, by=by, at=at)


def put_statement(order: Order, statement: Statement, *, round: int, by: By, at: datetime) -> None:
    """
    :raises RuleError: if the signer's rank is not enough for the customer's segment
    """
    check_signatory(Segment(order.buyer.segment), statement.signer_rank)
    Abstraksi.objects.update_or_create(
        order=order,
        round=round,
        defaults={
            "background": statement.background,
            "purpose": statement.purpose,
            "method": statement.method,
            "output": statement.output,
            "signer_name": statement.signer_name,
            "signer_position": statement.signer_position,
            "signer_rank": statement.signer_rank,
            "upload": statement.upload,
            "written_at": at,
        },
    )
    trail.record("write_abstraksi", subject=orders.subject_of(order), by=by, at=at)


@transaction.atomic(durable=True)
def submit(order: Order, *, by: By, at: datetime) -> None:
    """Send the customer's draft to be checked (step O2).

    :raises AbstraksiIncomplete, NpwpMissing, NothingOrdered, ActionRefused:
    """
    _require_complete(order)
    zero = ZeroTariffRequest.objects.filter(order=order).exists()
    orders.submit(order, "submit", by=by, actor=Actor.BUYER, at=at, zero=zero)


@transaction.atomic(durable=True)
def record_request(
    *,
    office: Office,
    visit: Visit | None,
    buyer: User,
    items: Sequence[orders.NewItem],
    statement: Statement,
    by: By,
    at: datetime,
    language: str = "id",
    zero: ZeroRequest | None = None,
) -> Order:
    """Take down at the counter what the guest wants and what for (step W4)."""
    order = orders.open_draft(
        office=office,
        buyer=buyer,
        channel="walk_in",
        by=by,
        at=at,
        language=language,
        visit=visit,
    )
    orders.put_items(order, items, by=by, at=at)
    put_statement(order, statement, round=0, by=by, at=at)
    _require_complete(order)
    if zero is not None:
        put_zero_request(order, zero, at=at)
    orders.submit(
        order, "record_request", by=by, actor=Actor.OFFICER, at=at, zero=zero is not None
    )
    return order


@transaction.atomic(durable=True)
def ask_zero_tariff(order: Order, zero: ZeroRequest, *, by: By, at: datetime) -> None:
    """Note on a draft that the customer asks for the zero tariff; decided by an approver.

    :raises NotADraft: once it is submitted, for the price was asked for with the request
    :raises RuleError: if it cannot be asked for
    """
    orders.require_draft(order, by=by)
    put_zero_request(order, zero, at=at)
    trail.record("ask_zero_tariff", subject=orders.subject_of(order), by=by, at=at)


def put_zero_request(order: Order, zero: ZeroRequest, *, at: datetime) -> None:
    """
    :raises RuleError: if the customer's segment, the activity, the letter's date or the
        percentage is not one that a lower tariff can be asked for
    """
    check_reduction(
        Segment(order.buyer.segment),
        activity=zero.activity,
        percent=zero.percent,
        letter_on=zero.letter_on,
        today=local_day(order.office, at),
    )
    ZeroTariffRequest.objects.update_or_create(
        order=order,
        defaults={
            "percent": zero.percent,
            "institution": order.buyer.institution or order.buyer.name,
            "segment": order.buyer.segment,
            "signatory": zero.signatory,
            "signatory_position": zero.signatory_position,
            "activity": zero.activity,
            "letter_number": zero.letter_number,
            "letter_on": zero.letter_on,
            "upload": zero.upload,
            "declared_at": at,
        },
    )


@transaction.atomic(durable=True)
def accept(order: Order, *, reason: str, by: By, at: datetime) -> None:
    """The abstraksi fits the list of data (steps O3a, W5a).

    Online the data are prepared now; at the counter the SPPD is printed to be signed.
    """
    _decide(order, fits=True, reason=reason, by=by, at=at)
    orders.move(
        order,
        "accept",
        by=by,
        actor=Actor.OFFICER,
        at=at,
        columns={"officer_id": by.person} if by.person else {},
    )
    if order.channel == "walk_in":
        issue_sppd(order, by=by, at=at)
    else:
        orders.call("prepare", order, at=at, key=f"round-{order.round}")


@transaction.atomic(durable=True)
def reject(order: Order, *, reason: str, by: By, at: datetime) -> None:
    """The abstraksi does not fit: the transaction is cancelled (step O3b)."""
    _decide(order, fits=False, reason=reason, by=by, at=at)
    orders.move(order, "reject", by=by, actor=Actor.OFFICER, at=at)


@transaction.atomic(durable=True)
def refer(order: Order, *, reason: str, by: By, at: datetime) -> None:
    """The abstraksi does not fit: the guest goes to consultation (step W5b)."""
    _decide(order, fits=False, reason=reason, by=by, at=at)
    orders.move(order, "refer", by=by, actor=Actor.OFFICER, at=at)


def issue_sppd(order: Order, *, by: By, at: datetime) -> Sppd:
    """Number and print the agreement, in the caller's transaction; an earlier one ends."""
    supersede_sppd(order, at=at)
    year = local_year(order.office, at)
    serial = series.next_number("sppd", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.SPPD, order.office.code, year, serial))
    document = papers.sppd(order, statement_of(order), number=number, at=at)
    sppd = Sppd.objects.create(
        order=order,
        number=number,
        document=document,
        terms_version=papers.TERMS_VERSION,
        issued_at=at,
    )
    trail.record(
        "issue_sppd",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"number": number, "sha256": document.sha256},
    )
    return sppd


def supersede_sppd(order: Order, *, at: datetime) -> None:
    Sppd.objects.filter(order=order, superseded_at=None).update(superseded_at=at)


@transaction.atomic(durable=True)
def upload_sppd(order: Order, upload: Upload, *, by: By, at: datetime) -> None:
    """The customer hands in the electronically signed agreement (step O9)."""
    Sppd.objects.filter(order=order, superseded_at=None).update(upload=upload)
    orders.move(order, "upload_sppd", by=by, actor=Actor.BUYER, at=at)


@transaction.atomic(durable=True)
def refuse_sppd(order: Order, *, reason: str, by: By, at: datetime) -> None:
    orders.move(
        order, "refuse_sppd", by=by, actor=Actor.OFFICER, at=at, details={"reason": reason}
    )
    Sppd.objects.filter(order=order, superseded_at=None).update(upload=None)


@transaction.atomic(durable=True)
def receive_sppd(
    order: Order,
    *,
    form: str,
    originals: int,
    by: By,
    at: datetime,
    upload: Upload | None = None,
    meterai: Sequence[str] = (),
) -> None:
    """Record that the signed agreement is in: two stamped originals, or one e-signed PDF.

    :param form: `wet` or `electronic`
    :raises TwoOriginalsNeeded, NothingSigned, MeteraiUsed, ActionRefused:
    """
    sppd = Sppd.objects.get(order=order, superseded_at=None)
    scan = upload or sppd.upload
    if form == "wet" and originals < (ORIGINALS if order.channel == "online" else 1):
        raise refusals.TwoOriginalsNeeded
    if form == "electronic" and (scan is None or scan.verdict != Verdict.CLEAN):
        raise refusals.NothingSigned
    _claim_meterai(sppd, meterai)
    orders.move(
        order,
        "receive_sppd",
        by=by,
        actor=Actor.OFFICER,
        at=at,
        details={"form": form, "originals": originals},
    )
    Sppd.objects.filter(pk=sppd.pk).update(
        form=form,
        originals=originals,
        upload=scan,
        meterai_serials=list(meterai),
        received_at=at,
        received_by=by.person,
    )
    if order.channel == "walk_in":
        orders.call("prepare", order, at=at, key=f"revision-{order.revision}")


@transaction.atomic(durable=True)
def undo_sppd(order: Order, *, reason: str, by: By, at: datetime) -> None:
    """Take back a receipt of the agreement that was recorded by mistake."""
    orders.move(order, "undo_sppd", by=by, actor=Actor.OFFICER, at=at, details={"reason": reason})
    sppd = Sppd.objects.get(order=order, superseded_at=None)
    MeteraiSerial.objects.filter(sppd=sppd).delete()
    Sppd.objects.filter(pk=sppd.pk).update(
        form="", originals=0, meterai_serials=[], received_at=None, received_by=None
    )


def statement_of(order: Order) -> Abstraksi:
    """Return the abstraksi in force: of the revision, or else of the first round."""
    return Abstraksi.objects.filter(order=order).order_by("-round")[0]


def _require_complete(order: Order) -> None:
    statement = Abstraksi.objects.filter(order=order).order_by("-round").first()
    if statement is None or not all(getattr(statement, part).strip() for part in PARTS):
        raise refusals.AbstraksiIncomplete
    if SEGMENTS[Segment(order.buyer.segment)].npwp_required and not order.buyer.npwp:
        raise refusals.NpwpMissing


def _decide(order: Order, *, fits: bool, reason: str, by: By, at: datetime) -> None:
    # Only once a round: a row that exists means that somebody else decided meanwhile.
    if Review.objects.filter(order=order, round=order.round).exists():
        raise orders.ChangedMeanwhile
    Review.objects.create(
        order=order, round=order.round, fits=fits, reason=reason, by_id=by.who, at=at
    )


def _claim_meterai(sppd: Sppd, serials: Sequence[str]) -> None:
    for serial in serials:
        _row, is_new = MeteraiSerial.objects.get_or_create(serial=serial, defaults={"sppd": sppd})
        if not is_new:
            raise refusals.MeteraiUsed
