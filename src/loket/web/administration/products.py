"""What the office sells: put on sale what was imported, take it off again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.catalogue import access, operations
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import AreaLayer, Edition
from loket.people.models import Office, Role
from loket.rules.wording import RuleError
from loket.web.access import staff
from loket.web.administration import forms
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.forms import PageForm
from loket.web.reasons import words_of


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def products(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, office_for(request, code))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def offer(request: HttpRequest, code: str) -> HttpResponse:
    """Put an imported study or layer on sale."""
    office = office_for(request, code)
    form = forms.OfferForm(request.POST, sources=_sources())
    if form.is_valid():
        try:
            product = operations.offer(
                _source(form.cleaned_data["source"]),
                code=form.cleaned_data["code"],
                office=office,
                terms=_terms(form.cleaned_data),
                by=by_for(request, office),
                at=timezone.now(),
            )
        except (CatalogueError, RuleError) as refusal:
            form.add_error("code", words_of(refusal))
        else:
            messages.success(request, _("%(code)s dijual.") % {"code": product.code})
            return redirect("administration:products", office.code)
    return _page(request, office, {"offer_form": form}, form)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def withdraw(request: HttpRequest, code: str, product: str) -> HttpResponse:
    """Take a product off sale; orders already made go on."""
    office = office_for(request, code)
    found = access.of_office(office).filter(code=product).first()
    if found is None:
        raise Http404
    form = forms.WithdrawForm(request.POST, auto_id=f"withdraw-{found.pk}_%s")
    if not form.is_valid():
        return _page(request, office, {"wrong_product": (found.pk, form)}, form)
    operations.withdraw(
        found,
        because=form.cleaned_data["because"],
        by=by_for(request, office),
        at=timezone.now(),
    )
    messages.success(request, _("%(code)s tidak dijual lagi.") % {"code": found.code})
    return redirect("administration:products", office.code)


def _terms(given: dict[str, Any]) -> operations.Terms:
    by_variables = given["sold_by_variables"] and given["source"].startswith("edition-")
    return operations.Terms(
        title_id=given["title_id"],
        title_en=given["title_en"],
        sold_fullset=given["sold_fullset"],
        sold_by_variables=by_variables,
    )


def _sources() -> list[tuple[str, str]]:
    editions = [(f"edition-{e.pk}", f"{e.title_id} ({e.code}/{e.release})") for e in _editions()]
    layers = AreaLayer.objects.order_by("code", "-imported_at")
    return editions + [(f"layer-{x.pk}", f"{x.title_id} ({x.code}/{x.release})") for x in layers]


def _editions() -> list[Edition]:
    return list(Edition.objects.order_by("code", "-imported_at"))


def _source(chosen: str) -> Edition | AreaLayer:
    """
    :raises Http404: if it is gone meanwhile
    """
    kind, _dash, pk = chosen.partition("-")
    found: Edition | AreaLayer | None = (
        Edition.objects.filter(pk=pk).first()
        if kind == "edition"
        else AreaLayer.objects.filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    office: Office,
    given: dict[str, Any] | None = None,
    wrong: PageForm | None = None,
) -> HttpResponse:
    given = given or {}
    pk, wrong_form = given.get("wrong_product", (None, None))
    rows = [
        (one, wrong_form if one.pk == pk else _withdraw_form(one.pk))
        for one in access.of_office(office)
    ]
    context = {"rows": rows, "offer_form": forms.OfferForm(sources=_sources()), **given}
    return page(request, "products", office, context, wrong=wrong)


def _withdraw_form(pk: int) -> forms.WithdrawForm:
    return forms.WithdrawForm(auto_id=f"withdraw-{pk}_%s")
