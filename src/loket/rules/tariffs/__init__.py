"""Tariff books of the regulations, and quotes that show their whole working."""

from __future__ import annotations

from loket.rules.tariffs.book import (
    Brackets,
    Kind,
    Mode,
    Rounding,
    TariffBook,
    TariffClass,
    TariffLine,
    Tier,
    Unit,
)
from loket.rules.tariffs.describe import Difference, differences, tier_words
from loket.rules.tariffs.golden import Golden, Tried, try_golden
from loket.rules.tariffs.hints import Alternative, Wanted, cheaper_alternatives
from loket.rules.tariffs.quote import (
    NoTariffLine,
    Quote,
    QuotedStep,
    TariffNotEntered,
    area_map_class,
    find_line,
    quote,
    quote_for,
)
from loket.rules.tariffs.record import book_digest, book_from_record, book_to_record
from loket.rules.tariffs.shelf import SHIPPED_BOOKS, pp_7_2015, pp_13_2024

__all__ = [
    "SHIPPED_BOOKS",
    "Alternative",
    "Brackets",
    "Difference",
    "Golden",
    "Kind",
    "Mode",
    "NoTariffLine",
    "Quote",
    "QuotedStep",
    "Rounding",
    "TariffBook",
    "TariffClass",
    "TariffLine",
    "TariffNotEntered",
    "Tier",
    "Tried",
    "Unit",
    "Wanted",
    "area_map_class",
    "book_digest",
    "book_from_record",
    "book_to_record",
    "cheaper_alternatives",
    "differences",
    "find_line",
    "pp_7_2015",
    "pp_13_2024",
    "quote",
    "quote_for",
    "tier_words",
    "try_golden",
]
