"""Setting how a product is sold …"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from tests.catalogue.conftest import NOW

from loket.catalogue import marking, operations, sizes
from loket.catalogue.errors import CatalogueError, NotForSale
from loket.catalogue.models import Product, ProductChange
from loket.ledger.context import By
from loket.ledger.models import Event
from loket.microdata.definition import Definition, normalise
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Channels, Marking, order_key
from loket.people.models import User

MASTER = bytes(range(32))


@pytest.fixture
def people(microdata_product: Product) -> tuple[By, By]:
    made = [User.objects.create(email=f"{name}@contoh.id", name=name) for name in ("eko", "ani")]
    one, other = (By(person.pk, "office_admin", "3304") for person in made)
    return one, other


def settings(**changes: object) -> operations.Settings:
    usual = {"formats": ("dbf", "sav"), "tariff_format": "dbf"}
    return operations.Settings(**{**usual, **changes})  # type: ignore[arg-type]


def test_other_formats_are_offered_at_once(
    microdata_product: Product, people: tuple[By, By]
) -> None:
    change = operations.set_product(microdata_product, settings(), by=people[0], at=NOW)

    assert change is None
    assert Product.objects.get().formats == ["dbf", "sav"]
    assert Event.objects.filter(action="set_product").count() == 1


def test_what_touches_the_price_needs_another_person(
    microdata_product: Product, people: tuple[By, By]
) -> None:
    one, other = people
    before = microdata_product.fullset_bytes
    change = operations.set_product(
        microdata_product, settings(surrogate_ids=True), by=one, at=NOW
    )
    assert change is not None
    assert Product.objects.get().fingerprint == {}
    with pytest.raises(CatalogueError):
        operations.set_product(microdata_product, settings(tariff_format="dta"), by=one, at=NOW)

    with pytest.raises(CatalogueError):
        operations.decide_change(change, accept=True, by=one, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductChange.objects.update(accepted=True, decided_by=one.who)
    operations.decide_change(change, accept=True, by=other, at=NOW)

    product = Product.objects.get()
    assert product.fingerprint["surrogate_ids"]
    assert product.fullset_bytes != before
    with pytest.raises(CatalogueError):
        operations.decide_change(change, accept=False, by=other, at=NOW)


def test_a_refused_change_changes_nothing(
    microdata_product: Product, people: tuple[By, By]
) -> None:
    wanted = settings(sample_policy={"mode": "real", "k": 5, "risk": 0.1})
    change = operations.set_product(microdata_product, wanted, by=people[0], at=NOW)
    assert change is not None

    operations.decide_change(change, accept=False, by=people[1], at=NOW)

    assert Product.objects.get().sample_policy == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"formats": ()},
        {"formats": ("docx",)},
        {"weights": {"file": "nowhere", "cells": ["R105"], "per_million": 100}},
        {"sample_policy": {"mode": "real", "k": 1, "risk": 0.1}},
        {"sample_policy": {"mode": "real", "k": 5, "risk": 0.9}},
    ],
)
def test_what_does_not_fit_is_refused(
    microdata_product: Product, people: tuple[By, By], wrong: dict[str, object]
) -> None:
    with pytest.raises(NotForSale):
        operations.set_product(microdata_product, settings(**wrong), by=people[0], at=NOW)

    assert not ProductChange.objects.exists()


@pytest.mark.parametrize(("tariff", "ids"), [("dbf", True), ("dta", True), ("xpt", False)])
def test_the_quoted_bytes_are_those_of_the_files(
    microdata_product: Product, tmp_path: Path, tariff: str, ids: bool
) -> None:
    """Surrogate ids widen a file; the quote is exact all the same, whosever key marks it."""
    edition = microdata_product.edition
    assert edition is not None
    master = sizes.master_of(edition)
    channels = marking.channels_of({"surrogate_ids": ids})
    wanted = normalise(
        Definition(edition=edition.idno, format=tariff, fullset=True), master.codebook
    )
    quoted = sizes.bytes_of(edition, wanted, tariff, channels)

    rewrite = Marking(master, order_key(MASTER, "A-1"), channels)
    written = extract(master, wanted, tmp_path, rewrite=rewrite)

    assert quoted == sum(file.bytes for file in written)
    assert channels == Channels(ids=ids, order=True)
