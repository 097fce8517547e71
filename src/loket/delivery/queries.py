"""What pages ask about packages and grants."""

from __future__ import annotations

from datetime import datetime

from loket.delivery.models import ErrorReport, Grant, Handover, Package, Sample
from loket.orders.models import Order
from loket.ports.storage import Blob, SealedBlob


def newest_package(order: Order) -> Package | None:
    return order.packages.order_by("-version").first()


def sealed_of(package: Package) -> SealedBlob:
    """Return where the package lies in the store, with the key wrapped for its context."""
    return SealedBlob(
        Blob(package.blob, package.blob_size),
        Blob(package.sha256, package.size),
        package.sealed_key,
    )


def sample_of(order: Order) -> Sample | None:
    return order.samples.order_by("-round", "-built_at").first()


def open_grant(order: Order, at: datetime) -> Grant | None:
    found = order.grants.filter(revoked_at=None, expires_at__gt=at)
    return found.select_related("package", "order").first()


def last_grant(order: Order) -> Grant | None:
    return order.grants.select_related("package", "order").first()


def handovers_of(order: Order) -> list[Handover]:
    return list(order.handovers.select_related("document", "by").order_by("-at"))


def error_reports_of(order: Order) -> list[ErrorReport]:
    return list(order.error_reports.select_related("package", "repaired").order_by("-at"))
