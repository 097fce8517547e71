"""A few real rows are shown only measured, approved by another, and where the product allows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from loket import wiring
from loket.catalogue.models import Product
from loket.delivery import queries, real_samples, refusals
from loket.delivery.models import RealSample
from loket.ledger.models import Event
from loket.orders.models import Order
from tests.browsing import Browser
from tests.journeys.conftest import Market
from tests.journeys.ordering_by_operations import prepared
from tests.journeys.test_by_operations import by

RT = "ssn202403_kor_rt"
WANTED = ["R301", "R1802"]


def test_from_the_request_to_the_rows(
    market: Market, log_in: Callable[[str], Browser], work: Callable[[], int]
) -> None:
    order = _prepared(market, work)
    officer = by("petugas@contoh.id", "officer")
    with pytest.raises(refusals.NoRealRows):
        real_samples.ask(order, by=officer, at=datetime.now(UTC))
    Product.objects.filter(code="susenas").update(
        sample_policy={"mode": "real", "k": 3, "risk": 0.2}
    )

    desk = log_in("petugas@contoh.id")
    page = desk.open("desk:case", order.public_id)
    desk.press(page, "desk:ask_real_sample", order.public_id)
    work()
    asked = RealSample.objects.get()
    assert asked.status == "assessed", asked.reasons
    assert asked.record[0]["risks"][RT]["rows"] == 120
    with pytest.raises(refusals.SecondPersonDecides):
        real_samples.decide(asked, approve=True, note="ya", by=officer, at=datetime.now(UTC))

    approver = log_in("kepala@contoh.id")
    page = approver.open("desk:home")
    approver.press(
        page, "desk:decide_real_sample", order.public_id, note="Risiko rendah.", decision="approve"
    )
    work()

    asked.refresh_from_db()
    assert asked.status == "built", asked.reasons
    sample = queries.sample_of(order)
    assert sample is not None
    assert sample.mode == "real"
    with wiring.storage().open(sample.sha256) as stream:
        archive = zipfile.ZipFile(io.BytesIO(stream.read()))
    table = next(name for name in archive.namelist() if name.endswith(".csv"))
    assert 1 < len(archive.read(table).decode("utf-8-sig").splitlines()) <= 51
    readme = next(name for name in archive.namelist() if name.endswith("BACA-SAYA.txt"))
    assert "SEBAGIAN KECIL DATA" in archive.read(readme).decode()
    told = Event.objects.filter(action="decide_real_sample").get()
    assert asked.sha256 in told.payload


def _prepared(market: Market, work: Callable[[], int]) -> Order:
    return prepared(market, work, [{"file": RT, "variables": WANTED}])
