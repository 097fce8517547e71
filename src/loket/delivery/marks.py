"""How each copy of microdata is marked, and which marks a package was made with."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from loket import wiring
from loket.catalogue.models import Edition
from loket.delivery.models import Package
from loket.microdata.fingerprint import VERSION, Channels, OrderKey, WeightPairs
from loket.orders.models import Order


@dataclass(frozen=True, slots=True)
class Mark:
    """What one item of a package was made of and marked with."""

    master: str  # folder of the edition
    channels: Channels


def key_of(order: Order) -> OrderKey:
    return OrderKey(order.reference or "", wiring.order_key(str(order.public_id)))


def record(edition: Edition, channels: Channels) -> dict[str, Any]:
    """Return what is kept with a package: what an item was made of, and its marks."""
    pairs = channels.weights
    return {
        "version": VERSION,
        "master": edition.master,
        "ids": channels.ids,
        "order": channels.order,
        "weights": [pairs.file, list(pairs.cells), pairs.per_million] if pairs else None,
    }


def of(package: Package) -> list[Mark]:
    """Return the marks of a package's items of microdata."""
    records = [each["marks"] for each in package.measured if each.get("marks")]
    return [Mark(record["master"], _channels(record)) for record in records]


def _channels(record: Mapping[str, Any]) -> Channels:
    pairs = record["weights"]
    weights = WeightPairs(pairs[0], tuple(pairs[1]), pairs[2]) if pairs else None
    return Channels(ids=record["ids"], order=record["order"], weights=weights)


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder that is gone afterwards."""
    place = Path(tempfile.mkdtemp(prefix="loket-"))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def copy(stream: BinaryIO, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(stream, out, 1 << 20)
