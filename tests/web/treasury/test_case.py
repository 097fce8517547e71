from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.browsing import Browser, Page
from tests.payments import made, people
from tests.payments.people import People

from loket.documents.models import Upload
from loket.ledger.models import Message
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments.models import Billing, Kuitansi, PaymentException, Settlement, TransferProof
from loket.payments.queries import invoice_in_force
from loket.people.models import Office
from loket.web.templatetags.loket import new_key

CODE = "820261124000001"
WIB = ZoneInfo("Asia/Jakarta")
NTPN = "1A2B3C4D5E6F7G8H"
ACTIONS = [
    "take_cash",
    "issue_billing",
    "request_billing",
    "confirm_billing",
    "confirm_transfer",
    "refuse_transfer",
    "issue_kuitansi",
    "copy_kuitansi",
    "request_void",
]


def local(at: datetime) -> str:
    return at.astimezone(WIB).strftime("%Y-%m-%dT%H:%M")


def post(browser: Browser, name: str, order: Order, **fields: Any) -> Any:
    address = reverse(f"treasury:{name}", args=[order.public_id])
    return browser.client.post(address, {"once_key": new_key(), **fields})


def press(browser: Browser, order: Order, name: str, **fields: Any) -> Page:
    page = browser.open("treasury:case", order.public_id)
    assert page.status == 200
    return browser.press(page, f"treasury:{name}", order.public_id, **fields)


def with_code(browser: Browser, order: Order, code: str = CODE) -> Billing:
    now = timezone.now()
    page = press(
        browser, order, "issue_billing", code=code, expires_at=local(now + timedelta(days=7))
    )
    assert page.status == 200, page.text
    return Billing.objects.get(code=code)


def pay(browser: Browser, order: Order, **fields: Any) -> Page:
    given = {"ntpn": NTPN, "paid_at": local(timezone.now()), "bank": "Bank Contoh"}
    return press(browser, order, "confirm_billing", **{**given, **fields})


def test_cash_change_receipt_copy_void(treasurer: Browser, order: Order) -> None:
    page = press(treasurer, order, "take_cash", tendered="Rp1.000.000")
    assert page.status == 200
    invoice = invoice_in_force(order)
    assert invoice is not None
    assert page.has("Kembalian")
    page = press(treasurer, order, "issue_kuitansi")
    kuitansi = Kuitansi.objects.get()
    assert page.has(kuitansi.number)
    pdf = treasurer.client.get(
        reverse("treasury:paper", args=[order.public_id, kuitansi.document.public_id])
    )
    assert pdf.content.startswith(b"%PDF")
    copied = press(treasurer, order, "copy_kuitansi")
    assert copied.response["Content-Type"] == "application/pdf"
    page = press(treasurer, order, "request_void", reason="Nama pembeli keliru")
    assert page.has("menunggu pejabat penyetuju")
    kuitansi.refresh_from_db()
    assert kuitansi.void_reason == "Nama pembeli keliru"


@pytest.mark.parametrize("tendered", ["", "-5", "0", "1", "lima", "9" * 30, "1000000,50"])
def test_cash_that_is_none(treasurer: Browser, order: Order, tendered: str) -> None:
    page = press(treasurer, order, "take_cash", tendered=tendered)
    assert page.status == 422
    assert page.has("Ada yang perlu diperbaiki")
    assert not Settlement.objects.exists()


def test_billing_by_hand(treasurer: Browser, order: Order) -> None:
    billing = with_code(treasurer, order)
    page = pay(treasurer, order)
    assert page.status == 200
    assert page.has("Lunas")
    settled = Settlement.objects.get()
    assert settled.billing == billing
    assert settled.ntpn == NTPN


def test_off_by_one_rupiah_is_parked_with_the_next_step(treasurer: Browser, order: Order) -> None:
    billing = with_code(treasurer, order)
    page = pay(treasurer, order, amount=str(billing.amount - 1))
    parked = PaymentException.objects.get()
    assert page.url == reverse("treasury:exception", args=[parked.pk])
    assert page.has("Kurang bayar")
    assert page.has("kode billing baru")
    assert not Settlement.objects.exists()
    page = treasurer.submit(page, page.url, done="new_code", resolution="Pembeli bayar ulang")
    assert page.status == 200
    parked.refresh_from_db()
    assert parked.closed_at
    assert (parked.action, parked.resolution) == ("new_code", "Pembeli bayar ulang")


def test_a_code_of_another_invoice(
    treasurer: Browser, order: Order, office: Office, staff: People
) -> None:
    other = made.order(office, staff.buyer, staff.officer)
    with_code(treasurer, order)
    with_code(treasurer, other, "820261124000002")
    page = pay(treasurer, order, code="820261124000002")
    assert page.status == 422
    assert page.has(f"milik pesanan {other.reference}")
    page = pay(treasurer, order, code="820261124000003")
    assert page.status == 422
    assert page.has("belum tercatat")


@pytest.mark.parametrize(
    "wrong",
    [
        {"ntpn": "pendek"},
        {"ntpn": "!" * 16},
        {"amount": "-1"},
        {"amount": "9" * 20},
        {"amount": "1" + "0" * 18},
        {"amount": "70.000,50"},
        {"amount": "7e4"},
        {"paid_at": "kemarin"},
        {"paid_at": local(datetime(2999, 1, 1, tzinfo=UTC))},
        {"paid_at": local(datetime(1, 1, 2, tzinfo=UTC))},
        {"channel": "9999"},
        {"bank": "x" * 61},
        {"ntpn": NTPN + "\0"},
    ],
)
def test_wrong_entries(treasurer: Browser, order: Order, wrong: dict[str, str]) -> None:
    with_code(treasurer, order)
    page = pay(treasurer, order, **wrong)
    assert page.status in {400, 422} or PaymentException.objects.exists()
    assert not Settlement.objects.exists()


@pytest.mark.parametrize("written", ["{}", "Rp{},00", "IDR {}.00"])
def test_amounts_with_thousands_separators(treasurer: Browser, order: Order, written: str) -> None:
    billing = with_code(treasurer, order)
    amount = written.format(f"{billing.amount:,}".replace(",", "," if "IDR" in written else "."))
    assert pay(treasurer, order, amount=amount).status == 200
    assert Settlement.objects.get().amount == billing.amount


def test_a_payment_before_its_code_is_parked_and_can_be_accepted(
    treasurer: Browser, order: Order
) -> None:
    with_code(treasurer, order)
    page = pay(treasurer, order, paid_at=local(timezone.now() - timedelta(days=3)))
    parked = PaymentException.objects.get()
    assert page.has("dibayar sebelum kode terbit")
    page = treasurer.press(page, "treasury:accept_late", parked.pk)
    assert page.has("Lunas")


def test_a_mistyped_amount_is_corrected_on_its_page(treasurer: Browser, order: Order) -> None:
    billing = with_code(treasurer, order)
    page = pay(treasurer, order, amount=str(billing.amount + 9))
    parked = PaymentException.objects.get()
    given = {"amount": str(billing.amount), "explanation": "angka terakhir"}
    page = treasurer.press(page, "treasury:correct_case", parked.pk, **given)
    assert page.has("Lunas")
    assert Settlement.objects.get().ntpn == NTPN


def test_a_reused_ntpn(treasurer: Browser, order: Order, office: Office, staff: People) -> None:
    with_code(treasurer, order)
    pay(treasurer, order)
    other = made.order(office, staff.buyer, staff.officer)
    with_code(treasurer, other, "820261124000002")
    page = pay(treasurer, other)
    assert page.status == 422
    assert page.has("NTPN ini sudah dipakai")


def test_a_proof_that_is_neither_pdf_nor_picture(treasurer: Browser, order: Order) -> None:
    with_code(treasurer, order)
    page = pay(treasurer, order, file=SimpleUploadedFile("bukti.pdf", b"MZ this is a programme"))
    assert page.status == 422
    assert not Settlement.objects.exists()
    assert not Upload.objects.exists()


def test_a_code_asked_for_where_codes_are_made_by_hand(treasurer: Browser, order: Order) -> None:
    response = post(treasurer, "request_billing", order)
    assert response.status_code == 302
    assert not Message.objects.filter(name="issue_billing").exists()


def test_a_code_asked_for_host_to_host(treasurer: Browser, order: Order, settings: Any) -> None:
    settings.LOKET_BILLING = "simulated"
    press(treasurer, order, "request_billing")
    assert Message.objects.filter(name="issue_billing", subject=subject_of(order)).count() == 1


@pytest.fixture
def foreign(office: Office, staff: People) -> Order:
    order = made.order(
        office,
        staff.buyer,
        staff.officer,
        channel="online",
        traits=["AREA_MAP", "FOREIGN", "PAYING"],
        facts=["PREPARED", "TRANSFER_PROOF_RECEIVED"],
    )
    upload = Upload.objects.create(
        office=office.code,
        subject=subject_of(order),
        purpose="transfer",
        uploaded_by=staff.buyer.pk,
        at=made.NOW,
        content_type="image/png",
        sha256="0" * 64,
        size=3,
        verdict="waiting",
    )
    TransferProof.objects.create(
        order=order,
        upload=upload,
        currency="USD",
        amount="40.00",
        sent_on=made.NOW.date(),
        bank="Bank of Example",
        at=made.NOW,
    )
    return order


def test_a_transfer_is_matched(treasurer: Browser, foreign: Order) -> None:
    page = treasurer.open("treasury:case", foreign.public_id)
    assert page.has("masih diperiksa keamanannya")
    file = reverse("treasury:file", args=[foreign.public_id, Upload.objects.get().public_id])
    assert treasurer.client.get(file).status_code == 404  # not judged yet
    page = press(treasurer, foreign, "confirm_transfer", received="1", paid_at=local(made.NOW))
    assert page.status == 422
    page = press(treasurer, foreign, "confirm_transfer", paid_at=local(made.NOW))
    assert page.status == 200
    assert Settlement.objects.get().method == "transfer"


def test_too_much_transferred_is_parked(treasurer: Browser, foreign: Order) -> None:
    invoice = invoice_in_force(foreign)
    assert invoice is not None
    over = str(invoice.total + 1)
    press(treasurer, foreign, "confirm_transfer", received=over, paid_at=local(made.NOW))
    assert Settlement.objects.get().amount == invoice.total
    parked = PaymentException.objects.get()
    assert (parked.kind, parked.amount) == ("over", 1)
    assert treasurer.open("treasury:exception", parked.pk).status == 200


def test_a_proof_is_refused_and_another_may_come(treasurer: Browser, foreign: Order) -> None:
    page = press(treasurer, foreign, "refuse_transfer", note="Jumlah berbeda")
    assert page.status == 200
    assert TransferProof.objects.get().accepted is False
    assert "TRANSFER_PROOF_RECEIVED" not in Order.objects.get(pk=foreign.pk).facts
    assert post(treasurer, "refuse_transfer", foreign, note="lagi").status_code == 422


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_are_posted_only(treasurer: Browser, order: Order, name: str) -> None:
    address = reverse(f"treasury:{name}", args=[order.public_id])
    assert treasurer.client.get(address).status_code == 405
    assert treasurer.client.put(address).status_code == 405


@pytest.mark.parametrize("name", ["case", *ACTIONS])
def test_not_for_strangers_nor_other_offices(
    order: Order, staff: People, name: str, log_in: Callable[..., Client]
) -> None:
    elsewhere = people.people(people.office("3303"))
    address = reverse(f"treasury:{name}", args=[order.public_id])
    for user in (staff.officer, staff.approver, elsewhere.treasurer, staff.buyer):
        client = log_in(user)
        answer = (
            client.get(address)
            if name == "case"
            else client.post(address, {"once_key": new_key()})
        )
        assert answer.status_code == 404, user
    assert Client().get(address).status_code in {302, 405}


@pytest.mark.parametrize("name", ["issue_kuitansi", "take_cash", "issue_billing"])
def test_out_of_order_is_refused_in_words(treasurer: Browser, order: Order, name: str) -> None:
    post(treasurer, "take_cash", order, tendered="1000000")
    if name == "issue_kuitansi":
        post(treasurer, name, order)
    later = local(timezone.now() + timedelta(days=3))
    answer = post(treasurer, name, order, tendered="1000000", code=CODE, expires_at=later)
    assert answer.status_code == 409
    assert "tidak dapat dilakukan lagi" in answer.content.decode()
