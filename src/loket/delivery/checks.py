"""The check of every extract before it may leave, and whether its findings were decided upon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product
from loket.catalogue.queries import masters
from loket.delivery.models import Package, ReleaseDecision
from loket.microdata import definition as microdata
from loket.microdata.disclosure import check_release, digest
from loket.orders.models import Item, Order
from loket.orders.queries import items_of

Check = Mapping[str, Any]
MOST_NAMED = 6


def of(order: Order) -> list[dict[str, Any]]:
    """
    Check what each item of microdata would deliver; maps hold no respondents.

    :raises MicrodataError: a definition cannot be carried out
    """
    return [_check(item) for item in items_of(order) if item.kind == "microdata"]


def is_complete(order: Order, checks: Iterable[Check]) -> bool:
    """Tell whether every item of microdata was checked."""
    checked = {check["definition_hash"] for check in checks}
    wanted = {item.definition_hash for item in items_of(order) if item.kind == "microdata"}
    return wanted <= checked


def is_blocked(checks: Iterable[Check]) -> bool:
    return any(finding["severity"] == "block" for finding in findings(checks))


def findings(checks: Iterable[Check]) -> list[dict[str, str]]:
    return [finding for check in checks for finding in check["findings"]]


def asked(checks: Sequence[Check]) -> str:
    """Return what a decision refers to: the SHA-256 of all checks, or "" if nothing is asked."""
    return digest([check["sha256"] for check in checks]) if findings(checks) else ""


def is_approved(order: Order, asked: str) -> bool:
    """Tell whether the last decision on these very findings lets the data leave."""
    decisions = ReleaseDecision.objects.filter(order=order, check_sha256=asked)
    last = decisions.order_by("-at").first()
    return last is not None and last.approved


def may_leave(package: Package) -> bool:
    """Tell whether nothing forbids the package and somebody approved what was asked."""
    if is_blocked(package.checks) or not is_complete(package.order, package.checks):
        return False
    return not package.check_sha256 or is_approved(package.order, package.check_sha256)


class Blocked(CatalogueError):
    """Something in the extract may never leave."""

    def __init__(self, checks: Iterable[Check]) -> None:
        blocking = [each for each in findings(checks) if each["severity"] == "block"]
        named = blocking[:MOST_NAMED]
        more = f" … (+{len(blocking) - len(named)})" if len(blocking) > len(named) else ""
        super().__init__(
            id="Data ini tidak boleh dikeluarkan. "
            + " ".join(f"{each['place']}: {each['id']}" for each in named)
            + more,
            en="These data may not be released. "
            + " ".join(f"{each['place']}: {each['en']}" for each in named)
            + more,
        )


def _check(item: Item) -> dict[str, Any]:
    product = Product.objects.select_related("edition").get(code=item.product_code)
    definition = microdata.parse(item.definition)
    found = check_release(masters.master(masters.edition_for(product, definition)), definition)
    return {
        "product": product.code,
        "definition_hash": item.definition_hash,
        "sha256": found.sha256,
        **found.as_json(),
    }
