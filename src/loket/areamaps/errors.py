"""The one failure this library raises on purpose: a sentence for people, in both languages."""

from __future__ import annotations


class AreaMapError(Exception):
    """
    Something about a map, a code or a request that the person asking can put right.

    :ivar id: what is wrong and what to do next, in Indonesian
    :ivar en: the same in English
    """

    def __init__(self, *, id: str, en: str) -> None:
        super().__init__(id, en)
        self.id = id
        self.en = en

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return (_rebuild, (self.id, self.en))


def _rebuild(id: str, en: str) -> AreaMapError:
    return AreaMapError(id=id, en=en)
