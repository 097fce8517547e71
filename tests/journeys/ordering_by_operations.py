"""An order of the market's survey, taken to its package and opened, without a browser."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from loket import wiring
from loket.agreements import operations as agreements
from loket.delivery import operations as delivery
from loket.delivery import queries
from loket.orders import operations as orders
from loket.orders import ordering
from loket.orders.models import Order
from tests.journeys.conftest import Market, user
from tests.journeys.test_by_operations import STATEMENT, by


def prepared(market: Market, work: Callable[[], int], files: Sequence[dict[str, Any]]) -> Order:
    """Order ``files`` of the survey as CSV, accept the request and let the worker prepare it."""
    buyer, officer = by("mahasiswa@contoh.id", "buyer"), by("petugas@contoh.id", "officer")
    at = datetime.now(UTC)
    edition = market.survey.edition
    assert edition is not None
    definition = {
        "edition": edition.idno,
        "release": edition.release,
        "files": files,
        "format": "csv",
    }
    wanted = ordering.pick(market.survey, json.dumps(definition), language="id", at=at)
    order = orders.begin_draft(
        office=market.office,
        buyer=user("mahasiswa@contoh.id"),
        items=[wanted.item],
        by=buyer,
        at=at,
        language="id",
    )
    agreements.save_statement(order, STATEMENT, by=buyer, at=at)
    agreements.submit(order, by=buyer, at=at)
    agreements.accept(order, reason="sesuai", by=officer, at=at)
    work()
    return Order.objects.get(pk=order.pk)


@contextmanager
def archive_of(order: Order) -> Iterator[zipfile.ZipFile]:
    """Open what the order's package holds."""
    package = delivery.latest_package(order)
    stored = wiring.vault().open(
        queries.sealed_of(package), context=delivery.package_context(order)
    )
    with stored as stream, zipfile.ZipFile(io.BytesIO(stream.read())) as archive:
        yield archive
