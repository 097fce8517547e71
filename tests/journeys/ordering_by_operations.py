"""An order of the market's survey, taken to where its package is prepared, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from loket.agreements import operations as agreements
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
