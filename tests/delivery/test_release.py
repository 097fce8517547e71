"""Nothing leaves before money (or the approved zero tariff) and the signed agreement are in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, IntegrityError, transaction

from loket import wiring
from loket.agreements.models import Sppd
from loket.delivery import operations, queries, refusals
from loket.delivery.downloads import authorize_download
from loket.delivery.models import Grant, Handover, Package
from loket.ledger.context import By
from loket.ledger.models import Event, Message
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile
from loket.payments.models import Settlement, Waiver
from loket.people.models import Role
from loket.people.operations import grant_role
from loket.ports.storage import Damaged
from loket.process.vocabulary import Actor, State
from tests.factories import (
    CANARY,
    MINUTE,
    SYSTEM,
    Sale,
    Shop,
    archive,
    checked,
    follow,
    item,
    online,
    sealed,
    walk_in,
)

DAY = timedelta(days=1)


def stored_bytes() -> Iterator[bytes]:
    folder = Path(django_settings.LOKET_STORAGE.removeprefix("disk:"))
    yield from (path.read_bytes() for path in folder.rglob("*") if path.is_file())


def opened(sale: Sale) -> Grant:
    grant = queries.open_grant(sale.order, sale.at)
    assert grant is not None
    return grant


def take(grant: Grant, sale: Sale, first: int = 0, last: int | None = None) -> bytes:
    answer = authorize_download(
        grant, by=sale.by("buyer"), at=sale.later(), first=first, last=last
    )
    with answer.stream as stream:
        return stream.read()


@pytest.mark.parametrize(
    "missing",
    ["receive_sppd", "approve_zero", "kuitansi"],
)
def test_each_condition_is_needed(shop: Shop, missing: str) -> None:
    sale = follow(online(shop), until="accept_offer")
    for step in ("receive_sppd", "approve_zero", "kuitansi"):
        if step != missing and not (missing == "approve_zero" and step == "kuitansi"):
            getattr(sale, step)()

    with pytest.raises(ActionRefused):
        sale.deliver()

    assert not Grant.objects.exists()
    assert Order.objects.get().state == State.SETTLING


def test_money_and_agreement_come_in_any_order(shop: Shop) -> None:
    sale = follow(online(shop), until="accept_offer")
    for step in ("approve_zero", "kuitansi", "receive_sppd", "deliver"):
        getattr(sale, step)()

    grant = Grant.objects.get()
    assert grant.waiver_id == Waiver.objects.get().pk
    assert grant.settlement_id is None
    assert grant.sppd_id == Sppd.objects.get().pk


def test_facts_alone_open_nothing(shop: Shop) -> None:
    """Were the facts forged, the rows that pay and sign would still be missing."""
    sale = follow(online(shop), until="accept_offer")

    with pytest.raises(refusals.NotPaid), transaction.atomic():
        operations._grant(
            sale.order, Package.objects.get(), by=sale.by("officer"), at=sale.later()
        )
    sale.approve_zero()
    with pytest.raises(refusals.NotSigned), transaction.atomic():
        operations._grant(
            sale.order, Package.objects.get(), by=sale.by("officer"), at=sale.later()
        )


def test_the_database_wants_exactly_one_evidence(shop: Shop) -> None:
    sale = follow(walk_in(shop), until="deliver")
    grant = Grant.objects.get()
    copy = {
        field.attname: getattr(grant, field.attname)
        for field in Grant._meta.concrete_fields
        if field.attname not in {"id", "public_id"}
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(**{**copy, "settlement_id": None})
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(settlement=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        Grant.objects.all().delete()
    assert sale.order.state == State.DELIVERED


def test_storage_holds_no_plain_data_before_and_after(shop: Shop) -> None:
    sale = follow(online(shop), until="prepare")
    plain = archive()
    assert CANARY in plain

    seen = list(stored_bytes())
    assert seen
    assert not any(CANARY in blob or plain[:40] in blob for blob in seen)

    for step in ("offer", "accept_offer", "receive_sppd", "approve_zero", "kuitansi", "deliver"):
        getattr(sale, step)()
    assert not any(CANARY in blob for blob in stored_bytes())


def test_the_package_key_is_of_no_use_before_the_grant(shop: Shop) -> None:
    """The key is wrapped for the package; only a grant wraps it for a download."""
    sale = follow(online(shop), until="prepare")
    package = Package.objects.get()
    grant = Grant(order=sale.order, package=package, key=package.sealed_key)

    with pytest.raises(Damaged):
        wiring.vault().rewrap(
            grant.key, context=operations.grant_context(grant), new_context="anything"
        )


def test_who_settled_does_not_release(shop: Shop) -> None:
    sale = follow(walk_in(shop), until="kuitansi")
    treasurer = shop.person("bendahara@contoh.id")
    both = By(treasurer.pk, "officer", "3304")

    with pytest.raises(refusals.SamePerson):
        operations.deliver(sale.order, medium="flash disk", by=both, at=sale.later())

    assert not Grant.objects.exists()
    assert Order.objects.get().state == State.SETTLING


def test_who_waived_does_not_release(shop: Shop) -> None:
    sale = follow(online(shop), until="kuitansi")
    approver = shop.person("kepala@contoh.id")
    grant_role(
        approver,
        Role.OFFICER,
        office=shop.office,
        granted_by=shop.person("sistem@contoh.id"),
        by=SYSTEM,
        at=sale.at,
    )

    with pytest.raises(refusals.SamePerson):
        operations.deliver(
            sale.order, medium="", by=By(approver.pk, "officer", "3304"), at=sale.later()
        )


def test_at_the_counter_a_numbered_note_is_handed_over(shop: Shop) -> None:
    follow(walk_in(shop), until="deliver")

    note = Handover.objects.get()
    assert note.number == "00001/BAST/3304/2026"
    assert note.grant.settlement_id == Settlement.objects.get().pk
    assert note.document.kind == "handover"


def test_the_second_revision_is_refused_and_changes_nothing(shop: Shop) -> None:
    sale = follow(online(shop), until="offer")
    sale.revise()
    sale.accept()
    sale.prepare()
    sale.offer()

    with pytest.raises(ActionRefused) as refused:
        sale.revise("third")

    assert "satu kali kesempatan revisi sudah dipakai" in refused.value.id
    assert Event.objects.filter(action="ask_revision").count() == 1
    assert sale.order.invoices.filter(cancelled_at=None).count() == 1


def test_a_revision_that_changes_nothing_is_not_used_up(shop: Shop) -> None:
    sale = follow(online(shop), until="offer")

    with pytest.raises(refusals.RevisionUnchanged):
        operations.ask_revision(
            sale.order,
            [item(shop.survey)],
            reason="",
            by=sale.by("buyer"),
            at=sale.later(),
        )

    assert "REVISION_USED" not in Order.objects.get().facts


def test_withdrawing_ends_invoice_and_agreement(shop: Shop) -> None:
    sale = follow(online(shop), until="accept_offer")

    operations.end_order(
        sale.order,
        "withdraw",
        actor=Actor.BUYER,
        reason="batal",
        by=sale.by("buyer"),
        at=sale.later(),
    )

    assert sale.order.state == State.CANCELLED
    invoice = sale.order.invoices.get()
    assert invoice.cancelled_at == sale.at
    assert invoice.cancellation is not None
    assert Sppd.objects.get().superseded_at == sale.at


def test_after_paying_nothing_is_withdrawn(shop: Shop) -> None:
    sale = follow(online(shop), until="approve_zero")

    with pytest.raises(ActionRefused, match="pengembalian"):
        operations.end_order(
            sale.order,
            "withdraw",
            actor=Actor.BUYER,
            reason="batal",
            by=sale.by("buyer"),
            at=sale.later(),
        )


def test_preparing_twice_gives_one_package(shop: Shop) -> None:
    sale = follow(online(shop), until="accept")
    twin = Order.objects.select_related("office", "buyer").get(pk=sale.order.pk)
    sale.prepare()
    blob, manifest = sealed(twin)

    with pytest.raises(ChangedMeanwhile):
        operations.package_ready(
            twin,
            sealed=blob,
            manifest=manifest,
            measured=[],
            sample=None,
            checked=checked(twin),
            by=SYSTEM,
            at=sale.later(),
        )

    assert Package.objects.count() == 1


def test_a_twin_that_fails_late_does_not_hide_the_package(shop: Shop) -> None:
    sale = follow(online(shop), until="accept")
    twin = Order.objects.select_related("office", "buyer").get(pk=sale.order.pk)
    sale.prepare()

    operations.package_failed(twin, id="gagal", en="failed", by=SYSTEM, at=sale.later())

    assert operations.latest_package(sale.order).version == 1
    sale.offer()


def test_a_failure_is_kept_for_the_officer_and_can_be_tried_again(shop: Shop) -> None:
    sale = follow(online(shop), until="accept")
    operations.package_failed(sale.order, id="gagal", en="failed", by=SYSTEM, at=sale.later())

    newest = queries.newest_package(sale.order)
    assert newest is not None
    assert newest.problem == {"id": "gagal", "en": "failed"}
    with pytest.raises(refusals.NotPrepared):
        sale.offer()
    operations.queue_package(sale.order, by=sale.by("officer"), at=sale.later())
    assert Message.objects.filter(name="prepare").count() == 2
    sale.prepare()
    sale.offer()
    assert sale.at - MINUTE < sale.order.state_since <= sale.at
