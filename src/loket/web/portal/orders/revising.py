"""The single revision (step O7): the list once more, and why."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.catalogue import access as catalogue
from loket.catalogue.models import Product
from loket.delivery import operations, refusals
from loket.orders import ordering, queries
from loket.orders.models import Item, Order
from loket.orders.operations import ActionRefused, NewItem
from loket.process.vocabulary import Actor
from loket.rules.wording import Text
from loket.web.access import buyer
from loket.web.portal.orders import forms, picking, selections
from loket.web.portal.orders.finding import by_buyer, language, order_of
from loket.web.templatetags.loket import teks


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Choose anew for one dataset of the order; the others stay as they were."""
    order = order_of(request, order_id)
    refusal = queries.why_not(order, "ask_revision", Actor.BUYER)
    if isinstance(refusal, ActionRefused):
        messages.error(request, teks(refusal))
        return redirect("portal:order", order.public_id)
    item = _item(request, order)
    product = catalogue.published().get(code=item.product_code)
    form = forms.ReasonForm(request.POST or None)
    definition, reasons = item.definition, tuple[Text, ...]()
    if request.method == "POST":
        definition = selections.read_form(product, request.POST)
        picked, reasons = _picked(product, definition)
        if form.is_valid() and picked is not None:
            try:
                _ask(request, order, item, picked, form.cleaned_data["reason"])
            except refusals.RevisionUnchanged as error:
                form.add_error(None, str(error.message))
            else:
                messages.success(request, _("Revisi dikirim. Petugas memeriksanya kembali."))
                return redirect("portal:order", order.public_id)
    context = picking.pick_context(product, definition)
    context |= {
        "order": order,
        "item": item,
        "items": queries.items_of(order),
        "form": form,
        "reasons": reasons,
    }
    status = 422 if reasons or form.errors else 200
    return render(request, "orders/revise.html", context, status=status)


def _picked(product: Product, definition: str) -> tuple[NewItem | None, tuple[Text, ...]]:
    try:
        return ordering.pick(product, definition, language=language(), at=timezone.now()).item, ()
    except ordering.NotOrderable as refusal:
        return None, refusal.reasons
    except picking.UNREADABLE as error:
        return None, (Text(error.id, error.en),)


def _ask(request: HttpRequest, order: Order, item: Item, new: NewItem, reason: str) -> None:
    items = [new if one.pk == item.pk else picking.as_new(one) for one in queries.items_of(order)]
    operations.ask_revision(
        order, items, reason=reason, by=by_buyer(request, order), at=timezone.now()
    )


def _item(request: HttpRequest, order: Order) -> Item:
    items = [item for item in queries.items_of(order) if item.kind == "microdata"]
    wanted = request.GET.get("data", "")
    chosen = [item for item in items if str(item.position) == wanted]
    return (chosen or items)[0]
