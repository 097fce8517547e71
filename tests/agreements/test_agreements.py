"""Abstraksi, its decision, and the agreement signed on stamp duty."""

from __future__ import annotations

from typing import Any

import pytest

from loket.agreements import operations, refusals
from loket.agreements.models import Abstraksi, MeteraiSerial, Review, Sppd
from loket.agreements.operations import ZeroRequest
from loket.documents.models import Upload, Verdict
from loket.ledger.models import Event
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, ChangedMeanwhile, NotADraft
from loket.people.models import User
from loket.process.vocabulary import State
from loket.rules.signatory import Rank
from loket.rules.wording import RuleError
from tests.factories import MONDAY, Sale, Shop, follow, online, statement, walk_in


def upload(sale: Sale, verdict: Verdict = Verdict.CLEAN) -> Upload:
    return Upload.objects.create(
        office="3304",
        subject=f"order:{sale.order.public_id}",
        purpose="sppd",
        uploaded_by=sale.order.buyer_id,
        at=MONDAY,
        content_type="application/pdf",
        sha256="0" * 64,
        size=1,
        verdict=verdict,
    )


def receive(sale: Sale, **given: Any) -> None:
    values = {"form": "wet", "originals": 2, **given}
    operations.receive_sppd(sale.order, by=sale.by("officer"), at=sale.later(), **values)


@pytest.mark.parametrize("part", operations.PARTS)
def test_an_abstraksi_without_one_of_its_parts_is_not_submitted(shop: Shop, part: str) -> None:
    sale = online(shop, zero=False)
    operations.save_statement(
        sale.order, statement(**{part: " \n"}), by=sale.by("buyer"), at=MONDAY
    )

    with pytest.raises(refusals.AbstraksiIncomplete):
        sale.submit()

    assert Order.objects.get().state == State.DRAFT


def test_a_private_body_needs_its_npwp(shop: Shop) -> None:
    sale = online(shop)
    User.objects.filter(pk=sale.order.buyer_id).update(segment="private_body")
    sale.order.refresh_from_db()

    with pytest.raises(refusals.NpwpMissing):
        sale.submit()


def test_the_signer_must_be_of_rank(shop: Shop) -> None:
    sale = online(shop)

    with pytest.raises(RuleError):
        operations.save_statement(
            sale.order, statement(signer_rank=Rank.STAFF), by=sale.by("buyer"), at=MONDAY
        )


def test_what_was_submitted_is_not_rewritten(shop: Shop) -> None:
    sale = online(shop)
    stale = Order.objects.get(pk=sale.order.pk)
    sale.submit()

    with pytest.raises(NotADraft):
        operations.save_statement(stale, statement(purpose="lain"), by=sale.by("buyer"), at=MONDAY)
    with pytest.raises(NotADraft):
        operations.ask_zero_tariff(
            stale, ZeroRequest("x", "2", MONDAY.date()), by=sale.by("buyer"), at=MONDAY
        )

    assert Abstraksi.objects.get().purpose == "Skripsi."


def test_a_round_is_decided_once(shop: Shop) -> None:
    sale = online(shop)
    sale.submit()
    stale = Order.objects.get(pk=sale.order.pk)
    sale.accept()

    with pytest.raises(ChangedMeanwhile):
        operations.reject(stale, reason="tidak", by=sale.by("officer2"), at=sale.later())

    assert Review.objects.get().fits is True


def test_a_rejected_request_ends_and_says_why(shop: Shop) -> None:
    sale = online(shop)
    sale.submit()

    operations.reject(sale.order, reason="tujuan lain", by=sale.by("officer"), at=sale.later())

    assert sale.order.state == State.CANCELLED
    assert Review.objects.get().reason == "tujuan lain"


def test_at_the_counter_an_unfit_request_goes_to_consultation(shop: Shop) -> None:
    sale = walk_in(shop)

    operations.refer(sale.order, reason="konsultasi", by=sale.by("officer"), at=sale.later())

    assert sale.order.state == State.REFERRED
    assert not Sppd.objects.exists()


def test_at_the_counter_the_agreement_is_printed_when_it_fits(shop: Shop) -> None:
    sale = walk_in(shop)

    sale.accept()

    sppd = Sppd.objects.get()
    assert sppd.number == "00001/SPPD/3304/2026"
    assert sppd.document.kind == "sppd"
    assert Event.objects.filter(action="issue_sppd").exists()


@pytest.mark.parametrize("originals", [0, 1])
def test_online_two_originals_are_needed(shop: Shop, originals: int) -> None:
    sale = follow(online(shop), until="accept_offer")

    with pytest.raises(refusals.TwoOriginalsNeeded):
        receive(sale, originals=originals)

    assert "SPPD_RECEIVED" not in Order.objects.get().facts


def test_an_electronic_one_needs_a_file_that_was_judged(shop: Shop) -> None:
    sale = follow(online(shop), until="accept_offer")

    with pytest.raises(refusals.NothingSigned):
        receive(sale, form="electronic", originals=0)
    waiting = upload(sale, Verdict.WAITING)
    operations.upload_sppd(sale.order, waiting, by=sale.by("buyer"), at=sale.later())
    with pytest.raises(refusals.NothingSigned):
        receive(sale, form="electronic", originals=0)
    Upload.objects.update(verdict=Verdict.CLEAN)
    receive(sale, form="electronic", originals=0)

    sppd = Sppd.objects.get()
    assert (sppd.form, sppd.upload_id) == ("electronic", waiting.pk)
    assert sppd.received_by_id == sale.by("officer").person


def test_a_refused_upload_can_be_replaced(shop: Shop) -> None:
    sale = follow(online(shop), until="accept_offer")
    operations.upload_sppd(sale.order, upload(sale), by=sale.by("buyer"), at=sale.later())

    operations.refuse_sppd(
        sale.order, reason="tanpa meterai", by=sale.by("officer"), at=sale.later()
    )

    assert Sppd.objects.get().upload is None
    operations.upload_sppd(sale.order, upload(sale), by=sale.by("buyer"), at=sale.later())


def test_a_stamp_serves_once_in_the_whole_system(shop: Shop) -> None:
    first = follow(online(shop), until="accept_offer")
    second = follow(online(shop), until="accept_offer")
    receive(first, meterai=["AB123"])

    with pytest.raises(refusals.MeteraiUsed):
        receive(second, meterai=["CD456", "AB123"])

    assert list(MeteraiSerial.objects.values_list("serial", flat=True)) == ["AB123"]
    assert "SPPD_RECEIVED" not in Order.objects.get(pk=second.order.pk).facts


def test_a_mistaken_receipt_is_taken_back_with_its_stamps(shop: Shop) -> None:
    sale = follow(online(shop), until="accept_offer")
    receive(sale, meterai=["AB123"])

    operations.undo_sppd(
        sale.order, reason="salah pesanan", by=sale.by("officer"), at=sale.later()
    )

    assert Sppd.objects.get().received_at is None
    assert not MeteraiSerial.objects.exists()
    receive(sale, meterai=["AB123"])


def test_it_is_received_once(shop: Shop) -> None:
    sale = follow(online(shop), until="receive_sppd")

    with pytest.raises(ActionRefused):
        receive(sale)


def test_a_revision_ends_the_first_agreement(shop: Shop) -> None:
    sale = follow(online(shop), until="offer")

    sale.revise()
    sale.accept()
    sale.prepare()
    sale.offer()

    first, second = Sppd.objects.order_by("id")
    assert first.superseded_at is not None
    assert second.superseded_at is None
    assert second.number == "00002/SPPD/3304/2026"
