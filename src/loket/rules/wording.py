"""Words in both languages, and the error that carries them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Indonesian and in English."""

    id: str
    en: str

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"

    def in_language(self, language: Language) -> str:
        return self.en if language == "en" else self.id


class RuleError(ValueError):
    """
    A rule refuses what was asked; the words say why and what to do next.

    ``.id`` and ``.en`` hold the words in each language; ``str()`` gives both.
    """

    def __init__(self, id: str, en: str) -> None:
        super().__init__(id, en)
        self.id = id
        self.en = en

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"

    @property
    def text(self) -> Text:
        return Text(self.id, self.en)
