"""Whole numbers and percentages as they are written in each language."""

from __future__ import annotations

from decimal import Decimal

from loket.rules.wording import Language

_MARKS: dict[Language, tuple[str, str]] = {"id": (".", ","), "en": (",", ".")}


def grouped(number: int, language: Language = "id") -> str:
    """Write 1203880050 as 1.203.880.050 (Indonesian) or 1,203,880,050 (English)."""
    thousands, _ = _MARKS[language]
    return f"{number:,}".replace(",", thousands)


def decimal_figure(number: Decimal, language: Language = "id", *, least: int = 0) -> str:
    """Write a decimal with the language's marks and at `least` so many decimals: 24.077,50."""
    thousands, point = _MARKS[language]
    plain = f"{number:,f}"
    whole, _, fraction = plain.partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    return whole.replace(",", thousands) + (point + fraction if fraction else "")


def percent(number: Decimal | int, language: Language = "id") -> str:
    """Write 37.5 as 37,5% (Indonesian) or 37.5% (English)."""
    return decimal_figure(Decimal(number), language) + "%"
