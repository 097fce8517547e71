"""Offering a product …"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.catalogue.conftest import ADMIN, NOW, SUSENAS

from loket.catalogue import access, operations
from loket.catalogue.errors import AlreadyImported, ChangedMeanwhile, NotForSale
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.ledger.models import Event
from loket.people.models import Office
from loket.rules.tariffs import NoTariffLine


def test_puts_it_on_sale_with_what_follows_from_its_source(microdata_product: Product) -> None:
    product = microdata_product

    assert product.tariff_class == "without_processing"
    assert product.tariff_format == "dbf"
    assert product.area_level == "kabupaten"
    assert product.formats[0] == "dbf"
    assert product.fullset_bytes
    assert list(access.on_sale()) == [product]


def test_of_a_map_takes_its_tariff_line_from_the_level(map_product: Product) -> None:
    assert map_product.tariff_class == "kabupaten_by_kecamatan"
    assert not map_product.sold_by_variables


def test_without_a_tariff_line_is_refused(kecamatan_layer: AreaLayer, office: Office) -> None:
    kecamatan_layer.level = "sls"

    with pytest.raises(NoTariffLine, match="sls"):
        _offer(kecamatan_layer, office)

    assert not Product.objects.exists()
    assert not Event.objects.filter(action="product_offered").exists()


@pytest.mark.parametrize(
    "terms",
    [
        operations.Terms(formats=("docx",)),
        operations.Terms(tariff_format="docx"),
        operations.Terms(area_level="rt"),
        operations.Terms(fingerprint={"invisible_ink": True}),
        operations.Terms(tariff_class="kabupaten_by_desa"),
        operations.Terms(sold_fullset=False, sold_by_variables=False),
    ],
)
def test_on_terms_that_do_not_fit_is_refused(
    edition: Edition, office: Office, terms: operations.Terms
) -> None:
    with pytest.raises(NotForSale):
        operations.offer(edition, code="x", office=office, terms=terms, by=ADMIN, at=NOW)

    assert not Product.objects.exists()


def test_by_an_office_without_a_tariff_book_is_refused(edition: Edition, office: Office) -> None:
    office.tariff_book = "PP-0-0000"

    with pytest.raises(NotForSale, match="PP-0-0000"):
        _offer(edition, office)


def test_under_a_code_in_use_is_refused(microdata_product: Product, office: Office) -> None:
    assert microdata_product.edition is not None
    with pytest.raises(AlreadyImported):
        operations.offer(
            microdata_product.edition,
            code=microdata_product.code,
            office=office,
            terms=operations.Terms(),
            by=ADMIN,
            at=NOW,
        )


def test_can_be_taken_back_and_stays_readable(microdata_product: Product) -> None:
    operations.withdraw(microdata_product, by=ADMIN, at=NOW, because="rilis 2 disiapkan")

    assert not access.on_sale().exists()
    assert access.published().get().withdrawn_because == "rilis 2 disiapkan"
    assert Event.objects.get(action="product_withdrawn").revision == 1


def test_of_a_stale_copy_is_refused(microdata_product: Product) -> None:
    stale = Product.objects.get(pk=microdata_product.pk)
    operations.withdraw(microdata_product, by=ADMIN, at=NOW, because="satu")

    with pytest.raises(ChangedMeanwhile):
        operations.withdraw(stale, by=ADMIN, at=NOW, because="dua")

    assert Event.objects.filter(action="product_withdrawn").count() == 1


def test_can_move_to_a_corrected_release(
    microdata_product: Product, susenas_files: operations.StudyFiles
) -> None:
    second = operations.import_study(
        susenas_files, survey=SUSENAS, code="susenas-2024-03", by=ADMIN, at=NOW, release="2"
    )

    operations.correct(microdata_product, second, by=ADMIN, at=NOW)

    assert microdata_product.edition == second
    assert microdata_product.revision == 1


def test_cannot_move_to_other_data(
    microdata_product: Product, kecamatan_layer: AreaLayer, susenas_files: operations.StudyFiles
) -> None:
    other = operations.import_study(susenas_files, survey=SUSENAS, code="lain", by=ADMIN, at=NOW)

    for source in (other, kecamatan_layer):
        with pytest.raises(NotForSale):
            operations.correct(microdata_product, source, by=ADMIN, at=NOW)


def test_of_nothing_or_of_two_things_is_refused_by_the_database(
    microdata_product: Product, kecamatan_layer: AreaLayer
) -> None:
    row = Product.objects.filter(pk=microdata_product.pk)

    for changes in ({"edition": None}, {"layer": kecamatan_layer}, {"published_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**changes)


def test_publishes_the_quality_report_once(edition: Edition) -> None:
    operations.publish_quality_report(edition, by=ADMIN, at=NOW)
    operations.publish_quality_report(edition, by=ADMIN, at=NOW)

    edition.refresh_from_db()
    assert edition.quality_published_at == NOW
    assert Event.objects.filter(action="quality_report_published").count() == 1


def _offer(source: Edition | AreaLayer, office: Office) -> Product:
    return operations.offer(
        source, code="produk", office=office, terms=operations.Terms(), by=ADMIN, at=NOW
    )
