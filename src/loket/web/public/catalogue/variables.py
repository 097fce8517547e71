"""Lists of variables, and the page of one: question, categories, distribution."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.catalogue import wording
from loket.catalogue.models import Variable
from loket.catalogue.queries import variables as queries
from loket.rules.wording import Text
from loket.web.access import public
from loket.web.public.catalogue.finding import microdata_or_404
from loket.web.public.catalogue.forms import FindVariable
from loket.web.public.catalogue.product import order_address

ON_A_PAGE = 100


@public
@require_safe
def variables(request: HttpRequest, code: str) -> HttpResponse:
    product, edition = microdata_or_404(code)
    form = FindVariable(request.GET, files=queries.files(edition))
    form.is_valid()
    found = queries.variables(
        edition,
        query=form.cleaned_data.get("q", ""),
        file=form.cleaned_data.get("berkas", ""),
    )
    context = {
        "product": product,
        "edition": edition,
        "form": form,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("halaman")),
    }
    return render(request, "public/catalogue/variables.html", context)


@public
@require_safe
def variable(request: HttpRequest, code: str, file: str, name: str) -> HttpResponse:
    product, edition = microdata_or_404(code)
    found = queries.variables(edition, file=file).filter(name=name).first()
    if found is None:
        raise Http404
    before, after = queries.neighbours(found)
    distribution = queries.distribution(found)
    context: dict[str, Any] = {
        "product": product,
        "edition": edition,
        "variable": found,
        "kind": wording.kind_of(found),
        "roles": _roles(found),
        "headings": [Text(each["id"], each["en"]) for each in found.groups],
        "distribution": distribution,
        "categories": [] if distribution.bars else _categories(found),
        "elsewhere": queries.elsewhere(found),
        "before": before,
        "after": after,
        "order_at": order_address(product),
    }
    return render(request, "public/catalogue/variable.html", context)


def _roles(found: Variable) -> list[str]:
    said = [
        (found.is_key, _("Kunci: mengenali satu baris; selalu disertakan.")),
        (found.is_region, _("Kode wilayah; selalu disertakan.")),
        (found.is_weight, _("Penimbang; selalu disertakan.")),
        (found.is_design, _("Rancangan sampel; selalu disertakan.")),
        (found.is_sensitive, _("Peka: diperiksa petugas sebelum diserahkan.")),
    ]
    return [words for holds, words in said if holds]


def _categories(found: Variable) -> list[tuple[str, Text, bool]]:
    return [
        (
            str(each["code"]),
            Text(each["id"] or each["en"], each["en"] or each["id"]),
            each["missing"],
        )
        for each in found.categories
    ]
