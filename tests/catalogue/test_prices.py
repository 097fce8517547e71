"""The price of a definition …"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.catalogue.conftest import ADMIN, NOW

from loket.catalogue import area_map_definitions, operations
from loket.catalogue.area_map_definitions import AreaMapDefinition
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Edition, Product
from loket.catalogue.queries import masters, prices, regions
from loket.microdata.definition import parse
from loket.microdata.errors import InvalidSelection
from loket.microdata.extract import extract
from loket.people.models import Office

HOUSEHOLD = "ssn202403_kor_rt"


def definition(**changes: object) -> str:
    wanted = {
        "edition": "SINTETIS-SUSENAS-2024-MARET",
        "release": "1",
        "files": [{"file": HOUSEHOLD, "variables": ["R301"]}],
        "format": "dbf",
    }
    return json.dumps(wanted | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"regions": ["3304"]},
        {"fullset": True},
        {"files": [{"file": "ssn202403_kor_ind1", "variables": ["R405", "R407"]}]},
        {"conditions": [{"file": HOUSEHOLD, "variable": "R105", "values": [2]}]},
    ],
)
def test_counts_exactly_the_bytes_that_will_be_delivered(
    microdata_product: Product, tmp_path: Path, changes: dict[str, object]
) -> None:
    checked = prices.quote_definition(microdata_product, definition(**changes), at=NOW)

    assert checked.reasons == ()
    edition = microdata_product.edition
    assert edition is not None
    delivered = tmp_path / "delivered"
    delivered.mkdir()
    written = extract(masters.master(edition), parse(checked.definition), delivered)
    assert checked.quantity == sum(file.path.stat().st_size for file in written)
    assert checked.quote is not None
    assert checked.quote.quantity == checked.quantity


def test_is_the_same_whatever_format_is_delivered(microdata_product: Product) -> None:
    dbf = prices.quote_definition(microdata_product, definition(), at=NOW)
    sav = prices.quote_definition(microdata_product, definition(format="sav"), at=NOW)

    assert dbf.quantity == sav.quantity
    assert dbf.definition_id != sav.definition_id


def test_shows_how_it_is_counted(microdata_product: Product) -> None:
    checked = prices.quote_definition(microdata_product, definition(), at=NOW)

    assert checked.quote is not None
    assert checked.quote.total == 20_000
    assert any("20.000" in line.id for line in checked.quote.working)
    assert any("20,000" in line.en for line in checked.quote.working)


def test_comes_with_the_normalised_definition(microdata_product: Product) -> None:
    checked = prices.quote_definition(microdata_product, definition(), at=NOW)

    wanted = parse(checked.definition).files[0]
    assert "URUT" in wanted.preselected
    assert "FWT" in wanted.variables


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "docx"}, "docx"),
        ({"files": [{"file": HOUSEHOLD, "variables": ["TIDAKADA"]}]}, "TIDAKADA"),
        ({"files": [{"file": "tiada", "variables": ["R301"]}]}, "tiada"),
        ({"regions": ["3302"]}, "3302"),
        ({"regions": ["x"]}, "x"),
        ({"release": "9"}, "9"),
        ({"edition": "lain"}, "lain"),
        ({"files": []}, "variabel"),
    ],
)
def test_is_refused_in_both_languages_naming_the_place(
    microdata_product: Product, changes: dict[str, object], said: str
) -> None:
    checked = prices.quote_definition(microdata_product, definition(**changes), at=NOW)

    assert not checked.can_be_ordered
    assert checked.quote is None
    assert any(said in reason.id for reason in checked.reasons)
    assert all(reason.en and reason.en != reason.id for reason in checked.reasons)


def test_at_the_counter_is_for_the_full_set_only(microdata_product: Product) -> None:
    chosen = prices.quote_definition(microdata_product, definition(), at=NOW, fullset_only=True)
    whole = prices.quote_definition(
        microdata_product, prices.whole_definition(microdata_product), at=NOW, fullset_only=True
    )

    assert not chosen.can_be_ordered
    assert whole.can_be_ordered
    assert whole.quantity == microdata_product.fullset_bytes


@pytest.mark.parametrize("nonsense", ["", "[]", "{", '{"edition": 3}', '{"x": 1}'])
def test_of_nonsense_is_an_error_in_words(
    microdata_product: Product, map_product: Product, nonsense: str
) -> None:
    with pytest.raises(InvalidSelection):
        prices.quote_definition(microdata_product, nonsense, at=NOW)
    with pytest.raises(CatalogueError):
        prices.quote_definition(map_product, nonsense, at=NOW)


def test_of_a_map_is_for_each_kabupaten(map_product: Product) -> None:
    checked = prices.quote_definition(map_product, prices.whole_definition(map_product), at=NOW)

    assert checked.can_be_ordered
    assert checked.quantity == 1
    assert checked.quote is not None
    assert checked.quote.total == 30_000
    assert regions.available(map_product) == ["3304"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"regions": ()}, "Pilih"),
        ({"regions": ("3302",)}, "3302"),
        ({"release": "2"}, "rilis 2"),
    ],
)
def test_of_a_map_is_refused_with_reasons(
    map_product: Product, changes: dict[str, object], said: str
) -> None:
    values: dict[str, object] = {"layer": "3304-kecamatan", "release": "1", "regions": ("3304",)}
    wanted = AreaMapDefinition(**(values | changes))  # type: ignore[arg-type]

    checked = prices.quote_definition(map_product, area_map_definitions.canonical(wanted), at=NOW)

    assert not checked.can_be_ordered
    assert any(said in reason.id for reason in checked.reasons)


def test_of_a_map_refuses_a_format_that_cannot_hold_the_system(map_product: Product) -> None:
    source = (
        '{"layer": "3304-kecamatan", "release": "1", "regions": ["3304"], '
        '"formats": ["geojson"], "crs": "EPSG:32749"}'
    )

    with pytest.raises(Exception, match="EPSG:4326"):
        prices.quote_definition(map_product, source, at=NOW)


def test_opens_the_product_page(microdata_product: Product, map_product: Product) -> None:
    microdata = prices.price_from(microdata_product, NOW)
    area_map = prices.price_from(map_product, NOW)

    assert microdata.least is not None
    assert microdata.least.total == 20_000
    assert microdata.whole is not None
    assert microdata.whole.quantity == microdata_product.fullset_bytes
    assert area_map.least is not None
    assert area_map.least.total == 30_000


def test_that_is_not_entered_yet_is_said_in_words(edition: Edition, office: Office) -> None:
    Office.objects.filter(pk=office.pk).update(tariff_book="PP-7-2015")
    office.refresh_from_db()
    product = operations.offer(
        edition, code="lama", office=office, terms=operations.Terms(), by=ADMIN, at=NOW
    )

    price = prices.price_from(product, NOW)
    checked = prices.quote_definition(product, definition(), at=NOW)

    assert price.least is None
    assert price.refused is not None
    assert not checked.can_be_ordered
    assert checked.reasons


def test_offers_regions_to_choose(microdata_product: Product, map_product: Product) -> None:
    for product in (microdata_product, map_product):
        (choice,) = regions.choices(product)
        assert (choice.code, choice.name) == ("3304", "Kabupaten Banjarnegara")
        assert not choice.has_children


def test_sample_is_free_and_holds_every_file(microdata_product: Product) -> None:
    edition = microdata_product.edition
    assert edition is not None

    path = masters.structure_sample_zip(edition)
    again = masters.structure_sample_zip(edition)

    assert path == again
    assert path.read_bytes()[:2] == b"PK"
