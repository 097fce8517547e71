"""A tariff book as a plain record for storing, and back; its digest for citing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from loket.rules.tariffs.book import (
    Brackets,
    Kind,
    Mode,
    Rounding,
    TariffBook,
    TariffLine,
    Tier,
    Unit,
)
from loket.rules.wording import RuleError, Text

Record = dict[str, Any]


def book_to_record(book: TariffBook) -> Record:
    """Return the book as JSON-ready values (dates as ISO text)."""
    record = asdict(book)
    for name in ("effective_from", "effective_to"):
        day: date | None = record[name]
        record[name] = day.isoformat() if day else None
    plain: Record = json.loads(json.dumps(record))
    return plain


def book_from_record(record: Mapping[str, Any]) -> TariffBook:
    """
    Rebuild a book from its record.

    :raises RuleError: a part is missing, of the wrong kind, or contradicts another
    """
    try:
        return TariffBook(
            code=str(record["code"]),
            title=Text(**record["title"]),
            legal_basis=Text(**record["legal_basis"]),
            effective_from=_day(record["effective_from"]),
            effective_to=_day(record["effective_to"]),
            confirmed=bool(record["confirmed"]),
            lines=tuple(_line(line) for line in record["lines"]),
            note=Text(**record["note"]),
        )
    except RuleError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleError(
            "Buku tarif tidak dapat dibaca. Periksa bagian yang kosong atau salah bentuk.",
            "The tariff book cannot be read. Check for missing or malformed parts.",
        ) from error


def book_digest(book: TariffBook) -> str:
    """
    Return the SHA-256 (hex) of what a book prices by.

    Confirming a book, or wording its note better, leaves the digest as it is.
    """
    record = book_to_record(book)
    del record["confirmed"], record["note"]
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _line(record: Mapping[str, Any]) -> TariffLine:
    return TariffLine(
        kind=Kind(record["kind"]),
        tariff_class=str(record["tariff_class"]),
        unit=Unit(record["unit"]),
        label=Text(**record["label"]),
        tiers=tuple(
            Tier(
                upto=_whole(tier["upto"]),
                price=_whole(tier["price"]),
                per=_whole(tier["per"]),
                mode=Mode(tier["mode"]),
                in_mb=bool(tier["in_mb"]),
            )
            for tier in record["tiers"]
        ),
        rounding=Rounding(record["rounding"]),
        brackets=Brackets(record["brackets"]),
        mb_bytes=int(record["mb_bytes"]),
    )


def _whole(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise TypeError(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
