"""What the single revision changed, as a difference of two executable definitions."""

from __future__ import annotations

from dataclasses import dataclass

from loket.catalogue.models import Product
from loket.catalogue.queries import masters
from loket.microdata import definition as microdata
from loket.microdata.codebook import Codebook
from loket.microdata.errors import MicrodataError
from loket.orders.models import Item, Order
from loket.orders.queries import items_of
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Changed:
    """One item of the list: what it is now, and what the revision changed in it."""

    title: str
    texts: tuple[Text, ...]


def changes(order: Order) -> tuple[Changed, ...]:
    """Return what is different since the revision; nothing without one."""
    replaced = list(order.items.filter(replaced_at__isnull=False).order_by("position"))
    if not replaced:
        return ()
    before = {item.product_code: item for item in replaced if item.kind == "microdata"}
    found = [
        Changed(item.title, _texts(before[item.product_code], item))
        for item in items_of(order)
        if item.product_code in before
    ]
    return tuple(changed for changed in found if changed.texts)


def _texts(old: Item, new: Item) -> tuple[Text, ...]:
    if old.definition_hash == new.definition_hash:
        return ()
    try:
        was, now = microdata.parse(old.definition), microdata.parse(new.definition)
        found = microdata.diff(was, now, _codebook(new.product_code))
    except MicrodataError:
        return ()
    return tuple(Text(change.text.id, change.text.en) for change in found)


def _codebook(product_code: str) -> Codebook | None:
    product = Product.objects.select_related("edition").filter(code=product_code).first()
    if product is None or product.edition is None:
        return None
    return masters.codebook(product.edition)
