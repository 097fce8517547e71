"""Refusals of the catalogue, in both languages, each saying what to do next."""

from __future__ import annotations


class CatalogueError(Exception):
    """Something cannot be imported, offered or shown as asked."""

    def __init__(self, *, id: str, en: str) -> None:
        super().__init__(id, en)
        self.id = id
        self.en = en

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"


class AlreadyImported(CatalogueError):
    """The code and release, or the very same data, are in the catalogue already."""


class NotForSale(CatalogueError):
    """The product cannot be offered as described, or is not on sale now."""


class ChangedMeanwhile(CatalogueError):
    """Somebody else changed the product since it was read."""
