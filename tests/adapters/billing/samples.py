"""Requests the billing tests share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loket.adapters.billing.simponi.client import SimponiBilling
from loket.ports.billing import BillingCode, BillingLine, BillingRequest

START = datetime(2025, 8, 17, 3, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **by: float) -> None:
        self.now += timedelta(**by)


def line(price: int = 24_077_601, volume: int = 1) -> BillingLine:
    return BillingLine("000001", "2024013", "425000", price, volume, "dataset")


def request(reference: str = "INV-2025-0007-1", amount: int = 24_077_601) -> BillingRequest:
    return BillingRequest(
        reference=reference,
        payer_name="Siti Rahayu",
        amount=amount,
        expires_at=START + WEEK,
        lines=(line(amount),),
    )


def issue(billing: SimponiBilling, reference: str = "R-1") -> BillingCode:
    code = billing.issue(request(reference))
    assert isinstance(code, BillingCode)
    return code
