"""Which products who may see. Pages find products, and what belongs to them, only here."""

from __future__ import annotations

from django.db.models import QuerySet

from loket.catalogue.models import Product
from loket.people.models import Office


def on_sale() -> QuerySet[Product]:
    """Products anybody may order now."""
    return _with_source().filter(on_sale=True)


def published() -> QuerySet[Product]:
    """Products anybody may read about: on sale, or sold before and since withdrawn."""
    return _with_source().filter(published_at__isnull=False)


def of_office(office: Office) -> QuerySet[Product]:
    """Products an office's own staff look after."""
    return _with_source().filter(office=office)


def _with_source() -> QuerySet[Product]:
    return Product.objects.select_related("office", "edition__survey", "layer")
