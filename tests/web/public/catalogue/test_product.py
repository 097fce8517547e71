"""The page of a product …"""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.utils.html import escape
from lxml import etree
from tests.catalogue.conftest import ADMIN, NOW

from loket.catalogue import operations
from loket.catalogue.models import AreaLayer, Edition, Product, Variable
from loket.catalogue.queries import prices


def test_tells_what_it_is_what_it_costs_and_how_that_is_counted(
    client: Client, microdata_product: Product
) -> None:
    page = _page(client, microdata_product)

    whole = prices.price_from(microdata_product, NOW).whole
    assert whole is not None
    assert "1–31 Maret 2024" in page
    assert "Cara hitung" in page
    assert all(escape(line.id) in page for line in whole.working)
    assert f"/portal/mulai/{microdata_product.code}/" in page
    assert "Di loket kantor" in page
    assert "Peraturan Pemerintah" in page


def test_says_what_is_allowed_with_aggregates(client: Client, microdata_product: Product) -> None:
    page = _page(client, microdata_product)

    assert "agregat" in page
    assert "Yang boleh dan yang tidak" in page


@pytest.mark.parametrize("path", ["", "variabel/", "variabel/ssn202403_kor_rt/R301/"])
def test_is_marked_synthetic_everywhere(
    client: Client, microdata_product: Product, path: str
) -> None:
    assert "DATA SINTETIS" in _page(client, microdata_product, path)


def test_of_a_map_shows_a_picture_the_areas_and_the_warning(
    client: Client, map_product: Product
) -> None:
    page = _page(client, map_product)

    assert page.count('class="area"') == 20
    assert "Purwareja Klampok" in page
    assert "Bukan peta batas administrasi resmi" in page
    assert "PETA SINTETIS" in page
    assert "Rp30.000" in page


def test_of_a_map_lists_all_areas(client: Client, map_product: Product) -> None:
    assert _page(client, map_product, "wilayah/").count("3304") >= 20


def test_holds_no_style_or_script_that_the_policy_forbids(
    client: Client, microdata_product: Product, map_product: Product
) -> None:
    for page in (_page(client, microdata_product), _page(client, map_product)):
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page


def test_of_a_withdrawn_product_stays_and_takes_no_orders(
    client: Client, microdata_product: Product
) -> None:
    operations.withdraw(microdata_product, by=ADMIN, at=NOW, because="diganti rilis 2")

    page = _page(client, microdata_product)

    assert "Tidak dijual lagi" in page
    assert "diganti rilis 2" in page
    assert "/portal/mulai/" not in page


def test_shows_a_variable_with_question_categories_and_distribution(
    client: Client, microdata_product: Product
) -> None:
    page = _page(client, microdata_product, "variabel/ssn202403_kor_ind1/R405/")

    assert "Jenis kelamin" in page
    assert "Perempuan" in page
    assert "<rect" in page
    assert "aria-hidden" in page


def test_never_shows_a_small_cell(client: Client, microdata_product: Product) -> None:
    variable = Variable.objects.get(file__name="ssn202403_kor_ind1", name="R405")
    Variable.objects.filter(pk=variable.pk).update(
        summary={
            "rows": 100,
            "empty": None,
            "frequencies": [
                {"code": 1, "label": "a", "label_en": "a", "missing": False, "n": 91},
                {"code": 2, "label": "b", "label_en": "b", "missing": True, "n": None},
            ],
        }
    )

    page = _page(client, microdata_product, "variabel/ssn202403_kor_ind1/R405/")

    assert "disembunyikan" in page
    assert "tanpa jawaban" in page


def test_of_every_variable_opens(client: Client, microdata_product: Product) -> None:
    for variable in Variable.objects.select_related("file"):
        path = f"variabel/{variable.file.name}/{variable.name}/"
        assert variable.name in _page(client, microdata_product, path)


def test_searches_variables(client: Client, microdata_product: Product) -> None:
    page = client.get(f"/katalog/{microdata_product.code}/variabel/", {"q": "penimbang"})

    assert "FWT" in page.content.decode()
    assert "R405" not in page.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "tidak-ada/",
        "susenas-2024-03/variabel/tiada/R405/",
        "susenas-2024-03/variabel/ssn202403_kor_rt/TIADA/",
        "susenas-2024-03/wilayah/",
        "susenas-2024-03/mutu/",
        "peta-3304-kecamatan/variabel/",
        "peta-3304-kecamatan/ddi.xml",
        "peta-3304-kecamatan/contoh.zip",
        "../../etc/passwd",
    ],
)
def test_that_does_not_exist_is_not_found(
    client: Client, microdata_product: Product, map_product: Product, path: str
) -> None:
    assert client.get(f"/katalog/{path}").status_code == 404


def test_shows_the_quality_report_once_published(
    client: Client, microdata_product: Product, edition: Edition
) -> None:
    operations.publish_quality_report(edition, by=ADMIN, at=NOW)

    page = _page(client, microdata_product, "mutu/")

    assert "datanya tidak ada" in page


def test_gives_the_ddi_away(client: Client, microdata_product: Product) -> None:
    response = client.get(f"/katalog/{microdata_product.code}/ddi.xml")

    root = etree.fromstring(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert etree.QName(root).localname == "codeBook"
    assert "attachment" in response.headers["Content-Disposition"]


def test_gives_a_dictionary_away_that_no_spreadsheet_takes_for_formulas(
    client: Client, microdata_product: Product
) -> None:
    Variable.objects.filter(name="R301").update(label_id='=HYPERLINK("http://x")')

    response = client.get(f"/katalog/{microdata_product.code}/kamus.csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "R405" in text
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


def test_gives_a_sample_away_that_says_it_is_not_real(
    client: Client, microdata_product: Product
) -> None:
    response = client.get(f"/katalog/{microdata_product.code}/contoh.zip")

    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert "ssn202403_kor_rt.dbf" in names
        assert b"BUKAN DATA RIIL" in archive.read("BACA-SAYA.txt").upper()


def test_explains_when_a_master_is_gone(
    client: Client, microdata_product: Product, edition: Edition
) -> None:
    Product.objects.filter(pk=microdata_product.pk).update(edition=_lost(edition))

    response = client.get(f"/katalog/{microdata_product.code}/ddi.xml", follow=True)

    assert response.status_code == 200
    assert "sedang tidak dapat diambil" in response.content.decode()


def test_of_a_map_without_its_picture_still_opens(
    client: Client, map_product: Product, kecamatan_layer: AreaLayer
) -> None:
    AreaLayer.objects.filter(pk=kecamatan_layer.pk).update(preview_name="hilang.svg")

    assert "Rp30.000" in _page(client, map_product)


def _lost(edition: Edition) -> Edition:
    edition.pk = None
    edition.release, edition.master = "9", "hilang/0000"
    edition.save()
    return edition


def _page(client: Client, product: Product, path: str = "") -> str:
    response = client.get(f"/katalog/{product.code}/{path}")
    assert response.status_code == 200
    return response.content.decode()
