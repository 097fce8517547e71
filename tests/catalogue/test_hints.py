"""What costs no more is told, and nothing else."""

from __future__ import annotations

import pytest

from loket.catalogue.models import Product
from loket.catalogue.queries import hints
from loket.rules.tariffs import Kind, Quote, TariffClass, pp_7_2015, pp_13_2024, quote_for

BOOK = pp_13_2024()


def bytes_of(quantity: int) -> Quote:
    return quote_for(BOOK, Kind.MICRODATA, TariffClass.WITHOUT_PROCESSING, quantity)


def maps(quantity: int, tariff_class: TariffClass = TariffClass.KABUPATEN_BY_KECAMATAN) -> Quote:
    return quote_for(BOOK, Kind.AREA_MAP, tariff_class, quantity)


@pytest.mark.parametrize(
    ("chosen", "whole", "is_told"),
    [
        (300_000, 900_000, True),  # both at the floor: everything for the same money
        (300_000, 1_500_000, False),
        (900_000, 900_000, False),  # it is the full set already
        (900_000, None, False),
    ],
)
def test_the_full_set_where_it_costs_no_more(
    chosen: int, whole: int | None, is_told: bool
) -> None:
    product = Product(sold_fullset=True, fullset_bytes=whole)

    told = hints.about_choice(product, bytes_of(chosen), BOOK)

    assert bool(told) is is_told
    if told:
        assert "Rp20.000" in told[0].id
        assert "Rp20,000" in told[0].en


def test_a_full_set_that_is_not_sold_is_not_told() -> None:
    product = Product(sold_fullset=False, fullset_bytes=900_000)

    assert hints.about_choice(product, bytes_of(300_000), BOOK) == ()


def test_a_book_that_cannot_price_gives_no_hint() -> None:
    product = Product(sold_fullset=True, fullset_bytes=900_000)

    assert hints.about_choice(product, bytes_of(300_000), pp_7_2015()) == ()


@pytest.mark.parametrize(("quantity", "is_told"), [(400, False), (401, True), (514, True)])
def test_one_national_map_for_many_of_kabupaten(quantity: int, is_told: bool) -> None:
    assert bool(hints.about_choice(Product(), maps(quantity), BOOK)) is is_told


def test_maps_of_several_items_count_together() -> None:
    halves = [maps(200), maps(201)]

    assert len(hints.about_basket(BOOK, halves)) == 1
    assert hints.about_basket(BOOK, [bytes_of(10**9), maps(200)]) == ()
