"""
What a paper can print: Latin, Greek and Cyrillic letters, and ordinary signs.

Names and notes come from anyone. Invisible and direction-changing characters could make a
paper read otherwise than it is stored, so they are dropped; a letter the paper's typefaces
lack is printed as an open box, so that a reader sees that something stood there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

REPLACEMENT = "□"

_RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA1, 0xAC),  # Latin, without the soft hyphen
    (0xAE, 0x24F),
    (0x259, 0x259),
    (0x2B9, 0x2BC),  # modifier marks of transliterated names
    (0x300, 0x304),  # combining accents left over after composition
    (0x306, 0x308),
    (0x30A, 0x30C),
    (0x323, 0x323),
    (0x391, 0x3A1),  # Greek
    (0x3A3, 0x3A9),
    (0x3B1, 0x3C9),
    (0x401, 0x40C),  # Cyrillic
    (0x40E, 0x44F),
    (0x451, 0x45C),
    (0x45E, 0x45F),
    (0x1E00, 0x1E99),  # Latin with dots below, Vietnamese
    (0x1EA0, 0x1EF9),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
)
_SIGNS = frozenset("…‰′″‹›€№™←→↑↓−≈≠≤≥×÷√∞□\n")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return the text as a paper prints it; see the module's description."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(_printed(character) for character in composed)


def printable_payload(value: Any) -> Any:
    """Apply :func:`printable` to every text in a nested payload."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: printable_payload(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable_payload(item) for item in value]
    return value


def _printed(character: str) -> str:
    if character in _SIGNS:
        return character
    code = ord(character)
    if any(first <= code <= last for first, last in _RANGES):
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    return "" if category in _DROPPED else REPLACEMENT
