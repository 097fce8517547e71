"""From what was picked to an item on the order, checked and priced before anybody works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from loket.catalogue.models import Product
from loket.catalogue.queries import prices
from loket.orders.operations import NewItem
from loket.rules.tariffs import Quote
from loket.rules.wording import Text


class NotOrderable(Exception):
    """What was picked cannot be ordered; `id` and `en` hold every reason."""

    def __init__(self, reasons: tuple[Text, ...]) -> None:
        self.reasons = reasons
        self.id = " ".join(reason.id for reason in reasons)
        self.en = " ".join(reason.en for reason in reasons)
        super().__init__(f"{self.id} / {self.en}")


@dataclass(frozen=True, slots=True)
class Picked:
    """An item ready for the order, with its exact quantity (bytes or maps) and price."""

    item: NewItem
    quantity: int
    quote: Quote


def pick(
    product: Product,
    definition: str,
    *,
    language: str,
    at: datetime,
    fullset_only: bool = False,
) -> Picked:
    """Check a definition against the product and turn it into an item.

    :param definition: JSON, canonical or not
    :param fullset_only: at the counter, where variables are not chosen
    :raises NotOrderable: with every reason against it
    :raises MicrodataError, CatalogueError: if it is no definition at all
    """
    checked = prices.quote_definition(product, definition, at=at, fullset_only=fullset_only)
    if not checked.can_be_ordered or checked.quote is None or checked.quantity is None:
        raise NotOrderable(checked.reasons)
    english = language.startswith("en") and product.title_en
    return Picked(
        NewItem(
            kind=product.kind,
            product_code=product.code,
            title=product.title_en if english else product.title_id,
            definition=checked.definition,
            definition_hash=checked.definition_id,
        ),
        checked.quantity,
        checked.quote,
    )


def pick_whole(product: Product, *, format: str, language: str, at: datetime) -> Picked:
    """Pick all of a product: the full set, or every map of it (what the counter sells)."""
    wanted = prices.whole_definition(product, format=format, language=language)
    return pick(product, wanted, language=language, at=at, fullset_only=True)
