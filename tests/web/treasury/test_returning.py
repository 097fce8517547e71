"""The pages of requests for return, of cases, and of unknown payments at headquarters …"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.browsing import Browser, Page
from tests.payments import made, people
from tests.payments.made import by
from tests.payments.people import People

from loket.ledger.models import Message
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import billing as billings
from loket.payments import parking
from loket.payments.models import PaymentException, RevenueReturn, Settlement
from loket.people.models import Assignment, Office, Role
from loket.people.operations import HEADQUARTERS
from loket.ports.billing import Payment
from loket.process.vocabulary import Actor
from loket.rules.returns import PAPERS

CODE, NTPN = "820261124000001", "A" * 16


@pytest.fixture
def approver(staff: People, log_in: Callable[..., Client]) -> Browser:
    return Browser(log_in(staff.approver))


@pytest.fixture
def administrator(db: None, log_in: Callable[..., Client]) -> Browser:
    user = people.person("sistem@example.org", "Administrator")
    Assignment.objects.create(user=user, role=Role.SYSTEM_ADMIN, granted_at=made.NOW)
    return Browser(log_in(user))


def unknown(office: str = "3304", **changes: Any) -> PaymentException:
    now = timezone.now()
    told = Payment(CODE, NTPN, "1", now - timedelta(hours=1), "520", "7014", amount=70_000)
    return parking.park(
        "unknown", billing=None, payment=told, by=by(None, "system", office), at=now
    )


def record(browser: Browser, case: PaymentException, **fields: Any) -> Page:
    page = browser.open("treasury:exception", case.pk)
    address = reverse("treasury:new_return") + f"?kasus={case.pk}"
    assert address in page.links()
    given = {
        "ground": "paid_twice",
        "reason": "Dua kali bayar",
        "claimant": "Rina Anggraini",
        "claimant_address": "Jl. Contoh 1",
        "letter_number": "1/X/2026",
        "asked_on": timezone.localdate().isoformat(),
        "papers": list(PAPERS),
        **fields,
    }
    page = browser.visit(address)
    return browser.submit(page, page.url, **given)


def test_a_request_goes_from_its_case_to_the_answer(
    treasurer: Browser, approver: Browser, office: Office
) -> None:
    case = unknown()
    page = record(treasurer, case)
    asked = RevenueReturn.objects.get()
    assert page.url == reverse("treasury:return", args=[asked.pk])
    assert page.has("Menunggu persetujuan")

    page = approver.open("desk:home")
    assert reverse("desk:decide_return", args=[asked.pk]) in page.links()
    page = approver.open("desk:decide_return", asked.pk)
    page = approver.submit(page, page.url, decision="approve", note="")
    assert page.has("00001/KEM/3304/2026")
    case.refresh_from_db()
    assert case.action == "return"

    letter = treasurer.client.get(reverse("treasury:return_paper", args=[asked.pk]))
    assert letter.content.startswith(b"%PDF")
    page = treasurer.open("treasury:return", asked.pk)
    today = timezone.localdate().isoformat()
    page = treasurer.press(page, "treasury:forward_return", asked.pk, to="BPS RI", on=today)
    page = treasurer.press(
        page,
        "treasury:return_outcome",
        asked.pk,
        outcome="advance",
        letter="S-9/2026",
        on=today,
    )
    assert page.has("Disetujui sebagai pembayaran di muka")
    assert treasurer.open("treasury:search", q="00001/KEM/3304/2026").has("Rina Anggraini")
    assert treasurer.open("treasury:returns").has("00001/KEM/3304/2026")


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "70001"},
        {"amount": "-1"},
        {"amount": "1" + "0" * 18},
        {"amount": "70.000,50"},
        {"asked_on": "2999-01-01"},
        {"ground": "because"},
        {"way": "transfer"},
        {"claimant_npwp": "12"},
        {"letter_number": ""},
    ],
)
def test_wrong_requests_are_refused_with_what_to_do(
    treasurer: Browser, office: Office, wrong: dict[str, str]
) -> None:
    page = record(treasurer, unknown(), **wrong)
    assert page.status == 422
    assert page.has("Ada yang perlu diperbaiki")
    assert page.has("Dua kali bayar")  # nothing typed is lost
    assert not RevenueReturn.objects.exists()


def test_a_scan_that_is_neither_pdf_nor_picture(treasurer: Browser, office: Office) -> None:
    record(treasurer, unknown(), papers=["request"])
    asked = RevenueReturn.objects.get()
    page = treasurer.open("treasury:return", asked.pk)
    file = SimpleUploadedFile("surat.pdf", b"MZ this is a programme")
    page = treasurer.press(page, "treasury:return_papers", asked.pk, file=file)
    assert page.status == 422


def test_only_treasurers_prepare_and_only_approvers_decide(
    treasurer: Browser, approver: Browser, office: Office, log_in: Callable[..., Client]
) -> None:
    case = unknown()
    record(treasurer, case)
    asked = RevenueReturn.objects.get()
    assert approver.client.get(reverse("treasury:return", args=[asked.pk])).status_code == 404
    assert treasurer.client.get(reverse("desk:decide_return", args=[asked.pk])).status_code == 404
    elsewhere = people.people(people.office("3303"))
    for user, name in (
        (elsewhere.treasurer, "treasury:return"),
        (elsewhere.approver, "desk:decide_return"),
    ):
        assert log_in(user).get(reverse(name, args=[asked.pk])).status_code == 404
    other = log_in(elsewhere.treasurer)
    address = reverse("treasury:new_return") + f"?kasus={case.pk}"
    assert other.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?kasus=", "?kasus=x", "?kasus=9999999999999999999", "?pesanan=1"]
)
def test_a_request_about_nothing_is_not_found(
    treasurer: Browser, office: Office, query: str
) -> None:
    assert treasurer.client.get(reverse("treasury:new_return") + query).status_code == 404


def test_an_unknown_payment_goes_from_headquarters_to_its_order(
    administrator: Browser, treasurer: Browser, order: Order, office: Office
) -> None:
    case = unknown(HEADQUARTERS)
    page = administrator.open("administration:home")
    assert reverse("administration:unknown", args=[case.pk]) in page.links()
    page = administrator.open("administration:unknown", case.pk)
    page = administrator.submit(page, page.url, office=str(office.pk), reason="satker 632331")
    here = PaymentException.objects.get(office="3304")

    page = treasurer.open("treasury:exception", here.pk)
    now = timezone.localtime()
    page = treasurer.press(
        page,
        "treasury:record_case",
        here.pk,
        reference=order.reference,
        issued_at=(now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        expires_at=(now + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M"),
    )

    assert page.status == 200
    assert page.has("Lunas") == (order.invoices.get().total == 70_000)
    assert Settlement.objects.filter(ntpn=NTPN).exists() == page.has("Lunas")
    here.refresh_from_db()
    assert here.action == "recorded"


def test_an_unknown_payment_is_closed_by_the_administrator_with_a_reason(
    administrator: Browser, treasurer: Browser, office: Office
) -> None:
    case = unknown(HEADQUARTERS)
    page = administrator.open("administration:unknown", case.pk)
    assert administrator.submit(page, page.url, reason="").status == 422
    administrator.submit(page, page.url, reason="milik instansi lain")
    case.refresh_from_db()
    assert (case.action, case.resolution) == ("other", "milik instansi lain")
    address = reverse("administration:unknown", args=[case.pk])
    assert treasurer.client.get(address).status_code == 404


def test_simponi_is_asked_at_once_when_the_treasurer_wants(
    treasurer: Browser, order: Order, staff: People, settings: Any
) -> None:
    settings.LOKET_BILLING = "simulated"
    now = timezone.now()
    billings.issue_billing(
        order,
        code=CODE,
        issued_at=now,
        expires_at=now + timedelta(days=7),
        by=by(staff.treasurer, "treasurer"),
        actor=Actor.TREASURER,
        at=now,
        provider="simponi",
    )
    page = treasurer.open("treasury:case", order.public_id)
    page = treasurer.press(page, "treasury:ask_billing", order.public_id)
    assert page.has("SIMPONI sedang ditanya")
    assert Message.objects.filter(name="ask_billing", subject=subject_of(order)).count() == 1


def test_the_month_is_printed_to_sign(treasurer: Browser, office: Office) -> None:
    answer = treasurer.client.get(reverse("treasury:report_file", args=["2026-11", "pdf"]))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
