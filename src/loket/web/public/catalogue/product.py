"""The page of one product: what it is, what it costs, what may be done with it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from loket.catalogue import terms, wording
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.catalogue.queries import masters, prices, regions, variables
from loket.rules.wording import Text
from loket.web.access import public
from loket.web.public.catalogue.finding import map_or_404, microdata_or_404, product_or_404

log = logging.getLogger(__name__)

AREAS_SHOWN = 30
AREAS_ON_A_PAGE = 100


@public
@require_safe
def product(request: HttpRequest, code: str) -> HttpResponse:
    found = product_or_404(code)
    context: dict[str, Any] = {
        "product": found,
        "price": prices.price_from(found, timezone.now()),
        "formats": [wording.format_name(word) for word in found.formats],
        "tariff_format": wording.format_name(found.tariff_format),
        "order_at": order_address(found),
        "licence": terms.LICENCE,
        "allowed": terms.ALLOWED,
        "not_allowed": terms.NOT_ALLOWED,
        "expected": terms.EXPECTED,
    }
    if found.edition is not None:
        context |= _microdata(found, found.edition)
        return render(request, "public/catalogue/microdata.html", context)
    if found.layer is not None:
        context |= _map(found, found.layer)
        return render(request, "public/catalogue/map.html", context)
    raise Http404


@public
@require_safe
def areas(request: HttpRequest, code: str) -> HttpResponse:
    found, layer = map_or_404(code)
    page = Paginator(regions.areas(found), AREAS_ON_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "product": found,
        "layer": layer,
        "level": wording.level_name(layer.level),
        "page": page,
    }
    return render(request, "public/catalogue/areas.html", context)


@public
@require_safe
def quality(request: HttpRequest, code: str) -> HttpResponse:
    found, edition = microdata_or_404(code)
    if edition.quality_published_at is None:
        raise Http404
    context = {
        "product": found,
        "edition": edition,
        "findings": [_finding(each) for each in edition.quality.get("findings", [])],
    }
    return render(request, "public/catalogue/quality.html", context)


def _preview(layer: AreaLayer) -> str:
    """Return the small picture; a page without it is better than no page."""
    try:
        # Drawn by our own code from a checked layer, with every name escaped.
        return mark_safe(masters.preview(layer))  # noqa: S308
    except OSError:
        log.exception("the preview of layer %s is gone", layer.code)
        return ""


WEIGHTS = {
    "error": Text("kesalahan", "error"),
    "warning": Text("perlu diperhatikan", "warning"),
    "note": Text("catatan", "note"),
}


def _finding(found: Mapping[str, Any]) -> dict[str, object]:
    weight = str(found["weight"])
    return {
        "weight": WEIGHTS.get(weight, Text(weight, weight)),
        "place": found["place"],
        "words": Text(found["id"], found["en"]),
    }


def order_address(found: Product) -> str:
    """Return where an order of the product begins; "" if it is not on sale."""
    if not found.on_sale:
        return ""
    try:
        return reverse("portal:begin", args=[found.code])
    except NoReverseMatch:
        return f"/portal/mulai/{found.code}/"


def _microdata(found: Product, edition: Edition) -> dict[str, Any]:
    chosen = regions.choices(found)
    return {
        "edition": edition,
        "period": wording.period(edition),
        "level": wording.level_name(edition.area_level),
        "lowest": wording.level_name(found.area_level),
        "files": variables.files(edition),
        "regions": chosen,
        "variable_count": edition.variables.count(),
    }


def _map(found: Product, layer: AreaLayer) -> dict[str, Any]:
    shown = list(regions.areas(found)[: AREAS_SHOWN + 1])
    return {
        "layer": layer,
        "level": wording.level_name(layer.level),
        "preview": _preview(layer),
        "areas": shown[:AREAS_SHOWN],
        "more_areas": len(shown) > AREAS_SHOWN,
        "kabupaten": [
            regions.name_of(each) for each in regions.kabupaten(found)[: AREAS_SHOWN + 1]
        ],
        "not_boundaries": terms.NOT_BOUNDARIES,
    }
