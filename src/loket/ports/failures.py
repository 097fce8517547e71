"""The two ways an outside system can fail us, each said in Indonesian and in English."""

from __future__ import annotations


class Failure(Exception):
    """
    A failure to show to a person.

    ``id`` and ``en`` are whole sentences which say what to do next; they never hold a
    password, a key or a person's data, since they end up in logs.
    """

    def __init__(self, id: str, en: str) -> None:
        super().__init__(id, en)
        self.id = id
        self.en = en

    def __str__(self) -> str:
        return f"{self.id} / {self.en}"


class Unavailable(Failure):
    """
    Ask again later: no answer came, or none that can be believed.

    The request may or may not have had its effect. Repeat it with the same reference.
    """


class Rejected(Failure):
    """No: the same request will be refused again."""
