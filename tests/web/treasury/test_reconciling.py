"""A SIMPONI export against our books …"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.browsing import Browser, Page
from tests.payments import made, people
from tests.payments.made import NOW, by
from tests.payments.people import People

from loket.ledger.audit import Scope, money
from loket.orders.models import Order
from loket.payments import billing as billings
from loket.payments import deposits, operations
from loket.payments.models import (
    Billing,
    CashDeposit,
    PaymentException,
    ReconciliationLine,
    ReconciliationRun,
    Settlement,
)
from loket.payments.queries import is_taken_back
from loket.people.models import Office
from loket.ports.billing import Payment
from loket.process.vocabulary import Actor

WIB = ZoneInfo("Asia/Jakarta")
HEADER = "Kode Billing;NTPN;NTB;Tanggal Bayar;Jumlah Setoran;Satker;Status"
PAID = NOW + timedelta(hours=1)
STAMP = PAID.astimezone(WIB).strftime("%d-%m-%Y %H:%M:%S")
CODES = iter(range(820261124000001, 820261124999999))

Coded = Callable[..., Billing]


@pytest.fixture
def coded(office: Office, staff: People) -> Coded:
    """Make an order whose billing code is open, or paid with an NTPN."""

    def make(ntpn: str = "", **changes: Any) -> Billing:
        order = made.order(office, staff.buyer, staff.officer)
        actor = by(staff.treasurer, "treasurer")
        billing = billings.issue_billing(
            order,
            code=str(next(CODES)),
            issued_at=NOW,
            expires_at=NOW + timedelta(days=7),
            by=actor,
            actor=Actor.TREASURER,
            at=NOW,
        )
        if ntpn:
            told = Payment(billing.code, ntpn, "1", changes.get("paid_at", PAID), "520", "7014")
            billings.confirm_billing(
                order, billing, told, by=actor, actor=Actor.TREASURER, at=NOW + timedelta(days=1)
            )
        return billing

    return make


def row(code: str, ntpn: str, amount: int, status: str = "Dibayar", satker: str = "632331") -> str:
    return f"{code};{ntpn};000123;{STAMP};{amount};{satker} - BPS;{status}"


def upload(browser: Browser, *rows: str, name: str = "simponi.csv", **fields: str) -> Page:
    content = "\r\n".join([HEADER, *rows]).encode()
    page = browser.open("treasury:reconciliations")
    file = SimpleUploadedFile(name, content)
    return browser.submit(page, page.url, file=file, **fields)


def verdicts() -> list[str]:
    run = ReconciliationRun.objects.latest("pk")
    return sorted(run.lines.values_list("verdict", flat=True))


def test_every_kind_of_difference_is_told(treasurer: Browser, coded: Coded) -> None:
    same, amount, date = coded("A" * 16), coded("B" * 16), coded("C" * 16, paid_at=NOW)
    twice, mine, theirs = coded("D" * 16), coded("E" * 16), coded()
    day_before = (PAID - timedelta(days=1)).astimezone(WIB).strftime("%d-%m-%Y")

    page = upload(
        treasurer,
        row(same.code, "A" * 16, same.amount),
        row(amount.code, "B" * 16, amount.amount - 1),
        row(date.code, "C" * 16, date.amount).replace(STAMP, day_before),
        row(twice.code, "Z" * 16, twice.amount),
        row(theirs.code, "F" * 16, theirs.amount),
        row("820269999999999", "G" * 16, 5000),
        row(same.code, "H" * 16, same.amount, status="Dibatalkan"),
        row("820268888888888", "I" * 16, 5000, satker="999999"),
        row("1234", "J" * 16, 5000),
    )

    assert page.status == 200
    assert verdicts() == sorted(
        [
            "matched",
            "amount_differs",
            "date_differs",
            "ntpn_differs",
            "only_theirs",
            "unknown_code",
            "reversed",
            "only_ours",
            "only_ours",
        ]
    )
    only = ReconciliationLine.objects.filter(verdict="only_ours")
    assert {line.code for line in only} == {mine.code, twice.code}
    assert page.has("Baris 10: Kode billing terdiri atas 15 angka")
    assert page.has("1 baris milik satuan kerja lain")


def test_what_only_simponi_knows_is_recorded_once_however_often(
    treasurer: Browser, coded: Coded, staff: People
) -> None:
    whole, short = coded(), coded()
    rows = (row(whole.code, "A" * 16, whole.amount), row(short.code, "B" * 16, short.amount - 1))
    page = upload(treasurer, *rows)
    run = ReconciliationRun.objects.get()

    page = treasurer.press(page, "treasury:record_all", run.pk)

    assert page.has("1 pembayaran dicatat, 1 menjadi kasus")
    assert Settlement.objects.get().ntpn == "A" * 16
    assert PaymentException.objects.get().kind == "short"
    assert "PAID" in Order.objects.get(pk=whole.invoice.order_id).facts

    assert upload(treasurer, *rows).has("sudah dicocokkan")
    assert ReconciliationRun.objects.count() == 1
    page = treasurer.press(
        treasurer.open("treasury:reconciliation", run.pk), "treasury:compare_again", run.pk
    )
    assert verdicts() == ["matched", "parked"]
    assert Settlement.objects.count() == PaymentException.objects.count() == 1
    assert not list(money.settlements(Scope("3304", NOW)))


def test_differences_become_cases_or_are_noted_with_a_reason(
    treasurer: Browser, coded: Coded
) -> None:
    lost, twice = coded("A" * 16), coded("B" * 16)
    page = upload(
        treasurer,
        row(twice.code, "C" * 16, twice.amount),
        row("820269999999999", "D" * 16, 5000),
    )
    run = ReconciliationRun.objects.get()
    kinds = {"ntpn_differs": "twin", "unknown_code": "unknown", "only_ours": "reversed"}
    for verdict, kind in kinds.items():
        line = run.lines.filter(verdict=verdict).exclude(code=twice.code, verdict="only_ours")[0]
        page = treasurer.open("treasury:reconciliation", run.pk)
        page = treasurer.press(
            page, "treasury:reconciliation_step", run.pk, line.position, step="parked"
        )
        case = PaymentException.objects.latest("pk")
        assert page.url == reverse("treasury:exception", args=[case.pk])
        assert (case.kind, case.code) == (kind, line.code)
    assert is_taken_back(lost.invoice.order)

    line = run.lines.get(verdict="only_ours", code=twice.code)
    where = ("treasury:reconciliation_step", run.pk, line.position)
    page = treasurer.press(
        treasurer.open("treasury:reconciliation", run.pk), *where, step="noted", note=" "
    )
    assert page.has("Tulis alasannya")
    page = treasurer.press(page, *where, step="noted", note="NTPN lain, lihat kasus")
    assert page.has("NTPN lain, lihat kasus")
    again = treasurer.press(page, "treasury:compare_again", run.pk)
    assert again.has("NTPN lain, lihat kasus")


def test_a_deposit_of_the_treasurer_is_recorded_from_the_list(
    treasurer: Browser, office: Office, staff: People
) -> None:
    order = made.order(office, staff.buyer, staff.officer)
    actor = by(staff.treasurer, "treasurer")
    settled = operations.take_cash(order, tendered=10**9, by=actor, at=NOW)
    deposit = deposits.make(
        office,
        [settled.pk],
        code="820261124800001",
        expires_at=NOW + timedelta(days=7),
        by=actor,
        at=NOW,
    )
    page = upload(treasurer, row(deposit.code, "A" * 16, deposit.amount))
    treasurer.press(page, "treasury:record_all", ReconciliationRun.objects.get().pk)
    assert CashDeposit.objects.get().ntpn == "A" * 16


def test_a_step_that_does_not_fit_is_refused(treasurer: Browser, coded: Coded) -> None:
    settled = coded("A" * 16)
    page = upload(treasurer, row(settled.code, "A" * 16, settled.amount - 1))
    run = ReconciliationRun.objects.get()
    where = ("treasury:reconciliation_step", run.pk, 1)
    assert treasurer.press(page, *where, step="recorded").has("tidak berlaku untuk baris itu")
    assert treasurer.press(page, *where, step="noted", note="sudah diperiksa").status == 200
    assert ReconciliationLine.objects.get().step == "noted"


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 no table", b"PK\x03\x04", b"Nama,Alamat\r\nA,B"]
)
def test_files_that_are_none_are_refused_in_words(treasurer: Browser, content: bytes) -> None:
    page = treasurer.open("treasury:reconciliations")
    page = treasurer.submit(page, page.url, file=SimpleUploadedFile("a.csv", content))
    assert page.status == 422
    assert page.has("Ada yang perlu diperbaiki")
    assert not ReconciliationRun.objects.exists()


def test_the_result_is_taken_away_without_formulas(treasurer: Browser, coded: Coded) -> None:
    one = coded("A" * 16)
    upload(treasurer, row(one.code, "A" * 16, one.amount), row("1", "B" * 16, 1))
    run = ReconciliationRun.objects.get()
    get = treasurer.client.get
    text = get(reverse("treasury:reconciliation_file", args=[run.pk, "csv"])).content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[1][:6] == ["Cocok", one.code, "A" * 16, "2", str(one.amount), "2026-11-24"]
    assert rows[2][0] == "Baris tidak terbaca"
    book = openpyxl.load_workbook(
        io.BytesIO(get(reverse("treasury:reconciliation_file", args=[run.pk, "xlsx"])).content)
    )
    assert book.active["E2"].value == one.amount
    assert book.active["B2"].value == one.code


def test_another_office_sees_none_of_it(
    treasurer: Browser, coded: Coded, staff: People, log_in: Callable[..., Client]
) -> None:
    one = coded("A" * 16)
    upload(treasurer, row(one.code, "A" * 16, one.amount))
    run = ReconciliationRun.objects.get()
    elsewhere = Browser(log_in(people.people(people.office("3303")).treasurer))
    for name in ("reconciliation", "compare_again", "record_all"):
        address = reverse(f"treasury:{name}", args=[run.pk])
        answer = elsewhere.client.get(address)
        assert answer.status_code in {404, 405}
    assert log_in(staff.approver).get(reverse("treasury:reconciliations")).status_code == 404


def test_the_day_is_jakartas(coded: Coded, treasurer: Browser) -> None:
    """Half past midnight in Jakarta is still the day before in UTC."""
    local = datetime(2026, 11, 25, 0, 30, tzinfo=WIB)
    one = coded("A" * 16, paid_at=local)
    stamp = local.strftime("%d-%m-%Y %H:%M:%S")
    upload(treasurer, row(one.code, "A" * 16, one.amount).replace(STAMP, stamp))
    assert verdicts() == ["matched"]
