"""How a product is sold and marked; what touches prices or secrecy is changed by two people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from loket.catalogue import marking, sizes
from loket.catalogue.errors import CatalogueError, NotForSale
from loket.catalogue.models import Product, ProductChange
from loket.catalogue.operations.offers import change_product
from loket.ledger import trail
from loket.ledger.context import By
from loket.microdata.formats.writers import FORMATS

GUARDED = ("tariff_format", "fingerprint", "sample_policy")
LEAST_K, MOST_RISK = 3, 0.2


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What may be set for a product of microdata.

    :ivar formats: what the buyer may choose, the first is proposed
    :ivar weights: pairs of weights to shift: {"file", "cells", "per_million"}, or nothing
    :ivar sample_policy: {"mode": "real", "k", "risk", "diversity"}, or nothing for no real rows
    """

    formats: tuple[str, ...]
    tariff_format: str
    surrogate_ids: bool = False
    row_order: bool = True
    weights: Mapping[str, Any] = field(default_factory=dict)
    sample_policy: Mapping[str, Any] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        marks: dict[str, Any] = {
            "surrogate_ids": self.surrogate_ids,
            "row_order": self.row_order,
        }
        if self.weights:
            marks["weights"] = dict(self.weights)
        return {
            "formats": list(self.formats),
            "tariff_format": self.tariff_format,
            "fingerprint": marks,
            "sample_policy": dict(self.sample_policy),
        }


class ChangeWaits(CatalogueError):
    """Another change of the product waits to be decided."""


class AnotherMustDecide(CatalogueError):
    """One's own proposal, or one that is decided."""


def set_product(
    product: Product, settings: Settings, *, by: By, at: datetime
) -> ProductChange | None:
    """
    Put the settings in force, or propose them where a second person has to agree.

    :return: the proposal that now waits, or None if the settings are in force
    :raises NotForSale: they do not fit the data
    :raises ChangeWaits: while another proposal waits
    :raises ChangedMeanwhile: the product was changed since it was read
    """
    wanted = settings.columns()
    now = {name: getattr(product, name) for name in wanted} | {
        "fingerprint": _marks(product.fingerprint)
    }
    changed = {n: v for n, v in wanted.items() if now[n] != v}
    if not changed:
        return None
    _must_fit(product, settings)
    guarded = [name for name in GUARDED if name in changed]
    with transaction.atomic(durable=True):
        trail.lock(by.office)
        if not guarded:
            change_product(product, changed)
            columns = {"columns": sorted(changed)}
            _record("set_product", product, by, at, columns, changed=True)
            return None
        if ProductChange.objects.filter(product=product, accepted=None).exists():
            raise ChangeWaits(
                id="Masih ada usul perubahan produk ini yang menunggu keputusan.",
                en="Another proposed change of this product still waits for a decision.",
            )
        change = ProductChange.objects.create(
            product=product, proposal=changed, requested_by_id=by.who, requested_at=at
        )
        _record(
            "propose_product_change",
            product,
            by,
            at,
            {"change": change.pk, "columns": sorted(changed)},
        )
    return change


def decide_change(change: ProductChange, *, accept: bool, by: By, at: datetime) -> None:
    """
    Agree to a change that somebody else proposed, or refuse it.

    :raises AnotherMustDecide: for one's own, or one that is decided
    """
    product = change.product
    values: dict[str, Any] = dict(change.proposal)
    if accept and product.edition is not None:
        values["fullset_bytes"] = sizes.fullset_bytes(
            product.edition,
            values.get("tariff_format", product.tariff_format),
            marking.channels_of(values.get("fingerprint", product.fingerprint)),
        )
    with transaction.atomic(durable=True):
        waiting = ProductChange.objects.filter(pk=change.pk, accepted=None)
        own = by.who == change.requested_by_id
        if own or not waiting.update(accepted=accept, decided_by=by.who, decided_at=at):
            raise AnotherMustDecide(
                id="Usul sendiri, atau yang sudah diputuskan, diputuskan orang lain.",
                en="One's own proposal, or one already decided, is for somebody else.",
            )
        if accept:
            change_product(product, values)
        payload = {"change": change.pk, "accepted": accept}
        _record("decide_product_change", product, by, at, payload, changed=accept)


def waiting_change(product: Product) -> ProductChange | None:
    found = ProductChange.objects.filter(product=product, accepted=None)
    return found.select_related("requested_by", "product__edition").first()


def _marks(fingerprint: Mapping[str, Any]) -> dict[str, Any]:
    """Return a product's marks with what is left out filled in."""
    marks: dict[str, Any] = {
        "surrogate_ids": bool(fingerprint.get("surrogate_ids", False)),
        "row_order": bool(fingerprint.get("row_order", True)),
    }
    return marks | ({"weights": pairs} if (pairs := fingerprint.get("weights")) else {})


def _must_fit(product: Product, settings: Settings) -> None:
    if product.edition is None:
        raise TypeError(product.code)
    unknown = [word for word in (*settings.formats, settings.tariff_format) if word not in FORMATS]
    if unknown or not settings.formats:
        raise NotForSale(
            id=f"Format {', '.join(unknown) or '(kosong)'} tidak dikenal; pilih dari: "
            f"{', '.join(FORMATS)}.",
            en=f"The formats {', '.join(unknown) or '(none)'} are not known; choose from: "
            f"{', '.join(FORMATS)}.",
        )
    if settings.weights:
        _must_be_weighted(product, settings.weights)
    if settings.sample_policy:
        k, risk = settings.sample_policy["k"], settings.sample_policy["risk"]
        if k < LEAST_K or not 0 < risk <= MOST_RISK:
            raise NotForSale(
                id=f"Contoh baris riil memerlukan k sedikitnya {LEAST_K} dan risiko paling "
                f"tinggi {MOST_RISK}.",
                en=f"Samples of real rows need a k of at least {LEAST_K} and a risk of at most "
                f"{MOST_RISK}.",
            )
    sizes.fullset_bytes(
        product.edition,
        settings.tariff_format,
        marking.channels_of(settings.columns()["fingerprint"]),
    )


def _must_be_weighted(product: Product, pairs: Mapping[str, Any]) -> None:
    if product.edition is None:
        raise TypeError(product.code)
    book = sizes.master_of(product.edition).codebook
    file = next((each for each in book.present if each.name == pairs["file"]), None)
    missing = [name for name in pairs["cells"] if file is None or name not in file]
    if file is None or not file.weight or missing:
        listed = ", ".join(missing) or str(pairs["file"])
        raise NotForSale(
            id=f"Pasangan penimbang tidak dapat dibuat: {listed} tidak ada, atau berkasnya "
            "tanpa penimbang.",
            en=f"Pairs of weights cannot be made: {listed} does not exist, or the file has no "
            "weight.",
        )


def _record(
    action: str,
    product: Product,
    by: By,
    at: datetime,
    payload: Mapping[str, Any],
    *,
    changed: bool = False,
) -> None:
    trail.record(
        action,
        subject=f"product:{product.code}",
        by=by,
        at=at,
        revision=product.revision if changed else None,
        payload=payload,
    )
