"""Putting a product on sale, correcting what it is made of, taking it off again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from loket.areamaps.formats import MapFormat
from loket.catalogue import marking, sizes, tariffs
from loket.catalogue.errors import AlreadyImported, ChangedMeanwhile, NotForSale
from loket.catalogue.models import AreaLayer, Edition, Kind, Product
from loket.catalogue.operations.codes import checked_code
from loket.catalogue.searching import normalised
from loket.ledger import trail
from loket.ledger.context import By
from loket.microdata.formats.writers import FORMATS
from loket.people.models import Office
from loket.rules import tariffs as books

MICRODATA_FORMATS = ("dbf", *(word for word in FORMATS if word != "dbf"))
MAP_FORMATS = tuple(str(each) for each in MapFormat)
LEVELS = ("", "province", "kabupaten", "kecamatan", "desa")
MARKS = ("surrogate_ids", "row_order", "weights", "ring_start", "jitter")


@dataclass(frozen=True, slots=True)
class Terms:
    """
    How a product is sold. What is left empty follows from what it is made of.

    :ivar tariff_format: the format whose bytes are counted
    :ivar area_level: the finest region a buyer may choose
    :ivar fingerprint: marks switched on or off for this product
    """

    title_id: str = ""
    title_en: str = ""
    tariff_class: str = ""
    tariff_format: str = "dbf"
    formats: tuple[str, ...] = ()
    sold_fullset: bool = True
    sold_by_variables: bool = True
    area_level: str = ""
    fingerprint: dict[str, bool] = field(default_factory=dict)


def offer(
    source: Edition | AreaLayer,
    *,
    code: str,
    office: Office,
    terms: Terms,
    by: By,
    at: datetime,
) -> Product:
    """
    Offer an edition or a layer for sale.

    :raises NotForSale: the terms do not fit what is sold
    :raises NoTariffLine: the office's tariff book has no line for it
    :raises AlreadyImported: a product of this code exists
    """
    checked_code(code, Product)
    values = _values(source, terms, office, at)
    title_id = terms.title_id or source.title_id
    title_en = terms.title_en or source.title_en
    with transaction.atomic(durable=True):
        if Product.objects.filter(code=code).exists():
            raise AlreadyImported(
                id=f"Produk {code} sudah ada. Pilih kode lain, atau perbaiki produk itu.",
                en=f"Product {code} exists. Choose another code, or correct that product.",
            )
        product = Product.objects.create(
            code=code,
            office=office,
            title_id=title_id,
            title_en=title_en,
            fingerprint=dict(terms.fingerprint),
            on_sale=True,
            published_at=at,
            search_text=search_text(source, title_id, title_en),
            **values,
        )
        _record("product_offered", product, by, at, {"source": _name(source)})
    return product


def correct(product: Product, source: Edition | AreaLayer, *, by: By, at: datetime) -> Product:
    """
    Sell a corrected release from now on; those who bought the old one keep their definition.

    :raises NotForSale: the source is of another kind, or not a release of the same thing
    :raises ChangedMeanwhile: the product was changed since it was read
    """
    old = product.edition or product.layer
    if old is None or type(old) is not type(source) or old.code != source.code:
        raise NotForSale(
            id=f"Produk {product.code} hanya dapat diganti dengan rilis lain dari data yang "
            "sama. Untuk data lain, tawarkan produk baru.",
            en=f"Product {product.code} can only be replaced by another release of the same "
            "data. For other data, offer a new product.",
        )
    changes: dict[str, Any] = {
        "search_text": search_text(source, product.title_id, product.title_en)
    }
    if isinstance(source, Edition):
        changes |= {
            "edition": source,
            "fullset_bytes": sizes.fullset_bytes(
                source, product.tariff_format, marking.channels_of(product.fingerprint)
            ),
        }
    else:
        changes["layer"] = source
    with transaction.atomic(durable=True):
        change_product(product, changes)
        _record("product_corrected", product, by, at, {"source": _name(source)})
    return product


def withdraw(product: Product, *, by: By, at: datetime, because: str) -> None:
    """
    Take a product off sale. Orders already made go on.

    :raises ChangedMeanwhile: it was changed since it was read
    """
    if not product.on_sale:
        return
    with transaction.atomic(durable=True):
        change_product(
            product,
            {"on_sale": False, "withdrawn_at": at, "withdrawn_because": because[:250]},
        )
        _record("product_withdrawn", product, by, at, {"because": because})


def search_text(source: Edition | AreaLayer, title_id: str, title_en: str) -> str:
    """Return what a product is found by, besides its variables."""
    if isinstance(source, Edition):
        survey = source.survey
        said = [survey.code, survey.title_id, survey.title_en, survey.producer]
        said += [
            source.code,
            str(source.year or ""),
            source.period_start,
            source.coverage,
            source.idno,
        ]
        said += [*source.other_idnos, source.abstract_id, source.abstract_en]
        said += source.files.values_list("label_id", flat=True)
    else:
        said = ["peta digital wilayah kerja statistik", "digital map", source.code]
        said += [source.level, source.area_code, source.period]
        said += source.areas.values_list("name", flat=True)[:1000]
    return normalised(title_id, title_en, *said)


def _values(
    source: Edition | AreaLayer, terms: Terms, office: Office, at: datetime
) -> dict[str, Any]:
    """Return the columns of the product, checked against each other and the tariff book."""
    _must_be_known(terms, source)
    values = _of_edition(source, terms) if isinstance(source, Edition) else _of_layer(source)
    values["formats"] = list(terms.formats or values["formats"])
    values["tariff_class"] = terms.tariff_class or values["tariff_class"]
    kind = books.Kind(values["kind"])
    _must_fit_class(kind, values["tariff_class"])
    tariffs.must_have_line(tariffs.book_of(office, at), kind, values["tariff_class"])
    return values


def _of_edition(edition: Edition, terms: Terms) -> dict[str, Any]:
    return {
        "kind": Kind.MICRODATA,
        "edition": edition,
        "year": edition.year,
        "tariff_class": books.TariffClass.WITHOUT_PROCESSING,
        "tariff_format": terms.tariff_format,
        "formats": MICRODATA_FORMATS,
        "sold_fullset": terms.sold_fullset,
        "sold_by_variables": terms.sold_by_variables,
        "area_level": terms.area_level or edition.area_level,
        "fullset_bytes": sizes.fullset_bytes(
            edition, terms.tariff_format, marking.channels_of(dict(terms.fingerprint))
        ),
    }


def _of_layer(layer: AreaLayer) -> dict[str, Any]:
    return {
        "kind": Kind.AREA_MAP,
        "layer": layer,
        "year": int(layer.period[:4]) if layer.period[:4].isdecimal() else None,
        "tariff_class": tariffs.class_of_layer(layer),
        "tariff_format": "shapefile",
        "formats": MAP_FORMATS,
        "sold_fullset": True,
        "sold_by_variables": False,
        "area_level": "kabupaten" if layer.area_code else "",
    }


def _must_be_known(terms: Terms, source: Edition | AreaLayer) -> None:
    known = FORMATS if isinstance(source, Edition) else set(MAP_FORMATS)
    wrong = [each for each in terms.formats if each not in known]
    if isinstance(source, Edition) and terms.tariff_format not in known:
        wrong.append(terms.tariff_format)
    wrong += [each for each in (terms.area_level,) if each not in LEVELS]
    wrong += [mark for mark in terms.fingerprint if mark not in MARKS]
    if wrong:
        raise NotForSale(
            id=f"Tidak dikenal: {', '.join(wrong)}. Periksa format, tingkat wilayah, dan "
            "penandaan salinan.",
            en=f"Not known: {', '.join(wrong)}. Check the formats, the level of regions and "
            "the marks of copies.",
        )
    if isinstance(source, Edition) and not (terms.sold_fullset or terms.sold_by_variables):
        raise NotForSale(
            id="Produk harus dijual lengkap, menurut variabel, atau keduanya.",
            en="A product must be sold as a full set, by variables, or both.",
        )


def _must_fit_class(kind: books.Kind, tariff_class: str) -> None:
    of_microdata = tariff_class in tariffs.MICRODATA_CLASSES
    if of_microdata is not (kind is books.Kind.MICRODATA):
        raise NotForSale(
            id=f"Baris tarif {tariff_class} bukan untuk jenis produk ini.",
            en=f"The tariff line {tariff_class} is not for this kind of product.",
        )


def change_product(product: Product, changes: Mapping[str, Any]) -> None:
    """
    Change columns of the product as it was read; called within a transaction.

    :raises ChangedMeanwhile: it was changed since
    """
    changed = Product.objects.filter(pk=product.pk, revision=product.revision).update(
        **changes, revision=product.revision + 1
    )
    if not changed:
        raise ChangedMeanwhile(
            id="Produk ini baru saja diubah orang lain. Muat ulang halaman lalu coba lagi.",
            en="Somebody else has just changed this product. Reload the page and try again.",
        )
    product.refresh_from_db()


def _record(action: str, product: Product, by: By, at: datetime, payload: dict[str, str]) -> None:
    trail.record(
        action,
        subject=f"product:{product.code}",
        by=by,
        at=at,
        revision=product.revision,
        payload=payload,
    )


def _name(source: Edition | AreaLayer) -> str:
    return f"{source.code}/{source.release}"
