"""Searching the catalogue …"""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.catalogue.conftest import ADMIN, NOW

from loket.catalogue import operations
from loket.catalogue.models import Product
from loket.catalogue.queries import products
from loket.catalogue.queries.products import Search
from loket.catalogue.queries.variables import variables
from loket.catalogue.searching import normalised, words


@pytest.fixture
def both(microdata_product: Product, map_product: Product) -> tuple[Product, Product]:
    return microdata_product, map_product


Both = tuple[Product, Product]


def test_for_nothing_gives_everything_on_sale(both: Both) -> None:
    assert set(products.search(Search())) == set(both)


@pytest.mark.parametrize("query", ["susenas", "SUSENAS 2024", "survei sosial", "National", "2024"])
def test_finds_a_product_by_its_own_words(both: Both, query: str) -> None:
    assert list(products.search(Search(query=query))) == [both[0]]


@pytest.mark.parametrize("query", ["jenis kelamin", "R405", "marital", "susenas umur"])
def test_finds_a_product_by_a_variable(both: Both, query: str) -> None:
    found = list(products.search(Search(query=query)))

    assert found == [both[0]]
    assert products.matching_variables(query, found)[both[0].pk] > 0


@pytest.mark.parametrize("query", ["Purwareja Klampok", "kecamatan 3304", "peta"])
def test_finds_a_map_by_its_areas(both: Both, query: str) -> None:
    assert both[1] in products.search(Search(query=query))


@pytest.mark.parametrize("query", ["nihilisme", "100000x%", "qq' OR '1'='1", "qqq_zzz"])
def test_finds_nothing_that_is_not_there(both: Both, query: str) -> None:
    assert not products.search(Search(query=query)).exists()


@pytest.mark.parametrize("query", ["%", "_", "---", "\x00"])
def test_for_signs_alone_is_a_search_for_nothing(both: Both, query: str) -> None:
    assert set(products.search(Search(query=query))) == set(both)


def test_filters(both: Both) -> None:
    microdata, area_map = both

    assert list(products.search(Search(kind="area_map"))) == [area_map]
    assert list(products.search(Search(survey="susenas"))) == [microdata]
    assert list(products.search(Search(year=2025))) == [area_map]
    assert list(products.search(Search(level="kabupaten"))) == [microdata]
    assert not products.search(Search(kind="area_map", survey="susenas")).exists()


def test_offers_only_filters_that_lead_somewhere(both: Both) -> None:
    choices = products.choices()

    assert choices.kinds == ("area_map", "microdata")
    assert [code for code, *_ in choices.surveys] == ["susenas"]
    assert choices.years == (2025, 2024)
    assert choices.levels == ("kabupaten", "kecamatan")


def test_leaves_out_what_was_withdrawn(both: Both) -> None:
    operations.withdraw(both[0], by=ADMIN, at=NOW, because="uji")

    assert list(products.search(Search())) == [both[1]]
    assert products.choices().surveys == ()


def test_takes_one_statement_whatever_the_number_of_variables(
    both: Both, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        list(products.search(Search(query="umur")))


def test_within_an_edition_keeps_the_files_order(microdata_product: Product) -> None:
    edition = microdata_product.edition
    assert edition is not None

    found = [(v.file.name, v.name) for v in variables(edition, query="penimbang")]

    assert ("ssn202403_kor_rt", "FWT") in found
    assert ("ssn202403_kor_ind1", "WI1") in found
    assert {file for file, _ in found} == {"ssn202403_kor_ind1", "ssn202403_kor_rt"}
    assert all(v.file.name.endswith("rt") for v in variables(edition, file="ssn202403_kor_rt"))


def test_ignores_case_accents_and_punctuation() -> None:
    assert normalised("Café-crème", "  R4.05 ") == "cafe creme r4 05"
    assert words("Café") == ["cafe"]


def test_bounds_what_is_searched_for() -> None:
    assert len(words("a " * 500)) == 8
