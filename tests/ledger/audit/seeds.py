"""How the books can be spoiled: statements, and the invariant that each breaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Seed:
    """How somebody spoils the books, and the invariant that is broken by it."""

    invariant: str
    name: str
    tables: tuple[str, ...]
    statements: tuple[str, ...]


def seed(invariant: str, name: str, tables: str, *statements: str) -> Seed:
    return Seed(invariant, name, tuple(tables.split()), statements)
