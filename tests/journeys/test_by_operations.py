"""Both channels from request to rating, through the departments' operations alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyreadstat
import pytest

from loket.agreements import operations as agreements
from loket.delivery import downloads, refusals, releases
from loket.delivery import operations as delivery
from loket.documents.models import Document
from loket.feedback import operations as feedback
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders import ordering
from loket.orders.models import Order
from loket.payments import billing
from loket.payments import operations as payments
from loket.payments.queries import kuitansi_in_force, open_billing
from loket.ports.billing import Payment
from loket.process.vocabulary import Actor, State
from loket.rules.signatory import Rank
from tests.journeys.conftest import Market, user

STATEMENT = agreements.Statement(
    "Kemiskinan", "Mengukur", "Regresi", "Skripsi", "Rina Anggraini", "", Rank.SELF
)


def now() -> datetime:
    return datetime.now(UTC)


def by(email: str, role: str) -> By:
    return By(person=user(email).pk, role=role, office="3304")


def test_online(market: Market, work: Callable[[], int], tmp_path: object) -> None:
    buyer, officer = by("mahasiswa@contoh.id", "buyer"), by("petugas@contoh.id", "officer")
    treasurer = by("bendahara@contoh.id", "treasurer")
    items = [
        ordering.pick_whole(market.survey, format="sav", language="id", at=now()).item,
        ordering.pick_whole(market.area_map, format="geopackage", language="id", at=now()).item,
    ]
    order = orders.begin_draft(
        office=market.office,
        buyer=user("mahasiswa@contoh.id"),
        items=items,
        by=buyer,
        at=now(),
        language="id",
    )
    agreements.save_statement(order, STATEMENT, by=buyer, at=now())
    agreements.submit(order, by=buyer, at=now())
    agreements.accept(order, reason="sesuai", by=officer, at=now())
    work()
    order = Order.objects.get(pk=order.pk)
    package = order.packages.get()
    assert package.status == "ready", package.problem
    with pytest.raises(orders.ActionRefused):  # the full set holds sensitive variables
        delivery.send_offer(order, by=officer, at=now())
    approver = by("kepala@contoh.id", "approver")
    releases.approve(order, reason="sesuai tujuan", by=approver, at=now())
    delivery.send_offer(order, by=officer, at=now())
    delivery.accept_offer(order, by=buyer, at=now())
    work()
    order = Order.objects.get(pk=order.pk)
    code = open_billing(order)
    assert code is not None
    payment = Payment(
        code.code, "1234567890ABCDEF", "123456789012", now(), "Bank Contoh", "7010", None, None
    )
    billing.confirm_billing(order, code, payment, by=treasurer, actor=Actor.TREASURER, at=now())
    with pytest.raises(orders.ActionRefused):
        delivery.deliver(order, medium="", by=officer, at=now())
    agreements.receive_sppd(order, form="wet", originals=2, by=officer, at=now())
    payments.issue_kuitansi(order, by=treasurer, at=now())
    grant = delivery.deliver(order, medium="", by=officer, at=now())
    opened = downloads.authorize_download(grant, by=buyer, at=now())
    archive = zipfile.ZipFile(io.BytesIO(opened.stream.read()))
    names = archive.namelist()
    assert any(name.endswith(".gpkg") for name in names)
    sav = next(name for name in names if name.endswith("rt.sav"))
    archive.extract(sav, str(tmp_path))
    frame, meta = pyreadstat.read_sav(f"{tmp_path}/{sav}")
    assert len(frame) == 120
    assert meta.column_names_to_labels
    delivery.complete(order, actor=Actor.BUYER, by=buyer, at=now())
    feedback.rate(order, score=4, elements={}, comment="", by=buyer, at=now())
    receipt = kuitansi_in_force(order)
    assert receipt is not None
    delivery.relink(
        order, kuitansi=receipt.number, actor=Actor.BUYER, by=buyer, at=now() + timedelta(days=30)
    )
    with pytest.raises(refusals.TooLate):
        delivery.relink(
            order,
            kuitansi=receipt.number,
            actor=Actor.BUYER,
            by=buyer,
            at=now() + timedelta(days=31),
        )
    work()
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert kinds == {"invoice", "sppd", "kuitansi"}


def test_walk_in(market: Market, work: Callable[[], int]) -> None:
    officer = by("petugas@contoh.id", "officer")
    treasurer = by("bendahara@contoh.id", "treasurer")
    order = agreements.record_request(
        office=market.office,
        visit=None,
        buyer=user("mahasiswa@contoh.id"),
        items=[
            ordering.pick_whole(market.area_map, format="shapefile", language="id", at=now()).item
        ],
        statement=STATEMENT,
        by=officer,
        at=now(),
    )
    agreements.accept(order, reason="sesuai", by=officer, at=now())
    agreements.receive_sppd(order, form="wet", originals=1, by=officer, at=now())
    work()
    order = Order.objects.get(pk=order.pk)
    delivery.issue_invoice(order, by=officer, at=now())
    payments.take_cash(order, tendered=100_000, by=treasurer, at=now())
    payments.issue_kuitansi(order, by=treasurer, at=now())
    delivery.deliver(order, medium="USB", by=officer, at=now())
    delivery.report_error(order, what="salah", actor=Actor.OFFICER, by=officer, at=now())
    work()
    order = Order.objects.get(pk=order.pk)
    assert order.state == State.CORRECTED
    delivery.redeliver(order, medium="USB", by=officer, at=now())
    delivery.complete(order, actor=Actor.OFFICER, by=officer, at=now())
    assert order.handovers.count() == 2
