"""Electronic stamp duty (e-Meterai) on a PDF: is it there, is it whole, which serial number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class MeteraiOutcome(StrEnum):
    VALID = "valid"
    ABSENT = "absent"
    BROKEN = "broken"
    NEEDS_EYES = "needs_eyes"


@dataclass(frozen=True, slots=True)
class MeteraiCheck:
    """
    The outcome, the serial numbers found, and what to do next in both languages.

    Whether a serial number was used before is for the caller to ask its own records.
    """

    outcome: MeteraiOutcome
    serials: tuple[str, ...]
    id: str
    en: str


class MeteraiChecker(Protocol):
    def check(self, pdf: bytes, *, at: datetime) -> MeteraiCheck:
        """
        Look for e-Meterai on the file.

        :raises Unavailable: ask again later
        :raises Rejected: if it is not a readable PDF
        """
        ...
