from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from tests.browsing import Browser
from tests.payments import made
from tests.payments.made import NOW, by
from tests.payments.people import People

from loket.orders.models import Order
from loket.payments import operations
from loket.payments.exports import harmless
from loket.people.models import Office, User

NASTY = '=HYPERLINK("http://example.org";"x")'


@pytest.fixture
def sold(order: Order, office: Office, staff: People) -> Order:
    User.objects.filter(pk=staff.buyer.pk).update(name=NASTY)
    order.refresh_from_db()
    operations.take_cash(order, tendered=10**9, by=by(staff.treasurer, "treasurer"), at=NOW)
    operations.issue_kuitansi(order, by=by(staff.treasurer, "treasurer"), at=NOW)
    free = made.order(
        office,
        staff.buyer,
        staff.officer,
        traits=["AREA_MAP", "DOMESTIC", "ZERO_TARIFF"],
    )
    operations.approve_zero_tariff(
        free,
        operations.Grounds(
            requested_by=staff.buyer.pk,
            institution="Universitas Contoh",
            verification="surat resmi",
            legal_basis="PP 13/2024",
            letter_number="001/S/2026",
            reason="skripsi",
            category="education",
        ),
        by=by(staff.approver, "approver"),
        at=NOW,
    )
    return order


def fetch(browser: Browser, month: str, format: str) -> bytes:
    answer = browser.client.get(reverse("treasury:report_file", args=[month, format]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return bytes(answer.content)


def test_the_month_on_the_page(treasurer: Browser, sold: Order) -> None:
    invoice = sold.invoices.get()
    page = treasurer.open("treasury:report", bulan="2026-11")
    assert page.has(str(sold.reference))
    assert page.has("001/S/2026")
    assert page.has("Tidak dipungut karena keringanan")
    assert invoice.total > 0
    assert not treasurer.open("treasury:report", bulan="2026-10").has(str(sold.reference))
    assert treasurer.open("treasury:report", bulan="2026-99").status == 200


def test_the_workbook_adds_up_and_holds_no_formula(treasurer: Browser, sold: Order) -> None:
    book = openpyxl.load_workbook(io.BytesIO(fetch(treasurer, "2026-11", "xlsx")))
    rows = list(book["Penerimaan"].iter_rows())
    assert rows[1][5].value == NASTY
    assert rows[1][5].data_type == "s"
    total = sold.invoices.get().total
    assert rows[1][7].value == rows[2][7].value == total
    free = list(book["Keringanan tarif"].iter_rows(values_only=True))
    assert free[1][9] == free[2][9] == total


def test_the_csv_holds_no_formula(treasurer: Browser, sold: Order) -> None:
    text = fetch(treasurer, "2026-11", "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][5] == f"'{NASTY}"
    assert rows[1][7] == str(sold.invoices.get().total)


def test_what_lower_tariffs_cost_as_csv(treasurer: Browser, sold: Order) -> None:
    answer = treasurer.client.get(reverse("treasury:foregone_file", args=["2026-11"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert rows[1][3:7] == ["Universitas Contoh", "PP 13/2024", "001/S/2026", "100.00"]
    assert rows[1][7] == rows[1][9] == str(sold.invoices.get().total)
    assert rows[1][8] == "0"
    absent = treasurer.client.get(reverse("treasury:foregone_file", args=["2026-13"]))
    assert absent.status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "1999-01", "2026-00"])
def test_months_that_are_none(treasurer: Browser, month: str) -> None:
    address = reverse("treasury:report_file", args=[month, "csv"])
    assert treasurer.client.get(address).status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\0"])
def test_every_start_of_a_formula_is_harmless(start: str) -> None:
    assert str(harmless(f"{start}1+1")).startswith("'")
    assert harmless(-1) == -1
