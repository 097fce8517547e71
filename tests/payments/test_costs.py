"""Shipping and bank fees stand on the invoice, and nowhere in the state's revenue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from loket.delivery import operations as delivery
from loket.documents import operations as documents
from loket.ledger import audit
from loket.payments import operations, reports
from loket.payments.costs import Cost, CostKind
from loket.payments.models import Settlement
from loket.payments.queries import invoice_in_force
from tests.documents.papers.reading import text_of
from tests.factories import Sale, Shop, follow, grounds, new_shop, online, walk_in

FLOOR = 20_000  # rupiah, of the smallest dataset
COSTS = [Cost(CostKind.SHIPPING, 45_000, "kurir"), Cost(CostKind.BANK, 5_000)]


@pytest.fixture
def shop(db: None, tmp_path: Path, settings: Any) -> Shop:
    settings.LOKET_STORAGE = f"disk:{tmp_path / 'files'}"
    return new_shop()


def offered(sale: Sale) -> Sale:
    follow(sale, until="prepare")
    delivery.send_offer(sale.order, costs=COSTS, by=sale.by("officer"), at=sale.later())
    return sale


def test_are_printed_apart_and_are_not_paid_to_the_state(shop: Shop) -> None:
    sale = follow(walk_in(shop), until="prepare")
    delivery.issue_invoice(sale.order, costs=COSTS, by=sale.by("officer"), at=sale.later())
    invoice = invoice_in_force(sale.order)
    assert invoice is not None
    assert (invoice.full_amount, invoice.total) == (FLOOR, FLOOR)
    assert [kept.cost for kept in invoice.costs.all()] == COSTS
    paper = text_of(documents.pdf_of(invoice.document))
    for part in ("Biaya lain di luar PNBP", "Ongkos kirim (kurir)", "Rp45.000,00", "Biaya bank"):
        assert part in paper

    sale.pay_cash()

    assert Settlement.objects.get().amount == FLOOR
    assert reports.monthly(shop.office, 2026, 11).total == FLOOR
    assert not list(audit.run(sale.at))


def test_stay_when_the_invoice_is_replaced(shop: Shop) -> None:
    sale = offered(online(shop))
    for step in ("accept_offer", "receive_sppd"):
        getattr(sale, step)()
    first = invoice_in_force(sale.order)

    operations.refuse_reduction(
        sale.order, grounds(sale.order), by=sale.by("approver"), at=sale.later()
    )

    second = invoice_in_force(sale.order)
    assert second is not None
    assert second != first
    assert [kept.cost for kept in second.costs.all()] == COSTS


def test_are_frozen(shop: Shop) -> None:
    sale = offered(online(shop, zero=False))
    invoice = invoice_in_force(sale.order)
    assert invoice is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        invoice.costs.update(amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        invoice.costs.all().delete()
