"""The catalogue's first page …"""

from __future__ import annotations

import pytest
from django.test import Client
from tests.catalogue.conftest import ADMIN, NOW

from loket.catalogue import operations
from loket.catalogue.models import Product

HOME = "/katalog/"


def test_lists_every_product_with_its_price_to_anybody(
    client: Client, microdata_product: Product, map_product: Product
) -> None:
    page = client.get(HOME).content.decode()

    assert page.count('class="product-card"') == 2
    assert "Rp20.000" in page
    assert "Rp30.000" in page
    assert "sintetis" in page


def test_speaks_english(client: Client, microdata_product: Product) -> None:
    client.cookies["loket_language"] = "en"

    page = client.get(HOME).content.decode()

    assert "National Socio-Economic Survey" in page
    assert "Rp20,000" in page


def test_narrows_by_what_stands_in_the_address(
    client: Client, microdata_product: Product, map_product: Product
) -> None:
    page = client.get(HOME, {"q": "jenis kelamin", "jenis": "microdata"}).content.decode()

    assert page.count('class="product-card"') == 1
    assert 'value="jenis kelamin"' in page
    assert f"/katalog/{microdata_product.code}/variabel/?q=jenis%20kelamin" in page


def test_says_what_to_do_when_nothing_fits(client: Client, map_product: Product) -> None:
    response = client.get(HOME, {"q": "zzzz"})

    assert response.status_code == 200
    assert "Tidak ada produk yang cocok" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"tahun": "x"},
        {"jenis": "kapal"},
        {"halaman": "-3"},
        {"halaman": "x"},
        {"q": "x" * 5000},
        {"q": "' OR 1=1 --"},
        {"q": "<script>alert(1)</script>"},
        {"q": "\u202e\ud83d"},
    ],
)
def test_survives_any_address(
    client: Client, microdata_product: Product, query: dict[str, str]
) -> None:
    response = client.get(
        HOME, {key: value.encode("utf-8", "replace").decode() for key, value in query.items()}
    )

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_leaves_out_what_was_withdrawn(client: Client, map_product: Product) -> None:
    operations.withdraw(map_product, by=ADMIN, at=NOW, because="diganti")

    assert map_product.code not in client.get(HOME).content.decode()


def test_without_any_product_says_so(client: Client, db: None) -> None:
    assert "Belum ada produk" in client.get(HOME).content.decode()
