"""The approving official …"""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.browsing import Browser, form_actions
from tests.counter.counters import NINE
from tests.web.desk.conftest import Desk

from loket.payments import operations as payments
from loket.payments.models import Kuitansi, Waiver
from loket.payments.queries import kuitansi_in_force
from loket.people import institutions
from loket.people.models import Institution
from loket.web.templatetags.loket import new_key

DECISION = {
    "decision": "full",
    "legal_basis": "PP 13/2024 Pasal 3",
    "verification": "Surat dari e-mail resmi.",
    "reason": "Penelitian nonkomersial.",
}


def test_decides_on_the_zero_tariff(desk: Desk, approver: Browser) -> None:
    order = desk.settling(zero=True)
    page = approver.open("desk:home")
    assert page.has("12/UN/2026")
    page = approver.press(page, "desk:decide_reduction", order.public_id, **DECISION)
    waiver = Waiver.objects.get()
    assert (waiver.approved_by, waiver.requested_by) == (desk.approver, desk.officer)
    assert waiver.letter_number == "12/UN/2026"
    assert waiver.verified_institution == Institution.objects.get()
    assert page.has("Tidak ada permohonan yang menunggu.")


def test_picks_a_verified_institution(desk: Desk, approver: Browser) -> None:
    known = institutions.met_at_counter(
        name="Universitas Contoh",
        category="education",
        evidence="surat resmi",
        letter_number="1",
        by=desk.by("approver"),
        at=NINE,
    )
    order = desk.settling(zero=True)
    page = approver.open("desk:home")
    given = {**DECISION, "verification": "", "picked": str(known.pk)}

    approver.press(page, "desk:decide_reduction", order.public_id, **given)

    assert Waiver.objects.get().verified_institution == known


@pytest.mark.parametrize("missing", ["legal_basis", "reason", "letter_number", "verification"])
def test_must_give_grounds(desk: Desk, approver: Browser, missing: str) -> None:
    order = desk.settling(zero=True)
    page = approver.open("desk:home")

    page = approver.press(
        page, "desk:decide_reduction", order.public_id, **{**DECISION, missing: ""}
    )

    assert page.status == 422
    assert (
        page.has("PP 13/2024 Pasal 3")
        or missing == "legal_basis"
        or page.document.xpath("//input[@value='PP 13/2024 Pasal 3']")
    )
    assert not Waiver.objects.exists()


def test_cannot_waive_what_nobody_asked_to_waive(desk: Desk, approver: Browser) -> None:
    order = desk.settling()
    url = reverse("desk:decide_reduction", args=[order.public_id])

    answer = approver.client.post(url, {**DECISION, "letter_number": "1", "once_key": new_key()})

    assert answer.status_code == 404


def test_cannot_approve_before_there_is_an_invoice(desk: Desk, approver: Browser) -> None:
    order = desk.prepared(zero=True)
    url = reverse("desk:decide_reduction", args=[order.public_id])
    given = {**DECISION, "institution": "Universitas Contoh", "letter_number": "1"}

    answer = approver.client.post(url, {**given, "once_key": new_key()})

    assert answer.status_code == 409
    assert not Waiver.objects.exists()


def test_voids_a_receipt_that_the_treasurer_asked_to_void(desk: Desk, approver: Browser) -> None:
    order = desk.receipted()
    first = kuitansi_in_force(order)
    assert first is not None
    payments.request_void(first, reason="Salah nama", by=desk.by("treasurer"), at=NINE)
    page = approver.open("desk:home")
    assert page.has("Salah nama")
    page = approver.press(page, "desk:void", first.document.public_id)
    second = kuitansi_in_force(order)
    assert second is not None
    assert second != first
    assert page.has(second.number)


def test_cannot_void_what_nobody_asked_to_void(desk: Desk, approver: Browser) -> None:
    order = desk.receipted()
    receipt = kuitansi_in_force(order)
    assert receipt is not None
    url = reverse("desk:void", args=[receipt.document.public_id])

    answer = approver.client.post(url, {"once_key": new_key()}, follow=True)

    assert "memerlukan orang kedua" in answer.content.decode()
    assert Kuitansi.objects.get().voided_at is None


def test_reads_cases_without_changing_them(desk: Desk, approver: Browser) -> None:
    order = desk.settling()

    page = approver.open("desk:case", order.public_id)

    assert page.status == 200
    assert not [url for url in form_actions(page) if url.startswith("/loket/pesanan/")]
