"""Picking data: begin an order from the catalogue, choose, see the price while choosing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.areamaps.errors import AreaMapError
from loket.catalogue import access as catalogue
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product
from loket.catalogue.queries import prices, regions
from loket.microdata.errors import MicrodataError
from loket.orders import access, operations, ordering, queries
from loket.orders.models import Item, Order
from loket.process.vocabulary import State
from loket.rules.wording import Text
from loket.web.access import buyer, without_key
from loket.web.acting import acting_of, user_of
from loket.web.portal.orders import selections
from loket.web.portal.orders.finding import by_buyer, draft_of, language

UNREADABLE = (MicrodataError, CatalogueError, AreaMapError)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Put a product on the customer's draft for its office; then let them choose."""
    product = _product(code)
    draft = _open_draft(request, product)
    if request.method != "POST":
        return render(
            request,
            "orders/begin.html",
            {
                "product": product,
                "draft": draft,
                "price": prices.price_from(product, timezone.now()),
            },
        )
    at = timezone.now()
    try:
        first = ordering.pick(
            product,
            prices.whole_definition(product, language=language()),
            language=language(),
            at=at,
        )
    except ordering.NotOrderable as refusal:
        messages.error(request, refusal.en if language() == "en" else refusal.id)
        return redirect("portal:begin", code)
    if draft is None:
        draft = operations.begin_draft(
            office=product.office,
            buyer=user_of(request),
            items=[first.item],
            by=acting_of(request).as_buyer(product.office.code),
            at=at,
            language=language(),
        )
    else:
        kept = [as_new(item) for item in queries.items_of(draft)]
        operations.change_items(draft, [*kept, first.item], by=by_buyer(request, draft), at=at)
    position = queries.items_of(draft)[-1].position
    return redirect("portal:pick", draft.public_id, position)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, order_id: UUID, position: int) -> HttpResponse:
    """Choose variables, regions, format. Nothing that was chosen is lost by an error."""
    order = draft_of(request, order_id)
    item = _item(order, position)
    product = _product(item.product_code)
    if request.method != "POST":
        return _pick_page(request, order, item, product, item.definition, ())
    definition = selections.read_form(product, request.POST)
    try:
        picked = ordering.pick(product, definition, language=language(), at=timezone.now())
    except ordering.NotOrderable as refusal:
        return _pick_page(request, order, item, product, definition, refusal.reasons)
    except UNREADABLE as error:
        reasons = (Text(error.id, error.en),)
        return _pick_page(request, order, item, product, item.definition, reasons)
    items = [picked.item if one.pk == item.pk else as_new(one) for one in queries.items_of(order)]
    operations.change_items(order, items, by=by_buyer(request, order), at=timezone.now())
    messages.success(request, _("Pilihan disimpan."))
    return redirect("portal:order", order.public_id)


@buyer
@without_key
@require_POST
def price(request: HttpRequest, order_id: UUID, position: int) -> HttpResponse:
    """Tell the price of what is chosen at this moment; changes nothing."""
    order = draft_of(request, order_id)
    product = _product(_item(order, position).product_code)
    definition = selections.read_form(product, request.POST)
    try:
        checked = prices.quote_definition(product, definition, at=timezone.now())
    except UNREADABLE as error:
        checked = prices.Checked("", "", (Text(error.id, error.en),))
    return render(request, "orders/price.html", {"checked": checked})


@buyer
@require_POST
def remove(request: HttpRequest, order_id: UUID, position: int) -> HttpResponse:
    order = draft_of(request, order_id)
    item = _item(order, position)
    kept = [as_new(one) for one in queries.items_of(order) if one.pk != item.pk]
    operations.change_items(order, kept, by=by_buyer(request, order), at=timezone.now())
    messages.success(request, _("Data dihapus dari permintaan."))
    return redirect("portal:order", order.public_id)


def as_new(item: Item) -> operations.NewItem:
    return operations.NewItem(
        kind=item.kind,
        product_code=item.product_code,
        title=item.title,
        definition=item.definition,
        definition_hash=item.definition_hash,
    )


def pick_context(product: Product, definition: str) -> dict[str, Any]:
    """What the choosing part of a page needs, for a first request and for a revision."""
    selection = selections.shown(product, definition)
    files = selections.picked_files(product, selection)
    return {
        "product": product,
        "selection": selection,
        "files": files,
        "parted": [picked.file for picked in files if picked.file.parts],
        "regions": regions.choices(product),
        "crs_offered": selections.CRS_OFFERED,
    }


def _pick_page(
    request: HttpRequest,
    order: Order,
    item: Item,
    product: Product,
    definition: str,
    reasons: tuple[Text, ...],
) -> HttpResponse:
    context = pick_context(product, definition)
    checked = prices.quote_definition(product, definition, at=timezone.now())
    context |= {"order": order, "item": item, "reasons": reasons, "checked": checked}
    return render(request, "orders/pick.html", context, status=422 if reasons else 200)


def _product(code: str) -> Product:
    product = catalogue.on_sale().filter(code=code).first()
    if product is None:
        raise Http404
    return product


def _item(order: Order, position: int) -> Item:
    item = order.items.filter(position=position, replaced_at=None).first()
    if item is None:
        raise Http404
    return item


def _open_draft(request: HttpRequest, product: Product) -> Order | None:
    drafts = access.of_buyer(user_of(request)).filter(
        state=State.DRAFT, channel="online", office=product.office
    )
    return drafts.first()
