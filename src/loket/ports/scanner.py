"""Judging an uploaded file before anyone opens it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

MEBIBYTE: Final = 1024 * 1024

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"


class Outcome(StrEnum):
    CLEAN = "clean"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class UploadRules:
    """What a file may be for one purpose; sizes in bytes, images in pixels."""

    media_types: frozenset[str]
    max_bytes: int = 10 * MEBIBYTE
    max_pages: int = 100
    max_pixels: int = 100_000_000


PROOF: Final = UploadRules(frozenset({PDF, JPEG, PNG}), max_pages=20)
"""A proof of payment: a bank's PDF or a photograph."""
LETTER: Final = UploadRules(frozenset({PDF}))
"""A request letter, assignment letter or declaration."""
AGREEMENT: Final = UploadRules(frozenset({PDF}), max_bytes=20 * MEBIBYTE)
"""A signed SPPD: kept bit by bit, since its signatures must stay valid."""
IDENTITY: Final = UploadRules(frozenset({JPEG, PNG, PDF}), max_bytes=5 * MEBIBYTE, max_pages=4)
"""A picture of an identity card."""
COMPLAINT: Final = UploadRules(frozenset({PDF, JPEG, PNG}))
"""What comes with a complaint."""


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """
    The judgement, with its reason in both languages.

    ``content`` is what to store when CLEAN: images are drawn anew without metadata, a PDF
    is kept as it came. UNSURE means "waiting for scan": ask again, show it to nobody.
    """

    outcome: Outcome
    id: str
    en: str
    media_type: str = ""
    content: bytes = field(default=b"", repr=False)
    pages: int = 0

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"


class Scanner(Protocol):
    def scan(self, content: bytes, rules: UploadRules) -> ScanVerdict:
        """Judge the file; never raises for what is in it, and UNSURE is never CLEAN."""
        ...
