"""Errors of the microdata library, each in Indonesian and English, naming the place."""

from __future__ import annotations


class MicrodataError(Exception):
    """
    Something in a file, a codebook or a request is not usable.

    ``id`` and ``en`` say what is wrong and what to do next; ``place`` names where: a file, a
    variable, a row or a line. All three are safe to show to a customer.
    """

    def __init__(self, *, id: str, en: str, place: str = "") -> None:
        self.id = f"{place}: {id}" if place else id
        self.en = f"{place}: {en}" if place else en
        self.place = place
        super().__init__(f"{self.id} / {self.en}")


class UnreadableFile(MicrodataError):
    """The file is truncated, has another format than its name says, or another encoding."""


class UnknownVariable(MicrodataError):
    """A request names a variable or a file that the codebook does not have."""


class UnknownRegion(MicrodataError):
    """A request names a region that the file does not hold, or a file without regions."""


class InvalidSelection(MicrodataError):
    """A request cannot be carried out as written."""


class UnfitFormat(MicrodataError):
    """The output format cannot hold this file at all (for example: too many variables)."""
