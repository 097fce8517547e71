"""What others ask about agreements."""

from __future__ import annotations

from loket.agreements.models import Abstraksi, Review, Sppd, ZeroTariffRequest
from loket.orders.models import Order


def statement_in_force(order: Order) -> Abstraksi | None:
    return Abstraksi.objects.filter(order=order).order_by("-round").first()


def review_of(order: Order) -> Review | None:
    """Return the last decision on the abstraksi, or None while it is being checked."""
    return Review.objects.filter(order=order).select_related("by").order_by("-round").first()


def sppd_in_force(order: Order) -> Sppd | None:
    found = Sppd.objects.filter(order=order, superseded_at=None)
    return found.select_related("document", "upload", "received_by").first()


def received_sppd(order: Order) -> Sppd | None:
    """Return the agreement if it is signed and in, or None."""
    return Sppd.objects.filter(order=order, superseded_at=None, received_at__isnull=False).first()


def zero_request_of(order: Order) -> ZeroTariffRequest | None:
    return ZeroTariffRequest.objects.filter(order=order).first()
