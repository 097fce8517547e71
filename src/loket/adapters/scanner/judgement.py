"""What the child process finds."""

from __future__ import annotations

from dataclasses import dataclass

from loket.adapters.scanner.reasons import Reason


@dataclass(frozen=True, slots=True)
class Judgement:
    """An accepted file: its type, what to keep of it, and its number of pages."""

    media_type: str
    content: bytes
    pages: int


class Refusal(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
