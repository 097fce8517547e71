"""Files published in parts by province can be asked for in parts on the choosing page."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from loket.catalogue.models import Edition, Product
from loket.microdata.codebook import DataFile, Part
from loket.microdata.definition import parse
from loket.web.portal.orders import selections

PARTED = DataFile("blok41", (), parts=(Part("blok41_11_31", 1), Part("blok41_32_97", 1)))


@pytest.fixture
def product() -> Product:
    return Product(
        code="susenas", kind="microdata", edition=Edition(idno="e", release="1"), formats=["sav"]
    )


@pytest.mark.parametrize("said", ["parts", "merged", "thirds", ""])
def test_is_read_from_the_form_and_shown_again(product: Product, said: str) -> None:
    form = QueryDict(f"mode=fullset&format=sav&division={said}")

    source = selections.read_form(product, form)

    wanted = "parts" if said == "parts" else "merged"
    assert parse(source).division == wanted
    assert selections.shown(product, source).division == wanted


@pytest.mark.parametrize(("division", "box"), [("parts", "checked"), ("merged", "")])
def test_is_offered_only_where_there_are_parts(product: Product, division: str, box: str) -> None:
    selection = selections.Selection("fullset", "sav", ("sav",), division=division)
    page = {"product": product, "selection": selection, "files": [], "regions": []}

    assert "division" not in render_to_string("orders/choose.html", page)
    html = render_to_string("orders/choose.html", {**page, "parted": [PARTED]})
    assert f'name="division" value="parts" {box}'.strip() + ">" in html
