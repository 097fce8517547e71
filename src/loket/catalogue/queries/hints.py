"""Lawful ways to the same data that cost no more, told as hints; nothing is ever swapped."""

from __future__ import annotations

from collections.abc import Iterable

from loket.catalogue.models import Product
from loket.rules.rupiah import format_rupiah
from loket.rules.tariffs import (
    Kind,
    NoTariffLine,
    Quote,
    TariffBook,
    TariffNotEntered,
    Wanted,
    cheaper_alternatives,
    quote_for,
)
from loket.rules.wording import Text


def about_choice(product: Product, quote: Quote, book: TariffBook) -> tuple[Text, ...]:
    """Return what costs no more than this choice of one product and contains it.

    The format of the files changes no price, since bytes are counted in the tariff format.
    """
    if quote.kind is Kind.AREA_MAP:
        return about_basket(book, [quote])
    whole = product.fullset_bytes
    if not product.sold_fullset or not whole or whole <= quote.quantity:
        return ()
    try:
        full = quote_for(book, quote.kind, quote.tariff_class, whole).full
    except (NoTariffLine, TariffNotEntered):
        return ()
    if full > quote.full:
        return ()
    return (
        Text(
            f"Seluruh berkas dan variabel (fullset) berharga {format_rupiah(full)}, tidak lebih "
            "mahal daripada pilihan ini. Anda dapat memilih fullset.",
            f"All files and variables (the full set) cost {format_rupiah(full, 'en')}, no more "
            "than this choice. You can choose the full set.",
        ),
    )


def about_basket(book: TariffBook, quotes: Iterable[Quote]) -> tuple[Text, ...]:
    """Return what costs less than all maps together and contains them."""
    wanted = [Wanted(q.kind, q.tariff_class, q.quantity) for q in quotes]
    return tuple(found.text for found in cheaper_alternatives(book, wanted))
