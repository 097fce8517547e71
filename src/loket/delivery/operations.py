"""Every write about preparing and handing over: packages, offers, grants, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from loket import wiring
from loket.agreements import operations as agreements
from loket.agreements.queries import received_sppd, zero_request_of
from loket.delivery import checks, papers, refusals
from loket.delivery.models import Download, ErrorReport, Grant, Handover, Package, Sample
from loket.ledger import series, trail
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.queries import items_of, may
from loket.payments import operations as payments
from loket.payments.costs import Cost
from loket.payments.operations import Measured
from loket.payments.queries import is_taken_back, kuitansi_in_force, settled_by
from loket.people.queries import calendar_of, local_year
from loket.ports.storage import Blob, SealedBlob
from loket.process.vocabulary import Actor, State, Trait
from loket.rules import deadlines
from loket.rules.numbering import Paper, PaperNumber, parse_paper_number
from loket.rules.wording import RuleError

GRANT_LIFETIME = timedelta(days=7)
FINISHING = ("finish_preparing", "finish_correction")


@transaction.atomic(durable=True)
def queue_package(order: Order, *, by: By, at: datetime) -> None:
    """Prepare the data (again): after an interruption or a failure."""
    trail.record("queue_package", subject=orders.subject_of(order), by=by, at=at)
    orders.call("prepare", order, at=at, key=at.isoformat())


@transaction.atomic(durable=True)
def package_ready(
    order: Order,
    *,
    sealed: SealedBlob,
    manifest: Sequence[dict[str, Any]],
    measured: Sequence[dict[str, Any]],
    sample: Blob | None,
    checked: Sequence[checks.Check] = (),
    by: By,
    at: datetime,
) -> Package:
    """Record the sealed package (and the sample) and move the order on.

    Harmless when run twice: an order that no longer waits for a package refuses. What the
    release check asks waits for the approving official, unless decided upon before.

    :param checked: the release check of each item of microdata
    :raises NotReleased: an item was not checked, or a repair asks what nobody decided
    """
    if checks.is_blocked(checked) or not checks.is_complete(order, checked):
        raise refusals.NotReleased
    asked = checks.asked(checked)
    version = next_version(order)
    package = Package.objects.create(
        order=order,
        version=version,
        status="ready",
        queued_at=at,
        built_at=at,
        manifest=list(manifest),
        measured=list(measured),
        sha256=sealed.plain.sha256,
        size=sealed.plain.size,
        blob=sealed.stored.sha256,
        blob_size=sealed.stored.size,
        sealed_key=sealed.wrapped_key,
        checks=list(checked),
        check_sha256=asked,
    )
    if sample is not None:
        Sample.objects.get_or_create(
            order=order,
            round=order.round,
            mode="structure",
            defaults={"sha256": sample.sha256, "size": sample.size, "built_at": at},
        )
    _go_on(order, package, by=by, at=at)
    return package


def _go_on(order: Order, package: Package, *, by: By, at: datetime) -> None:
    """Move the order on by what its release check asks and what was decided before.

    :raises NotReleased: a repair asks what nobody decided
    """
    asked = package.check_sha256
    details = {"version": package.version, "sha256": package.sha256, "check": asked}
    decided = not asked or checks.is_approved(order, asked)
    if order.state == State.CORRECTING:
        if not decided:
            raise refusals.NotReleased
        orders.move(order, "finish_correction", by=by, actor=Actor.SYSTEM, at=at, details=details)
        report = order.error_reports.filter(repaired=None).order_by("-at").first()
        if report is not None:
            ErrorReport.objects.filter(pk=report.pk).update(repaired=package)
    elif decided:
        orders.move(order, "finish_preparing", by=by, actor=Actor.SYSTEM, at=at, details=details)
    else:
        orders.move(order, "ask_release", by=by, actor=Actor.SYSTEM, at=at, details=details)


@transaction.atomic(durable=True)
def package_failed(order: Order, *, id: str, en: str, by: By, at: datetime) -> None:
    """Keep why preparing failed, for the officer to read and act upon.

    Nothing is kept if another worker has finished the package meanwhile.
    """
    trail.lock(by.office)
    current = Order.objects.select_related("office").get(pk=order.pk)
    if not any(may(current, name, Actor.SYSTEM) for name in FINISHING):
        return
    Package.objects.create(
        order=order,
        version=next_version(order),
        status="failed",
        problem={"id": id, "en": en},
        queued_at=at,
    )
    trail.record("package_failed", subject=orders.subject_of(order), by=by, at=at)


@transaction.atomic(durable=True)
def send_offer(order: Order, *, by: By, at: datetime, costs: Sequence[Cost] = ()) -> None:
    """Send sample, invoice and SPPD (steps O4, O5): numbered, frozen, in one transaction."""
    _invoice(order, costs, by=by, at=at)
    agreements.issue_sppd(order, by=by, at=at)
    orders.move(order, "send_offer", by=by, actor=Actor.OFFICER, at=at)


@transaction.atomic(durable=True)
def issue_invoice(order: Order, *, by: By, at: datetime, costs: Sequence[Cost] = ()) -> None:
    """Print the invoice; the treasurer sees it at once (steps W6, W7)."""
    _invoice(order, costs, by=by, at=at)
    orders.move(order, "issue_invoice", by=by, actor=Actor.OFFICER, at=at)


@transaction.atomic(durable=True)
def accept_offer(order: Order, *, by: By, at: datetime) -> None:
    """The customer agrees with sample and invoice (step O6)."""
    orders.move(order, "accept_offer", by=by, actor=Actor.BUYER, at=at)
    if {Trait.PAYING, Trait.DOMESTIC} <= set(order.traits):
        orders.call("issue_billing", order, at=at, key=f"revision-{order.revision}")


@transaction.atomic(durable=True)
def ask_revision(
    order: Order,
    items: Sequence[orders.NewItem],
    *,
    reason: str,
    by: By,
    at: datetime,
    statement: agreements.Statement | None = None,
) -> None:
    """Use the single revision (step O7): new items, the old invoice and SPPD end.

    :raises RevisionUnchanged: if the new list is the old one
    :raises ActionRefused: the second time
    """
    before = [item.definition_hash for item in items_of(order)]
    if before == [item.definition_hash for item in items] and statement is None:
        raise refusals.RevisionUnchanged
    orders.move(
        order,
        "ask_revision",
        by=by,
        actor=Actor.BUYER,
        at=at,
        details={"reason": reason},
        columns={"round": 1},
    )
    payments.cancel_invoice(order, reason="revisi permintaan", by=by, at=at)
    agreements.supersede_sppd(order, at=at)
    orders.put_items(order, items, by=by, at=at)
    if statement is not None:
        agreements.put_statement(order, statement, round=1, by=by, at=at)


@transaction.atomic(durable=True)
def end_order(
    order: Order, action: str, *, actor: Actor, reason: str, by: By, at: datetime
) -> None:
    """Withdraw, cancel or lapse: the order ends unpaid and its invoice with it."""
    orders.move(order, action, by=by, actor=actor, at=at, details={"reason": reason})
    payments.cancel_invoice(order, reason=reason, by=by, at=at)
    agreements.supersede_sppd(order, at=at)


@transaction.atomic(durable=True)
def deliver(order: Order, *, medium: str, by: By, at: datetime) -> Grant:
    """Release receipt and data (steps O10, W10), once money and agreement are both in.

    :param medium: what the data were copied to at the counter; empty online
    :raises NotPrepared, NotPaid, NotSigned, SamePerson, NotReleased, ActionRefused:
    """
    orders.move(order, "deliver", by=by, actor=Actor.OFFICER, at=at)
    grant = _grant(order, latest_package(order), by=by, at=at)
    if order.channel == "walk_in":
        _hand_over(order, grant, medium=medium, by=by, at=at)
    return grant


@transaction.atomic(durable=True)
def report_error(order: Order, *, what: str, actor: Actor, by: By, at: datetime) -> None:
    """Record what is wrong with the delivered data (step W12) and prepare them anew."""
    ErrorReport.objects.create(
        order=order,
        package=latest_package(order),
        what=what,
        reported_by_id=by.who,
        at=at,
    )
    orders.move(order, "report_error", by=by, actor=actor, at=at)
    orders.call("prepare", order, at=at, key=f"revision-{order.revision}")


@transaction.atomic(durable=True)
def redeliver(order: Order, *, medium: str, by: By, at: datetime) -> Grant:
    """Hand over the repaired version; the earlier link ends."""
    orders.move(order, "redeliver", by=by, actor=Actor.OFFICER, at=at)
    _revoke_all(order, at=at)
    grant = _grant(order, latest_package(order), by=by, at=at)
    if order.channel == "walk_in":
        _hand_over(order, grant, medium=medium, by=by, at=at)
    return grant


@transaction.atomic(durable=True)
def complete(order: Order, *, actor: Actor, by: By, at: datetime) -> None:
    """The customer has checked receipt and data (step W11), or the time to do so is over."""
    orders.move(order, "complete", by=by, actor=actor, at=at)


@transaction.atomic(durable=True)
def relink(order: Order, *, kuitansi: str, actor: Actor, by: By, at: datetime) -> Grant:
    """Open the download again, within 30 days of completion, against the receipt (step O11).

    :raises WrongKuitansi, TooLate, ActionRefused:
    """
    receipt = kuitansi_in_force(order)
    if receipt is None or not _is_number_of(receipt.number, kuitansi):
        raise refusals.WrongKuitansi
    since = order.completed_at
    if since and not deadlines.relink_window(calendar_of(order.office), completed=since).contains(
        at
    ):
        raise refusals.TooLate
    orders.move(order, "relink", by=by, actor=actor, at=at)
    _revoke_all(order, at=at)
    return _grant(order, latest_package(order), by=by, at=at)


@transaction.atomic(durable=True)
def revoke(grant: Grant, *, reason: str, by: By, at: datetime) -> None:
    Grant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=at)
    trail.record(
        "revoke_grant",
        subject=orders.subject_of(grant.order),
        by=by,
        at=at,
        payload={"reason": reason},
    )


@transaction.atomic(durable=True)
def record_download(grant: Grant, *, first: int, last: int, by: By, at: datetime) -> None:
    """Write the row for an answer that is about to carry these bytes, both ends included."""
    whole = first == 0 and last == grant.package.size - 1
    Download.objects.create(
        grant=grant, by_id=by.who, at=at, first_byte=first, last_byte=last, is_whole=whole
    )
    trail.record(
        "download",
        subject=orders.subject_of(grant.order),
        by=by,
        at=at,
        payload={"sha256": grant.package.sha256, "first": first, "last": last},
    )


def latest_package(order: Order) -> Package:
    """
    :raises NotPrepared: if the newest version is not ready
    """
    package = order.packages.order_by("-version").first()
    if package is None or package.status != "ready":
        raise refusals.NotPrepared
    return package


def next_version(order: Order) -> int:
    return int(order.packages.aggregate(last=Max("version"))["last"] or 0) + 1


def _invoice(order: Order, costs: Sequence[Cost], *, by: By, at: datetime) -> None:
    """Issue the invoice; a lower tariff that was asked for counts until it is decided."""
    asked = zero_request_of(order) if Trait.ZERO_TARIFF in order.traits else None
    payments.issue_invoice(
        order,
        _measured(order, latest_package(order)),
        by=by,
        at=at,
        costs=costs,
        reduction_percent=asked.percent if asked else 0,
    )


def _measured(order: Order, package: Package) -> list[Measured]:
    by_hash = {entry["definition_hash"]: entry for entry in package.measured}
    missing = [item for item in items_of(order) if item.definition_hash not in by_hash]
    if missing:
        raise refusals.NotPrepared
    return [Measured(item, by_hash[item.definition_hash]["quantity"]) for item in items_of(order)]


def _grant(order: Order, package: Package, *, by: By, at: datetime) -> Grant:
    evidence = settled_by(order)
    sppd = received_sppd(order)
    if evidence is None or is_taken_back(order):
        raise refusals.NotPaid
    if sppd is None:
        raise refusals.NotSigned
    settlement, waiver = evidence
    settler = settlement.recorded_by_id if settlement else waiver and waiver.approved_by_id
    if by.person and settler == by.person:
        raise refusals.SamePerson
    if not checks.may_leave(package):
        raise refusals.NotReleased
    grant = Grant(
        order=order,
        package=package,
        settlement=settlement,
        waiver=waiver,
        sppd=sppd,
        manifest_sha256=package.sha256,
        opened_at=at,
        expires_at=at + GRANT_LIFETIME,
    )
    grant.key = wiring.vault().rewrap(
        package.sealed_key,
        context=package_context(order),
        new_context=grant_context(grant),
    )
    grant.save(force_insert=True)
    trail.record(
        "open_grant",
        subject=orders.subject_of(order),
        by=by,
        at=at,
        payload={"sha256": package.sha256, "version": package.version},
    )
    return grant


def _is_number_of(number: str, typed: str) -> bool:
    try:
        return str(parse_paper_number(typed)) == number
    except RuleError:
        return False


def package_context(order: Order) -> str:
    return f"package:{order.public_id}"


def grant_context(grant: Grant) -> str:
    return f"grant:{grant.public_id}"


def _hand_over(order: Order, grant: Grant, *, medium: str, by: By, at: datetime) -> None:
    year = local_year(order.office, at)
    serial = series.next_number("handover", office=order.office.code, period=str(year))
    number = str(PaperNumber(Paper.HANDOVER, order.office.code, year, serial))
    Handover.objects.create(
        order=order,
        grant=grant,
        number=number,
        document=papers.handover(order, grant, number=number, medium=medium, by=by, at=at),
        medium=medium,
        by_id=by.who,
        at=at,
    )


def _revoke_all(order: Order, *, at: datetime) -> None:
    Grant.objects.filter(order=order, revoked_at=None).update(revoked_at=at)
