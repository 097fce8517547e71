"""The name of one state of one thing on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# Some things on a screen change by the clock alone: opening hours, expected waits.
SECONDS_BETWEEN_FRESH_BODIES = 30


@dataclass(frozen=True, slots=True)
class Tag:
    """
    An ETag; `str()` writes it with its quotes.

    :param period: number of the half minute since 1970
    :param name: what is shown and in which language, in small letters, digits and hyphens
    """

    office: str
    version: int
    period: int
    name: str

    @classmethod
    def of(cls, office: str, version: int, at: datetime, name: str) -> Tag:
        return cls(office, version, int(at.timestamp()) // SECONDS_BETWEEN_FRESH_BODIES, name)

    def __str__(self) -> str:
        return f'"{self.office}-{self.version}-{self.period}-{self.name}"'
