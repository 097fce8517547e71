"""Finding products: by words, kind, survey, year and level."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from loket.catalogue import access
from loket.catalogue.models import Product, Variable
from loket.catalogue.searching import containing, words
from loket.rules.wording import Text


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for; empty parts ask for nothing."""

    query: str = ""
    kind: str = ""
    survey: str = ""
    year: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be filtered by: only values some product on sale has."""

    kinds: tuple[str, ...]
    surveys: tuple[tuple[str, Text], ...]  # code and title
    years: tuple[int, ...]
    levels: tuple[str, ...]


def search(wanted: Search) -> QuerySet[Product]:
    """Return products on sale, those found by their own words before those by a variable's."""
    products = access.on_sale()
    if wanted.kind:
        products = products.filter(kind=wanted.kind)
    if wanted.survey:
        products = products.filter(edition__survey__code=wanted.survey)
    if wanted.year is not None:
        products = products.filter(year=wanted.year)
    if wanted.level:
        products = products.filter(
            Q(edition__area_level=wanted.level) | Q(layer__level=wanted.level)
        )
    searched = words(wanted.query)
    if not searched:
        return products
    by_itself = containing(searched)
    # One query on the variables alone, so that its own index answers it.
    editions = Variable.objects.filter(containing(searched)).values("edition_id").distinct()
    return (
        products.filter(by_itself | Q(edition_id__in=editions))
        .annotate(
            rank=Case(
                When(by_itself, then=Value(0)), default=Value(1), output_field=IntegerField()
            )
        )
        .order_by("rank", "-year", "title_id", "pk")
    )


def choices() -> Choices:
    """Return what the products on sale can be filtered by."""
    rows = list(
        Product.objects.filter(on_sale=True).values_list(
            "kind",
            "edition__survey__code",
            "edition__survey__title_id",
            "edition__survey__title_en",
            "year",
            "edition__area_level",
            "layer__level",
        )
    )
    return Choices(
        kinds=tuple(sorted({row[0] for row in rows})),
        surveys=tuple(
            (code, Text(id, en or id))
            for code, id, en in sorted({row[1:4] for row in rows if row[1]})
        ),
        years=tuple(sorted({row[4] for row in rows if row[4]}, reverse=True)),
        levels=tuple(sorted({level for row in rows for level in row[5:] if level})),
    )


def matching_variables(query: str, products: list[Product]) -> dict[int, int]:
    """Return, by product, how many of its variables the words are found in."""
    searched = words(query)
    editions = [product.edition_id for product in products if product.edition_id]
    if not searched or not editions:
        return {}
    counted = dict(
        Variable.objects.filter(containing(searched), edition_id__in=editions)
        .values_list("edition_id")
        .annotate(found=Count("pk"))
        .order_by()
    )
    return {p.pk: counted[p.edition_id] for p in products if p.edition_id in counted}
