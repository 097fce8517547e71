"""The catalogue's first page: everything on sale, searched and filtered by the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.catalogue import wording
from loket.catalogue.models import Product
from loket.catalogue.queries import prices, products
from loket.catalogue.queries.prices import PriceFrom
from loket.rules.wording import Text
from loket.web.access import public
from loket.web.public.catalogue.forms import Find

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A product in the list."""

    product: Product
    price: PriceFrom
    level: Text
    variables_found: int


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    form = Find(request.GET, choices=products.choices())
    wanted = form.search()
    page = Paginator(products.search(wanted), ON_A_PAGE).get_page(request.GET.get("halaman"))
    listed = list(page.object_list)
    found = products.matching_variables(wanted.query, listed)
    context = {
        "form": form,
        "page": page,
        "cards": [_card(product, found.get(product.pk, 0)) for product in listed],
        "wanted": wanted,
        "is_narrowed": wanted != products.Search(),
    }
    return render(request, "public/catalogue/home.html", context)


def _card(product: Product, variables_found: int) -> Card:
    source = product.edition.area_level if product.edition else ""
    level = product.layer.level if product.layer else source
    return Card(
        product,
        prices.price_from(product, timezone.now()),
        wording.level_name(level),
        variables_found,
    )
