"""The second kind of sample: a few real rows, measured on the full file, approved by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from loket.catalogue.models import Product
from loket.delivery import refusals
from loket.delivery.models import RealSample, Sample
from loket.ledger import trail
from loket.ledger.context import By
from loket.microdata.disclosure import digest
from loket.microdata.sample import Policy
from loket.orders import operations as orders
from loket.orders.models import Order
from loket.orders.queries import items_of
from loket.ports.storage import Blob
from loket.process.vocabulary import Fact, State


def policy_of(product: Product) -> Policy | None:
    """Return the product's thresholds, or None where it shows no real rows."""
    said = product.sample_policy
    if said.get("mode") != "real":
        return None
    usual = Policy()
    return Policy(
        k=int(said.get("k", usual.k)),
        risk=float(said.get("risk", usual.risk)),
        diversity=int(said.get("diversity", usual.diversity)),
        keys=tuple(said.get("keys", ())),
        sensitive=tuple(said.get("sensitive", ())),
    )


def may_ask(order: Order) -> bool:
    """Tell whether the officer may ask for real rows in this round, before the offer goes out."""
    if order.channel != "online" or order.state != State.PREPARING:
        return False
    if Fact.PREPARED not in order.facts or of_round(order) is not None:
        return False
    codes = [item.product_code for item in items_of(order) if item.kind == "microdata"]
    products = {product.code: product for product in Product.objects.filter(code__in=codes)}
    return bool(codes) and all(policy_of(products[code]) is not None for code in codes)


def of_round(order: Order) -> RealSample | None:
    found = RealSample.objects.filter(order=order, round=order.round)
    return found.select_related("requested_by", "decided_by").first()


@transaction.atomic(durable=True)
def ask(order: Order, *, by: By, at: datetime) -> RealSample:
    """Have it measured whether real rows may be shown.

    :raises NoRealRows: not by the product's setting, or not at this stage
    """
    trail.lock(by.office)
    if not may_ask(order):
        raise refusals.NoRealRows
    asked = RealSample.objects.create(
        order=order, round=order.round, requested_by_id=by.who, requested_at=at
    )
    _record("ask_real_sample", asked, by, at, {})
    orders.call("assess_sample", order, at=at, key=f"round-{order.round}")
    return asked


@transaction.atomic(durable=True)
def assessed(
    asked: RealSample,
    *,
    record: Sequence[Mapping[str, Any]],
    reasons: Sequence[Mapping[str, str]],
    by: By,
    at: datetime,
) -> None:
    """Keep the measures; reasons against end the request."""
    changed = RealSample.objects.filter(pk=asked.pk, status="asked").update(
        status="refused" if reasons else "assessed",
        assessed_at=at,
        record=list(record),
        reasons=list(reasons),
        sha256=digest(list(record)),
    )
    if changed:
        details = {"assessment": digest(list(record)), "against": len(reasons)}
        _record("assess_real_sample", asked, by, at, details)


@transaction.atomic(durable=True)
def decide(asked: RealSample, *, approve: bool, note: str, by: By, at: datetime) -> None:
    """Approve the measured request of somebody else, or refuse it.

    :raises SecondPersonDecides: for one's own request
    :raises NoRealRows: not measured, decided before, or the offer has gone out
    """
    trail.lock(by.office)
    if by.person is None or by.person == asked.requested_by_id:
        raise refusals.SecondPersonDecides
    open_ = RealSample.objects.filter(pk=asked.pk, status="assessed", order__state=State.PREPARING)
    status = "approved" if approve else "refused"
    if not open_.update(status=status, decided_by=by.who, decided_at=at, note=note):
        raise refusals.NoRealRows
    _record("decide_real_sample", asked, by, at, {"approved": approve, "check": asked.sha256})
    if approve:
        orders.call("build_sample", asked.order, at=at, key=f"round-{asked.round}")


@transaction.atomic(durable=True)
def built(asked: RealSample, blob: Blob, *, by: By, at: datetime) -> None:
    """Show the approved rows instead of the sample without real records."""
    if not RealSample.objects.filter(pk=asked.pk, status="approved").update(status="built"):
        return
    Sample.objects.create(
        order=asked.order,
        round=asked.round,
        mode="real",
        sha256=blob.sha256,
        size=blob.size,
        built_at=at,
    )
    _record("build_real_sample", asked, by, at, {"sha256": blob.sha256})


@transaction.atomic(durable=True)
def failed(asked: RealSample, *, id: str, en: str, by: By, at: datetime) -> None:
    """Keep why no real rows can be shown; the sample without real records stays."""
    waiting = RealSample.objects.filter(pk=asked.pk, status__in=["asked", "approved"])
    if waiting.update(status="failed", reasons=[{"id": id, "en": en}]):
        _record("fail_real_sample", asked, by, at, {})


def _record(
    action: str, asked: RealSample, by: By, at: datetime, payload: Mapping[str, Any]
) -> None:
    trail.record(
        action,
        subject=orders.subject_of(asked.order),
        by=by,
        at=at,
        payload={"round": asked.round, **payload},
    )
