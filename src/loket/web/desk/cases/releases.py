"""What the release check of a case found, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from loket.delivery import checks
from loket.delivery.models import Package, ReleaseDecision
from loket.delivery.queries import newest_package
from loket.orders.models import Order
from loket.process.vocabulary import Fact, State
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Found:
    """One finding of the release check."""

    place: str
    text: Text
    blocks: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The release check of a case, as everybody at the desk sees it."""

    is_checked: bool
    found: tuple[Found, ...]
    decisions: tuple[ReleaseDecision, ...]
    waits: bool


def found_in(package: Package | None) -> tuple[Found, ...]:
    """Return what the check of the package found, what forbids before what asks."""
    rows = checks.findings(package.checks) if package else []
    found = [
        Found(row["place"], Text(row["id"], row["en"]), row["severity"] == "block") for row in rows
    ]
    return tuple(sorted(found, key=lambda each: not each.blocks))


def shown(order: Order) -> Shown:
    """Return what the case page says of the newest package's check and its decisions."""
    package = newest_package(order)
    decisions = ReleaseDecision.objects.filter(order=order).select_related("decided_by")
    return Shown(
        is_checked=package is not None and bool(package.checks),
        found=found_in(package),
        decisions=tuple(decisions.order_by("at")),
        waits=waits(order),
    )


def waits(order: Order) -> bool:
    asked = Fact.RELEASE_ASKED in order.facts and Fact.PREPARED not in order.facts
    return order.state == State.PREPARING and asked
