"""Prepare what was ordered: cut, write, re-read, pack, seal. Harmless when run twice."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from loket import wiring
from loket.agreements.queries import sppd_in_force
from loket.areamaps import package as map_packages
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.areamaps.papers import Heading
from loket.catalogue import area_map_definitions, marking, sizes
from loket.catalogue.errors import CatalogueError
from loket.catalogue.models import Product
from loket.catalogue.queries import masters, prices
from loket.delivery import archives, checks, marks, operations, releases
from loket.ledger.context import By
from loket.microdata import definition as microdata
from loket.microdata import package as microdata_packages
from loket.microdata.errors import MicrodataError
from loket.microdata.fingerprint import Marking
from loket.microdata.sample import structure_sample, write_sample
from loket.orders.models import Item, Order
from loket.orders.queries import items_of, may
from loket.people.queries import local_day
from loket.ports.failures import Rejected
from loket.ports.storage import Blob
from loket.process.vocabulary import Actor
from loket.rules.wording import RuleError

CANNOT = (MicrodataError, AreaMapError, CatalogueError, RuleError, Rejected)


class TwinDisagrees(Exception):
    """A written file, read again by another program, is not what the master holds."""


def prepare(order: Order, *, by: By, at: datetime) -> None:
    """Build the package (and, online, the sample) and record it; failures are recorded too."""
    if not any(may(order, name, Actor.SYSTEM) for name in operations.FINISHING):
        return
    place = Path(tempfile.mkdtemp(prefix="loket-"))
    try:
        checked = checks.of(order)
        if checks.is_blocked(checked):
            releases.block(order, checked=checked, by=by, at=at)
            return
        manifest, measured = _build(order, place / "data", at)
        sample = _sample(order, place) if order.channel == "online" else None
        archive = archives.zipped(place / "data", place / "data.zip")
        with archive.open("rb") as stream:
            sealed = wiring.vault().seal(stream, context=operations.package_context(order))
        operations.package_ready(
            order,
            sealed=sealed,
            manifest=manifest,
            measured=measured,
            sample=sample,
            checked=checked,
            by=by,
            at=at,
        )
    except CANNOT as error:
        operations.package_failed(order, id=error.id, en=error.en, by=by, at=at)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _build(
    order: Order, place: Path, at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    place.mkdir()
    measured = []
    for item in items_of(order):
        product = Product.objects.select_related("edition__survey", "layer", "office").get(
            code=item.product_code
        )
        folder = place / f"{item.position:02d}-{product.code}"
        if item.kind == "microdata":
            measured.append(_microdata(order, item, product, folder, at))
        else:
            measured.append(_area_map(order, item, product, folder, at))
    manifest = [
        {
            "name": str(path.relative_to(place)),
            "size": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(place.rglob("*"))
        if path.is_file()
    ]
    return manifest, measured


def _microdata(
    order: Order, item: Item, product: Product, folder: Path, at: datetime
) -> dict[str, Any]:
    """Write the item's files; return their exact bytes as the tariff counts, and the marks."""
    wanted = microdata.parse(item.definition)
    edition = masters.edition_for(product, wanted)
    master = masters.master(edition)
    channels = marking.channels_of(product.fingerprint)
    package = microdata_packages.assemble(
        master,
        wanted,
        folder,
        marks=_marks(order),
        engine=wiring.extraction_engine(),
        rewrite=Marking(master, marks.key_of(order), channels),
        at=at,
        signer=wiring.check_signer(),
    )
    if not package.twin.passed:
        raise TwinDisagrees(order.reference, item.position)
    return {
        "definition_hash": item.definition_hash,
        "quantity": sizes.bytes_of(edition, wanted, product.tariff_format, channels),
        "marks": marks.record(edition, channels),
    }


def _area_map(
    order: Order, item: Item, product: Product, folder: Path, at: datetime
) -> dict[str, Any]:
    if product.layer is None:
        raise TypeError(product.code)
    wanted = area_map_definitions.parse(item.definition)
    folder.mkdir()
    layer = masters.layer(product.layer)
    map_packages.build(
        layer,
        map_packages.PackageRequest(
            heading=Heading(
                title_id=product.title_id,
                title_en=product.title_en or product.title_id,
                publisher=order.office.name,
                reference=order.reference or "",
                dated=local_day(order.office, product.layer.imported_at),
                recipient=order.buyer.name,
            ),
            regions=wanted.regions or (product.layer.area_code,),
            formats=tuple(MapFormat(each) for each in wanted.formats),
            crs=wanted.crs,
            key=wiring.order_key(str(order.public_id)),
            sumber=product.layer.source,
            periode=product.layer.period,
        ),
        folder,
    )
    checked = prices.quote_definition(product, item.definition, at=at)
    return {"definition_hash": item.definition_hash, "quantity": checked.quantity}


def _marks(order: Order) -> list[tuple[str, str]]:
    sppd = sppd_in_force(order)
    visible = [
        ("Nomor pesanan/order", order.reference or ""),
        ("Penerima/licensee", order.buyer.name),
        ("Komitmen salinan/copy commitment", marks.key_of(order).commitment),
    ]
    if sppd is not None:
        visible.append(("SPPD", sppd.number))
    return visible


def _sample(order: Order, place: Path) -> Blob | None:
    """Write the samples of the microdata items; maps have none (step O5)."""
    folder = place / "contoh"
    for item in items_of(order):
        if item.kind != "microdata":
            continue
        product = Product.objects.select_related("edition").get(code=item.product_code)
        definition = microdata.parse(item.definition)
        target = folder / f"{item.position:02d}-{product.code}"
        target.mkdir(parents=True)
        master = masters.master(masters.edition_for(product, definition))
        sample = structure_sample(master, definition)
        write_sample(sample, definition, target)
    if not folder.exists():
        return None
    with archives.zipped(folder, place / "contoh.zip").open("rb") as stream:
        return wiring.storage().put(stream)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
