"""
Whom the rows are about: households, their members, their purchases; ids that join across files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loket.microdata.codebook import DataFile
from loket.microdata.sample.dice import uniforms

ROWS = 50
TOP_UNITS = 20
ALONE = 30
_MOST_BELOW = 3

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """
    One kind of row, named by its key variables.

    ``above`` is the keys of the unit it belongs to, ``parent`` the place of each row's parent
    there, and ``number`` each row's place within its parent, from 0.
    """

    keys: Keys
    above: Keys | None
    parent: tuple[int, ...]
    number: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.parent)


def units(files: Iterable[DataFile], seed: str) -> dict[Keys, Unit]:
    """
    Return the units of ``files``, each after the one it belongs to.

    A unit on top has ``TOP_UNITS`` rows when others belong to it, else ``ALONE``; below it one to
    three rows each, at most ``ROWS`` in all.
    """
    every = sorted({key_set(file) for file in files}, key=lambda keys: (len(keys), keys))
    made: dict[Keys, Unit] = {}
    for keys in every:
        above = [other for other in every if other and set(other) < set(keys)]
        if above:
            made[keys] = _below(keys, made[above[-1]], seed)
        else:
            has_below = any(set(keys) < set(other) for other in every) and bool(keys)
            count = TOP_UNITS if has_below else ALONE
            made[keys] = Unit(keys, None, tuple(range(count)), (0,) * count)
    return made


def key_set(file: DataFile) -> Keys:
    """Return the keys of ``file`` in an order that does not depend on the file."""
    return tuple(sorted(file.keys))


def _below(keys: Keys, above: Unit, seed: str) -> Unit:
    dice = uniforms(seed, "rows", *keys, count=len(above))
    parent: list[int] = []
    number: list[int] = []
    for place, throw in enumerate(dice):
        room = ROWS - len(parent) - (len(above) - place - 1)
        for each in range(max(1, min(1 + int(throw * _MOST_BELOW), room))):
            parent.append(place)
            number.append(each)
    return Unit(keys, above.keys, tuple(parent), tuple(number))
