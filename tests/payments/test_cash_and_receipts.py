from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest
from django.db import IntegrityError, transaction

from loket.documents import operations as documents
from loket.ledger.models import Event
from loket.orders.models import Order
from loket.orders.operations import ActionRefused, subject_of
from loket.payments import operations, refusals
from loket.payments.models import Kuitansi, Settlement
from loket.payments.queries import invoice_in_force, kuitansi_in_force
from loket.people.models import Office
from tests.payments.made import NOW, by
from tests.payments.people import People

TOTAL = 500_000


def paid(order: Order, staff: People) -> Settlement:
    return operations.take_cash(
        order, tendered=1_000_000, by=by(staff.treasurer, "treasurer"), at=NOW
    )


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text() for page in pages)


def test_cash_pays_and_the_change_is_what_is_over(order: Order, staff: People) -> None:
    invoice = invoice_in_force(order)
    assert invoice is not None
    settled = paid(order, staff)
    assert settled.amount == invoice.total
    assert settled.change == 1_000_000 - invoice.total
    assert "PAID" in Order.objects.get(pk=order.pk).facts


def test_too_little_cash_pays_nothing(order: Order, staff: People) -> None:
    with pytest.raises(refusals.TooLittle):
        operations.take_cash(order, tendered=1, by=by(staff.treasurer, "treasurer"), at=NOW)
    assert not Settlement.objects.exists()
    assert "PAID" not in Order.objects.get(pk=order.pk).facts


def test_no_cash_where_the_office_takes_none(order: Order, staff: People, office: Office) -> None:
    order.office.takes_cash = False
    with pytest.raises(refusals.NoCashHere):
        paid(order, staff)


def test_nobody_pays_twice(order: Order, staff: People) -> None:
    paid(order, staff)
    with pytest.raises(ActionRefused):
        paid(Order.objects.get(pk=order.pk), staff)
    assert Settlement.objects.count() == 1


def test_a_receipt_copied_voided_and_made_anew(order: Order, staff: People) -> None:
    paid(order, staff)
    treasurer = by(staff.treasurer, "treasurer")
    first = operations.issue_kuitansi(order, by=treasurer, at=NOW)
    assert first.serial == 1

    copied = text_of(operations.copy_kuitansi(first, by=treasurer, at=NOW))
    assert "SALINAN" in copied
    assert "SALINAN" not in text_of(documents.pdf_of(first.document))
    assert Event.objects.filter(action="copy_kuitansi", subject=subject_of(order)).count() == 1

    operations.request_void(first, reason="nama keliru", by=treasurer, at=NOW)
    with pytest.raises(refusals.SecondPersonNeeded):
        operations.void_and_reissue(first, by=treasurer, at=NOW)
    second = operations.void_and_reissue(
        first, by=by(staff.approver, "approver"), at=NOW + timedelta(minutes=1)
    )
    assert second.serial == 2
    assert kuitansi_in_force(order) == second
    kept = Kuitansi.objects.get(pk=first.pk)
    assert kept.voided_at
    assert kept.document.voided_at
    assert (second.treasurer, second.replaces) == (staff.treasurer, first)
    assert kept.voided_by == staff.approver
    printed = text_of(documents.pdf_of(second.document))
    assert staff.treasurer.name in printed
    assert staff.approver.name not in printed
    assert f"pengganti kuitansi {first.number} yang batal" in " ".join(printed.split())
    with pytest.raises(refusals.AlreadyVoid):
        operations.request_void(kept, reason="lagi", by=treasurer, at=NOW)


def test_the_database_refuses_a_void_by_the_same_person(order: Order, staff: People) -> None:
    paid(order, staff)
    one = operations.issue_kuitansi(order, by=by(staff.treasurer, "treasurer"), at=NOW)
    with pytest.raises(IntegrityError):
        Kuitansi.objects.filter(pk=one.pk).update(
            void_requested_by=staff.treasurer,
            voided_by=staff.treasurer,
            void_reason="x",
            voided_at=NOW,
        )


def test_no_receipt_before_the_money(order: Order, staff: People) -> None:
    with pytest.raises(ActionRefused):
        operations.issue_kuitansi(order, by=by(staff.treasurer, "treasurer"), at=NOW)
    assert not Kuitansi.objects.exists()


def test_a_cancelled_invoice_leaves_a_counter_document(order: Order, staff: People) -> None:
    invoice = invoice_in_force(order)
    with transaction.atomic():
        operations.cancel_invoice(
            order, reason="salah pilih", by=by(staff.officer, "officer"), at=NOW
        )
    assert invoice_in_force(order) is None
    assert invoice is not None
    invoice.refresh_from_db()
    assert invoice.cancellation is not None
    assert "00001/BTL/3304/2026" in text_of(documents.pdf_of(invoice.cancellation))
