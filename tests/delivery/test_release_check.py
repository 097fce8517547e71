"""What the release check finds is decided by a second person, and nothing leaves before."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from loket.delivery import checks, operations, refusals, releases
from loket.delivery.models import Grant, Package, ReleaseDecision
from loket.ledger import audit
from loket.ledger.context import By
from loket.ledger.models import Event, Message
from loket.orders.operations import ActionRefused
from loket.people.models import Role
from loket.people.operations import grant_role
from loket.process.vocabulary import Actor, Fact, State
from tests.factories import SYSTEM, Sale, Shop, checked, follow, online, sealed, walk_in

ASK = {
    "code": "sensitive-variable",
    "severity": "ask",
    "place": "rt.R1002",
    "id": "Variabel peka.",
    "en": "A sensitive variable.",
}
BLOCK = ASK | {"code": "direct-identifier", "severity": "block", "place": "rt.NAMA"}


def asking(shop: Shop) -> Sale:
    sale = follow(online(shop), until="accept")
    sale.prepare(findings=(ASK,))
    return sale


def approve(sale: Sale, by: By | None = None) -> None:
    releases.approve(sale.order, reason="perlu", by=by or sale.by("approver"), at=sale.later())


def test_data_without_findings_go_on_at_once(shop: Shop) -> None:
    sale = follow(online(shop), until="prepare")

    assert Fact.PREPARED in sale.order.facts
    assert Package.objects.get().check_sha256 == ""


def test_a_finding_waits_for_the_decision(shop: Shop) -> None:
    sale = asking(shop)

    assert Fact.RELEASE_ASKED in sale.order.facts
    with pytest.raises(ActionRefused):
        sale.offer()

    approve(sale)
    sale.offer()
    assert sale.order.state == State.OFFERED
    decision = ReleaseDecision.objects.get()
    assert decision.check_sha256 == Package.objects.get().check_sha256
    event = Event.objects.get(action="approve_release")
    assert decision.check_sha256 in event.payload
    assert event.person == decision.decided_by_id


def test_who_accepted_the_request_does_not_decide(shop: Shop) -> None:
    sale = asking(shop)
    officer = shop.person("petugas@contoh.id")
    grant_role(
        officer,
        Role.APPROVER,
        office=shop.office,
        granted_by=shop.person("sistem@contoh.id"),
        by=SYSTEM,
        at=sale.at,
    )

    with pytest.raises(refusals.SecondPersonDecides):
        approve(sale, By(officer.pk, "approver", "3304"))

    assert Fact.PREPARED not in sale.order.facts
    assert not ReleaseDecision.objects.exists()
    approve(sale)
    decision = ReleaseDecision.objects.get()
    values = {f.attname: getattr(decision, f.attname) for f in decision._meta.concrete_fields}
    del values["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseDecision.objects.create(**values | {"decided_by_id": decision.prepared_by_id})
    with pytest.raises(DatabaseError), transaction.atomic():
        ReleaseDecision.objects.update(approved=False)


def test_refusing_ends_the_order_and_says_why(shop: Shop) -> None:
    sale = asking(shop)

    releases.refuse(sale.order, reason="terlalu rinci", by=sale.by("approver"), at=sale.later())

    assert sale.order.state == State.CANCELLED
    assert not ReleaseDecision.objects.get().approved
    assert Message.objects.filter(name="release_refused").count() == 1


def test_what_is_blocked_can_only_be_refused(shop: Shop) -> None:
    sale = follow(online(shop), until="accept")
    with pytest.raises(refusals.NotReleased):
        sale.prepare(findings=(BLOCK,))
    releases.block(sale.order, checked=checked(sale.order, BLOCK), by=SYSTEM, at=sale.later())

    with pytest.raises(refusals.NotPrepared):
        approve(sale)

    package = Package.objects.get()
    assert "rt.NAMA" in package.problem["id"]
    assert not checks.may_leave(package)
    releases.refuse(sale.order, reason="pengenal", by=sale.by("approver"), at=sale.later())
    assert sale.order.state == State.CANCELLED


def test_a_package_that_was_not_checked_is_not_taken(shop: Shop) -> None:
    sale = follow(online(shop), until="accept")
    blob, manifest = sealed(sale.order)

    with pytest.raises(refusals.NotReleased):
        operations.package_ready(
            sale.order,
            sealed=blob,
            manifest=manifest,
            measured=[],
            sample=None,
            by=SYSTEM,
            at=sale.later(),
        )

    assert not Package.objects.exists()


def test_a_forged_fact_opens_nothing(shop: Shop) -> None:
    """Were the fact there without the decision, the grant would still be refused."""
    sale = follow(walk_in(shop), until="kuitansi")
    Package.objects.update(check_sha256="a" * 64)

    with pytest.raises(refusals.NotReleased):
        sale.deliver()

    assert not Grant.objects.exists()


def test_the_audit_sees_a_grant_without_its_decision(shop: Shop) -> None:
    sale = asking(shop)
    approve(sale)
    for step in ("offer", "accept_offer", "receive_sppd", "approve_zero", "kuitansi", "deliver"):
        getattr(sale, step)()
    whole = [f for f in audit.run(at=sale.at) if f.invariant == "V1"]
    Package.objects.update(check_sha256="b" * 64)
    broken = [f for f in audit.run(at=sale.at) if f.invariant == "V1"]

    assert whole == []
    assert [f.subject.partition(":")[0] for f in broken] == ["grant"]


def test_a_repair_of_what_was_approved_needs_no_new_decision(shop: Shop) -> None:
    sale = asking(shop)
    approve(sale)
    for step in ("offer", "accept_offer", "receive_sppd", "approve_zero", "kuitansi", "deliver"):
        getattr(sale, step)()
    operations.report_error(
        sale.order, what="baris ganda", actor=Actor.BUYER, by=sale.by("buyer"), at=sale.later()
    )

    sale.prepare(findings=(ASK,))

    assert sale.order.state == State.CORRECTED


def test_a_revision_is_checked_anew(shop: Shop) -> None:
    sale = asking(shop)
    approve(sale)
    sale.offer()
    sale.revise()
    sale.accept()

    sale.prepare(findings=(ASK,))

    assert Fact.PREPARED not in sale.order.facts
    assert Fact.RELEASE_ASKED in sale.order.facts
