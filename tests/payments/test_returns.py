"""A request for the return of state revenue …"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest

from loket.documents import operations as documents
from loket.ledger.audit import Scope, duties, numbers
from loket.orders.models import Order
from loket.payments import operations, parking, refusals, return_sources, returns
from loket.payments.models import PaymentException, RevenueReturn
from loket.payments.return_sources import Source
from loket.people.models import Office
from loket.ports.billing import Payment
from loket.rules.returns import PAPERS, Ground, Outcome, Way
from loket.rules.wording import RuleError
from tests.payments.made import NOW, by
from tests.payments.people import People

TODAY = date(2026, 11, 24)
CLAIM = returns.Claim(
    ground=Ground.PAID_TWICE,
    reason="Dibayar dari dua rekening",
    amount=70_000,
    way=Way.ADVANCE,
    claimant="Rina Anggraini",
    claimant_address="Jl. Contoh 1",
    asked_on=TODAY,
    letter_number="1/X/2026",
    papers=list(PAPERS),
)


@pytest.fixture
def case(office: Office, staff: People) -> PaymentException:
    told = Payment("820261124000001", "A" * 16, "1", NOW, "520002", "7014", amount=70_000)
    return parking.park(
        "unknown", billing=None, payment=told, by=by(None, "system", office.code), at=NOW
    )


@pytest.fixture
def source(office: Office, case: PaymentException) -> Source:
    found = return_sources.of_exception(office, case)
    assert found is not None
    return found


def prepared(
    office: Office, source: Source, staff: People, claim: returns.Claim = CLAIM
) -> RevenueReturn:
    treasurer = by(staff.treasurer, "treasurer")
    return returns.prepare(office, source, claim, by=treasurer, at=NOW)


def test_goes_from_the_treasurer_to_another_person_and_on(
    office: Office, source: Source, staff: People, case: PaymentException
) -> None:
    treasurer, approver = by(staff.treasurer, "treasurer"), by(staff.approver, "approver")
    asked = prepared(office, source, staff)
    assert asked.number is None
    with pytest.raises(refusals.ReturnNotReady):
        returns.forward(asked, to="KPPN", on=TODAY, by=treasurer, at=NOW)
    with pytest.raises(refusals.SecondPersonNeeded):
        returns.approve(asked, note="", by=treasurer, at=NOW)

    approved = returns.approve(asked, note="", by=approver, at=NOW)

    assert approved.number == "00001/KEM/3304/2026"
    case.refresh_from_db()
    assert (case.action, case.resolution) == ("return", approved.number)
    returns.forward(approved, to="BPS RI", on=TODAY, by=treasurer, at=NOW)
    with pytest.raises(refusals.AskedTooMuch):
        answered(approved, staff, Outcome.TRANSFER, 70_001)
    answered(approved, staff, Outcome.ADVANCE, None)
    approved.refresh_from_db()
    assert (approved.outcome, approved.outcome_amount) == ("advance", 70_000)
    with pytest.raises(refusals.ReturnNotReady):
        answered(approved, staff, Outcome.REFUSED, None)
    scope = Scope(office.code, NOW)
    assert not [*numbers.check(scope), *duties.check(scope)]


def answered(asked: RevenueReturn, staff: People, outcome: Outcome, amount: int | None) -> None:
    returns.write_outcome(
        asked,
        outcome,
        amount=amount,
        letter="S-1/2026",
        on=TODAY,
        note="",
        by=by(staff.treasurer, "treasurer"),
        at=NOW,
    )


def test_its_letter_says_all_of_it(office: Office, source: Source, staff: People) -> None:
    asked = prepared(office, source, staff)
    approved = returns.approve(asked, note="", by=by(staff.approver, "approver"), at=NOW)
    assert approved.document is not None
    pages = pypdf.PdfReader(io.BytesIO(documents.pdf_of(approved.document))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        "00001/KEM/3304/2026",
        "A" * 16,
        "Rp70.000,00",
        "tujuh puluh ribu rupiah",
        "huruf a",
        staff.treasurer.name,
        staff.approver.name,
        "bukan perintah pembayaran",
    ):
        assert words.lower() in text.lower()


def test_no_more_is_asked_back_than_was_paid(
    office: Office, source: Source, staff: People
) -> None:
    with pytest.raises(refusals.AskedTooMuch):
        prepared(office, source, staff, replace(CLAIM, amount=70_001))
    first = prepared(office, source, staff, replace(CLAIM, amount=50_000))
    with pytest.raises(refusals.AskedTooMuch):
        prepared(office, source, staff, replace(CLAIM, amount=20_001))
    approver = by(staff.approver, "approver")
    with pytest.raises(refusals.ReasonNeeded):
        returns.refuse(first, note=" ", by=approver, at=NOW)
    returns.refuse(first, note="berkas keliru", by=approver, at=NOW)
    assert prepared(office, source, staff).amount == 70_000  # the refused one counts no more


def test_is_not_approved_without_its_papers(office: Office, source: Source, staff: People) -> None:
    asked = prepared(office, source, staff, replace(CLAIM, papers=["request"]))
    approver = by(staff.approver, "approver")
    with pytest.raises(refusals.PapersMissing):
        returns.approve(asked, note="", by=approver, at=NOW)
    returns.add_papers(asked, list(PAPERS), by=by(staff.treasurer, "treasurer"), at=NOW)
    assert returns.approve(asked, note="", by=approver, at=NOW).serial == 1


def test_a_transfer_needs_an_account(office: Office, source: Source, staff: People) -> None:
    with pytest.raises(refusals.AccountNeeded):
        prepared(office, source, staff, replace(CLAIM, way=Way.TRANSFER))


@pytest.mark.parametrize("asked_on", [TODAY - timedelta(days=1), date(2031, 11, 25)])
def test_comes_neither_before_the_payment_nor_after_five_years(
    office: Office, source: Source, staff: People, asked_on: date
) -> None:
    with pytest.raises(RuleError):
        prepared(office, source, staff, replace(CLAIM, asked_on=asked_on))
    assert not RevenueReturn.objects.exists()


def test_cash_that_is_still_in_the_drawer_is_not_the_states(
    office: Office, order: Order, staff: People
) -> None:
    operations.take_cash(order, tendered=10**9, by=by(staff.treasurer, "treasurer"), at=NOW)
    source = return_sources.of_order(office, order)
    assert source is not None
    with pytest.raises(refusals.NotInTreasury):
        prepared(office, source, staff)
