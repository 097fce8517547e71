"""A complete study made by others is imported and sold; what arrives equals the source."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyreadstat
import pytest

from loket.agreements import operations as agreements
from loket.catalogue import operations as catalogue
from loket.catalogue.queries import masters
from loket.delivery import downloads
from loket.delivery import operations as delivery
from loket.ledger.context import By
from loket.orders import operations as orders
from loket.orders import ordering
from loket.orders.models import Order
from loket.payments import billing
from loket.payments import operations as payments
from loket.ports.billing import Payment
from loket.process.vocabulary import Actor
from loket.rules.signatory import Rank
from tests.journeys.conftest import ADMIN, MONDAY_MORNING, Market, user

POPSTAN = Path(__file__).resolve().parents[3] / "shared" / "data" / "popstan"
needs_popstan = pytest.mark.skipif(not POPSTAN.exists(), reason="the study is not beside us")
WANTED = ["HH6", "HH7", "HH11"]


@needs_popstan
def test_arrives_with_the_same_values_and_labels(
    market: Market, work: Callable[[], int], tmp_path: Path
) -> None:
    source, source_meta = pyreadstat.read_sav(POPSTAN / "Household.sav", apply_value_formats=False)
    edition = catalogue.import_study(
        catalogue.StudyFiles(
            data=[POPSTAN / name for name in ("Household.sav", "Women.sav")],
            ddi=POPSTAN / "ihsn-popstan-mics-2000.xml",
        ),
        survey=catalogue.SurveyDetails(code="popstan", title_id="Popstan MICS"),
        code="popstan-2006",
        by=ADMIN,
        at=MONDAY_MORNING,
    )
    product = catalogue.offer(
        edition,
        code="popstan",
        office=market.office,
        terms=catalogue.Terms(formats=("dta", "sav")),
        by=ADMIN,
        at=MONDAY_MORNING,
    )
    file = next(f for f in masters.codebook(edition).files if "ousehold" in f.name)
    wanted = [name for name in WANTED if name in {v.name for v in file.variables}]
    definition = json.dumps(
        {
            "edition": edition.idno,
            "release": edition.release,
            "files": [{"file": file.name, "variables": wanted}],
            "format": "dta",
        }
    )
    picked = ordering.pick(product, definition, language="en", at=datetime.now(UTC))

    order = _buy(market, picked.item, work)

    opened = downloads.authorize_download(
        order.grants.get(), by=_by("mahasiswa@contoh.id", "buyer"), at=datetime.now(UTC)
    )
    archive = zipfile.ZipFile(io.BytesIO(opened.stream.read()))
    (name,) = [n for n in archive.namelist() if n.endswith(".dta")]
    archive.extract(name, tmp_path)
    got, got_meta = pyreadstat.read_dta(tmp_path / name)
    assert len(got) == len(source)
    assert {w.lower() for w in wanted} <= {n.lower() for n in got.columns}
    for column in got.columns:
        original = next((n for n in source.columns if n.lower() == column.lower()), None)
        if original in wanted:
            left = sorted(got[column].dropna().astype(float))
            right = sorted(source[original].dropna().astype(float))
            assert left == right
            label = source_meta.column_names_to_labels[original]
            assert got_meta.column_names_to_labels[column] == label


def _buy(market: Market, item: orders.NewItem, work: Callable[[], int]) -> Order:
    buyer, officer = _by("mahasiswa@contoh.id", "buyer"), _by("petugas@contoh.id", "officer")
    treasurer = _by("bendahara@contoh.id", "treasurer")
    at = datetime.now(UTC)
    order = orders.begin_draft(
        office=market.office,
        buyer=user("mahasiswa@contoh.id"),
        items=[item],
        by=buyer,
        at=at,
        language="en",
    )
    statement = agreements.Statement("a", "b", "c", "d", "Rina", "", Rank.SELF)
    agreements.save_statement(order, statement, by=buyer, at=at)
    agreements.submit(order, by=buyer, at=at)
    agreements.accept(order, reason="sesuai", by=officer, at=at)
    work()
    order = Order.objects.get(pk=order.pk)
    assert order.packages.get().status == "ready", order.packages.get().problem
    delivery.send_offer(order, by=officer, at=at)
    delivery.accept_offer(order, by=buyer, at=at)
    agreements.receive_sppd(order, form="wet", originals=2, by=officer, at=at)
    _pay(order, treasurer, at)
    payments.issue_kuitansi(order, by=treasurer, at=at)
    delivery.deliver(order, medium="", by=officer, at=at)
    return order


def _pay(order: Order, treasurer: By, at: datetime) -> None:
    code = billing.issue_billing(
        order,
        code="820261123000001",
        issued_at=at,
        expires_at=at + timedelta(days=7),
        by=treasurer,
        actor=Actor.TREASURER,
        at=at,
    )
    paid = Payment(code.code, "ABCDEF1234567890", "123456789012", at, "Bank", "7010", None, None)
    billing.confirm_billing(order, code, paid, by=treasurer, actor=Actor.TREASURER, at=at)


def _by(email: str, role: str) -> By:
    return By(person=user(email).pk, role=role, office="3304")
