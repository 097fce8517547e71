"""Find what an address names, or answer as if it were not there."""

from __future__ import annotations

from django.http import Http404

from loket.catalogue import access
from loket.catalogue.models import AreaLayer, Edition, Product


def product_or_404(code: str) -> Product:
    """Return a published product, on sale or withdrawn."""
    product = access.published().filter(code=code).first()
    if product is None:
        raise Http404
    return product


def microdata_or_404(code: str) -> tuple[Product, Edition]:
    product = product_or_404(code)
    if product.edition is None:
        raise Http404
    return product, product.edition


def map_or_404(code: str) -> tuple[Product, AreaLayer]:
    product = product_or_404(code)
    if product.layer is None:
        raise Http404
    return product, product.layer
