"""An order that waits to be paid, made without walking the whole road to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from loket.catalogue.models import AreaLayer, Product
from loket.ledger import series
from loket.ledger.context import By
from loket.orders.models import Item, Order
from loket.payments.measured import Measured
from loket.payments.operations import issue_invoice
from loket.people.models import Office, User
from loket.people.queries import local_year
from loket.process import CURRENT
from loket.process.vocabulary import State
from loket.rules.numbering import OrderReference

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10.00 WIB, a Tuesday


def by(user: User | None, role: str, office: str = "3304") -> By:
    return By(person=user.pk if user else None, role=role, office=office)


def product(office: Office) -> Product:
    found = Product.objects.filter(code=f"peta-{office.code}").first()
    if found is not None:
        return found
    layer = AreaLayer.objects.create(
        code=f"desa-{office.code}",
        title_id="Peta desa",
        level="desa",
        features=3,
        crs="EPSG:4326",
        bbox=[0, 0, 1, 1],
        code_column="kode",
        size_bytes=1,
        folder=f"layers/{office.code}",
        file_name="a.gpkg",
        preview_name="a.geojson",
        sha256="0" * 64,
        imported_at=NOW,
    )
    return Product.objects.create(
        code=f"peta-{office.code}",
        kind="area_map",
        office=office,
        layer=layer,
        title_id="Peta desa",
        tariff_class="kabupaten_by_desa",
        search_text="peta",
    )


def order(
    office: Office,
    buyer: User,
    officer: User,
    *,
    at: datetime = NOW,
    quantity: int = 1,
    **columns: Any,
) -> Order:
    """Make an order at SETTLING with its invoice in force."""
    year = local_year(office, at)
    with transaction.atomic():
        serial = series.next_number("order", office=office.code, period=str(year))
    fields = {
        "reference": str(OrderReference(office.code, year, serial)),
        "channel": "walk_in",
        "traits": ["AREA_MAP", "DOMESTIC", "PAYING"],
        "state": State.SETTLING,
        "facts": ["PREPARED", "SPPD_RECEIVED"],
        "created_at": at,
        "submitted_at": at,
        "state_since": at,
        **columns,
    }
    made = Order.objects.create(
        office=office,
        buyer=buyer,
        process_version=CURRENT[fields["channel"]].version,
        **fields,
    )
    item = Item.objects.create(
        order=made,
        position=1,
        kind="area_map",
        product_code=product(office).code,
        title="Peta desa Banjarnegara",
        definition="{}",
        definition_hash="a" * 64,
    )
    with transaction.atomic():
        issue_invoice(made, [Measured(item, quantity)], by=by(officer, "officer"), at=at)
    return made
