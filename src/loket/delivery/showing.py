"""Measuring whether real rows may be shown, and writing those that were approved."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from loket import wiring
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product
from loket.catalogue.queries import masters
from loket.delivery import archives, real_samples
from loket.delivery.models import RealSample
from loket.ledger.context import By
from loket.microdata import definition as microdata
from loket.microdata.definition import Definition
from loket.microdata.edition import Edition
from loket.microdata.errors import MicrodataError
from loket.microdata.sample import (
    Approval,
    Assessment,
    assess_real_rows,
    real_sample,
    write_sample,
)
from loket.orders.models import Item, Order
from loket.orders.queries import items_of

CANNOT = (MicrodataError, CatalogueError)


def assess(order: Order, *, by: By, at: datetime) -> None:
    """Measure k and the individual risk on the full files. Harmless when run twice."""
    asked = real_samples.of_round(order)
    if asked is None or asked.status != "asked":
        return
    try:
        found = [_assessed(item) for item in _items(order)]
    except CANNOT as error:
        real_samples.failed(asked, id=error.id, en=error.en, by=by, at=at)
        return
    real_samples.assessed(
        asked,
        record=[{"sha256": each.sha256, **each.record} for each in found],
        reasons=[{"id": why.id, "en": why.en} for each in found for why in each.reasons],
        by=by,
        at=at,
    )


def build(order: Order, *, by: By, at: datetime) -> None:
    """Write the approved rows. Harmless when run twice."""
    asked = real_samples.of_round(order)
    if asked is None or asked.status != "approved":
        return
    place = Path(tempfile.mkdtemp(prefix="loket-"))
    try:
        for item in _items(order):
            _write(asked, item, place / "contoh")
        with archives.zipped(place / "contoh", place / "contoh.zip").open("rb") as stream:
            blob = wiring.storage().put(stream)
        real_samples.built(asked, blob, by=by, at=at)
    except CANNOT as error:
        real_samples.failed(asked, id=error.id, en=error.en, by=by, at=at)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _items(order: Order) -> list[Item]:
    return [item for item in items_of(order) if item.kind == "microdata"]


def _assessed(item: Item) -> Assessment:
    product, master, definition = _of(item)
    return assess_real_rows(master, definition, real_samples.policy_of(product))


def _of(item: Item) -> tuple[Product, Edition, Definition]:
    product = Product.objects.select_related("edition").get(code=item.product_code)
    definition = microdata.parse(item.definition)
    return product, masters.master(masters.edition_for(product, definition)), definition


def _write(asked: RealSample, item: Item, folder: Path) -> None:
    product, master, definition = _of(item)
    now = _assessed(item)
    approved = {each["sha256"] for each in asked.record}
    approval = Approval(
        by=str(asked.decided_by_id),
        at=asked.decided_at or asked.requested_at,
        assessment=now.sha256 if now.sha256 in approved else "",
        note=asked.note,
    )
    target = folder / f"{item.position:02d}-{product.code}"
    target.mkdir(parents=True)
    write_sample(real_sample(master, definition, now, approval), definition, target)
