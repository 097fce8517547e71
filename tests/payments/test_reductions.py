"""A lower tariff is asked for by one, decided by another, and frozen in the invoice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from loket.agreements import operations as agreements
from loket.agreements.operations import ZeroRequest
from loket.documents import operations as documents
from loket.ledger import audit
from loket.ledger.models import Message
from loket.orders.operations import ActionRefused
from loket.orders.queries import may
from loket.payments import desk, operations, refusals, reports
from loket.payments.models import Invoice, Waiver
from loket.payments.queries import invoice_in_force, settled_by
from loket.people.models import Institution, InstitutionRequest, Office, ReductionQuota
from loket.process.vocabulary import Actor
from loket.rules.signatory import Rank
from loket.rules.wording import RuleError
from tests.documents.papers.reading import text_of
from tests.factories import (
    MONDAY,
    Sale,
    Shop,
    follow,
    grounds,
    item,
    new_shop,
    online,
    statement,
)

FLOOR = 20_000  # rupiah, of the smallest dataset


@pytest.fixture
def shop(db: None, tmp_path: Path, settings: Any) -> Shop:
    settings.LOKET_STORAGE = f"disk:{tmp_path / 'files'}"
    return new_shop()


def asked(shop: Shop, percent: Decimal | int = 100) -> Sale:
    """A request that waits for the approving official."""
    return follow(online(shop, percent=percent), until="accept_offer")


def grant(sale: Sale, percent: str) -> Waiver:
    return operations.grant_reduction(
        sale.order,
        grounds(sale.order),
        percent=Decimal(percent),
        by=sale.by("approver"),
        at=sale.later(),
    )


def refuse(sale: Sale) -> Waiver:
    return operations.refuse_reduction(
        sale.order,
        grounds(sale.order, legal_basis="", reason="bukan kegiatan nonkomersial"),
        by=sale.by("approver"),
        at=sale.later(),
    )


def in_force(sale: Sale) -> Invoice:
    invoice = invoice_in_force(sale.order)
    assert invoice is not None
    return invoice


@pytest.mark.parametrize(
    ("percent", "total"), [("50", 10_000), ("37.5", 12_500), ("0.01", 19_998), ("99.99", 2)]
)
def test_a_part_leaves_the_rest_to_be_paid(shop: Shop, percent: str, total: int) -> None:
    sale = asked(shop)
    first = in_force(sale)

    decision = grant(sale, percent)

    invoice = in_force(sale)
    first.refresh_from_db()
    assert (invoice.full_amount, invoice.total) == (FLOOR, total)
    assert decision.invoice == invoice
    assert invoice.book == first.book
    assert first.cancellation is not None
    assert settled_by(sale.order) is None
    assert may(sale.order, "confirm_billing", Actor.TREASURER)
    assert [one.invoice for one in desk.waiting_for_payment(shop.office)] == [invoice]
    words = invoice.lines.get().working[-1]["id"]
    assert words.startswith("Keringanan")
    assert "Keringanan" in text_of(documents.pdf_of(invoice.document))
    assert Message.objects.filter(name="reduction_granted").count() == 1
    assert Message.objects.filter(name="issue_billing").count() == 1
    assert not list(audit.run(sale.at))


def test_an_undecided_request_is_not_waiting_for_money(shop: Shop) -> None:
    asked(shop, percent=50)

    assert desk.waiting_for_payment(shop.office) == []


def test_the_zero_tariff_skips_billing(shop: Shop) -> None:
    sale = asked(shop)

    sale.approve_zero()

    assert settled_by(sale.order) == (None, Waiver.objects.get())
    assert in_force(sale).total == 0
    assert not may(sale.order, "issue_billing", Actor.TREASURER)
    assert not list(audit.run(sale.at))


def test_more_than_was_asked_for_may_be_granted(shop: Shop) -> None:
    sale = asked(shop, percent=50)
    assert in_force(sale).total == FLOOR // 2

    sale.approve_zero()

    assert in_force(sale).total == 0
    assert Invoice.objects.filter(cancelled_at__isnull=False).count() == 1
    assert not list(audit.run(sale.at))


def test_a_refusal_asks_for_the_full_price_which_may_be_declined(shop: Shop) -> None:
    sale = asked(shop)
    first = in_force(sale)

    refuse(sale)

    first.refresh_from_db()
    assert in_force(sale).total == FLOOR
    assert first.cancellation is not None
    paper = text_of(documents.pdf_of(first.cancellation))
    assert first.number in paper
    assert first.cancellation.number in paper
    assert "permohonan keringanan tarif ditolak" in paper
    assert may(sale.order, "withdraw", Actor.BUYER)
    assert may(sale.order, "issue_billing", Actor.TREASURER)
    assert Message.objects.filter(name="reduction_refused").count() == 1
    assert not list(audit.run(sale.at))


def test_is_decided_once(shop: Shop) -> None:
    sale = asked(shop)
    refuse(sale)

    with pytest.raises(ActionRefused):
        sale.approve_zero()
    with pytest.raises(ActionRefused):
        grant(sale, "50")


def test_is_not_decided_by_who_asked(shop: Shop) -> None:
    sale = asked(shop)
    own = grounds(sale.order, requested_by=shop.person("kepala@contoh.id").pk)

    for decide in (operations.approve_zero_tariff, operations.refuse_reduction):
        with pytest.raises(refusals.SecondPersonNeeded):
            decide(sale.order, own, by=sale.by("approver"), at=sale.later())
    assert not Waiver.objects.exists()


@pytest.mark.parametrize("percent", ["0", "100", "-1", "120"])
def test_a_part_is_a_part(shop: Shop, percent: str) -> None:
    with pytest.raises(refusals.NotAPart):
        grant(asked(shop), percent)


def test_three_decimals_are_refused_and_nothing_changes(shop: Shop) -> None:
    sale = asked(shop)

    with pytest.raises(RuleError):
        grant(sale, "33.333")

    assert in_force(sale).total == 0
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("quota", "second"),
    [
        (ReductionQuota.ONCE_A_PRODUCT, False),
        (ReductionQuota.ONCE, False),
        (ReductionQuota.UNLIMITED, True),
    ],
)
def test_the_quota_of_an_institution(shop: Shop, quota: str, second: bool) -> None:
    Office.objects.update(reduction_quota=quota)
    follow(online(shop), until="approve_zero")
    sale = asked(shop)
    same = grounds(sale.order, institution="Badan Perencanaan Banjarnegara")  # as now spelled

    if second:
        operations.approve_zero_tariff(sale.order, same, by=sale.by("approver"), at=sale.later())
    else:
        with pytest.raises(refusals.QuotaUsed):
            operations.approve_zero_tariff(
                sale.order, same, by=sale.by("approver"), at=sale.later()
            )

    assert Waiver.objects.count() == 1 + second


def test_a_grant_needs_a_verified_institution_and_a_refusal_does_not(shop: Shop) -> None:
    InstitutionRequest.objects.update(status="ended")
    sale = asked(shop)
    picked = grounds(sale.order, picked=Institution.objects.get().pk)

    with pytest.raises(refusals.InstitutionNotVerified):
        grant(sale, "50")
    with pytest.raises(refusals.InstitutionNotVerified):  # at the counter only is one picked
        operations.approve_zero_tariff(sale.order, picked, by=sale.by("approver"), at=sale.later())
    assert not Waiver.objects.exists()

    refuse(sale)
    assert Waiver.objects.get().verified_institution is None


def counter_sale(shop: Shop) -> Sale:
    """A request at the counter, by an institution's person, that waits for the decision."""
    order = agreements.record_request(
        office=shop.office,
        visit=None,
        buyer=shop.person("bappeda@contoh.id"),
        items=[item(shop.survey)],
        statement=statement(signer_rank=Rank.ECHELON_III),
        by=shop.by("officer"),
        at=MONDAY,
        zero=ZeroRequest("science", "1/2026", MONDAY.date()),
    )
    return follow(Sale(shop, order, MONDAY, "institution"), until="invoice")


def decide_at_counter(sale: Sale, **parts: Any) -> Waiver:
    officer = sale.shop.person("petugas@contoh.id").pk
    given = {"requested_by": officer, "verification": "", **parts}
    return operations.approve_zero_tariff(
        sale.order, grounds(sale.order, **given), by=sale.by("approver"), at=sale.later()
    )


def test_at_the_counter_an_institution_is_picked_or_made_sure_of(shop: Shop) -> None:
    Office.objects.update(reduction_quota=ReductionQuota.ONCE)
    known = Institution.objects.get()
    with pytest.raises(refusals.InstitutionNotRecorded):
        decide_at_counter(counter_sale(shop), institution="Dinas Sosial Banjarnegara")

    new = decide_at_counter(
        counter_sale(shop), institution="Dinas Sosial Banjarnegara", verification="lewat telepon"
    ).verified_institution
    picked = decide_at_counter(counter_sale(shop), picked=known.pk)

    assert new is not None
    assert (new.evidence, new.letter_number) == ("lewat telepon", "1/2026")
    assert picked.institution == known.name
    for again in (
        {"institution": "dinas  sosial BANJARNEGARA", "verification": "surat"},
        {"picked": known.pk, "institution": "Bappeda"},
    ):
        with pytest.raises(refusals.QuotaUsed):
            decide_at_counter(counter_sale(shop), **again)
    assert Institution.objects.count() == 2
    assert not list(audit.run(counter_sale(shop).at))


def test_at_the_counter_only_who_is_entitled(shop: Shop) -> None:
    sale = counter_sale(shop)
    with pytest.raises(refusals.NotEntitled):
        decide_at_counter(sale, institution="PT X", verification="surat", category="private_body")


def test_a_refusal_uses_no_quota(shop: Shop) -> None:
    refuse(asked(shop))
    second = asked(shop)

    second.approve_zero()

    assert Waiver.objects.filter(percent=100).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": "education"},
        {"percent": Decimal(0)},
        {"percent": Decimal("100.01")},
        {"percent": Decimal("12.345")},
        {"letter_on": MONDAY.date().replace(day=30)},
    ],
)
def test_what_cannot_be_asked_for(shop: Shop, wrong: dict[str, object]) -> None:
    sale = online(shop)
    right = ZeroRequest("science", "1/2026", MONDAY.date())

    with pytest.raises(RuleError):
        agreements.ask_zero_tariff(
            sale.order,
            replace(right, **wrong),  # type: ignore[arg-type]
            by=sale.by("buyer"),
            at=sale.at,
        )


def test_a_student_asks_through_the_university(shop: Shop) -> None:
    sale = online(shop, zero=False)
    request = ZeroRequest("science", "1/2026", MONDAY.date())

    with pytest.raises(RuleError, match="lembaga Anda"):
        agreements.ask_zero_tariff(sale.order, request, by=sale.by("buyer"), at=sale.at)


def test_revenue_foregone_is_counted_when_it_is_foregone(shop: Shop) -> None:
    Office.objects.update(reduction_quota=ReductionQuota.UNLIMITED)
    follow(online(shop), until="approve_zero")
    grant(asked(shop), "50")  # granted, not paid yet
    refuse(asked(shop))

    month = reports.monthly(shop.office, 2026, 11)

    (row,) = month.foregone
    assert (row.full, row.payable, row.foregone) == (FLOOR, 0, FLOOR)
    assert row.institution == "Bappeda Kabupaten Banjarnegara"


def test_the_database_wants_another_person_and_a_legal_basis(shop: Shop) -> None:
    sale = asked(shop)
    person = sale.order.buyer_id
    row = {
        "order": sale.order,
        "invoice": in_force(sale),
        "letter_number": "1",
        "reason": "x",
        "requested_by_id": person,
        "approved_by_id": shop.person("kepala@contoh.id").pk,
        "approved_at": sale.at,
        "legal_basis": "PP 13/2024",
    }
    for wrong in ({"approved_by_id": person}, {"legal_basis": ""}, {"percent": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(**{**row, **wrong})
