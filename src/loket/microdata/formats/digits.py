"""Numbers as right-aligned characters, four digits at a time from a table, in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from loket.microdata.formats.held import Bits, Numbers

SPACE, MINUS, POINT, ZERO = (ord(c) for c in " -.0")
GROUP = 4
WIDEST_TABLE = 1 << 16
EXACT = 2**53
POWERS = 10 ** np.arange(1, 19, dtype=np.int64)
FOUR = np.array([f"{number:04d}" for number in range(10**GROUP)], "S4").view(np.uint32)
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class WholeTable:
    """The characters of every whole number from ``low`` on; the last entry is blank."""

    low: int
    table: npt.NDArray[Any]

    @classmethod
    def within(cls, bounds: tuple[int, int] | None, width: int) -> WholeTable | None:
        """Return a table for numbers within ``bounds``; None if they are unknown or too many."""
        if bounds is None or bounds[1] - bounds[0] >= WIDEST_TABLE:
            return None
        numbers = np.arange(bounds[0], bounds[1] + 1, dtype=np.int64)
        said = whole(numbers, None, width)
        blank = np.full((1, width), SPACE, np.uint8)
        table = np.concatenate([said, blank]).view(f"V{width}")[:, 0]
        return cls(bounds[0], table)

    def cells(self, numbers: Numbers, valid: Bits | None) -> npt.NDArray[Any]:
        """
        Return the (n,) cells of ``numbers``, each ``width`` bytes.

        :raises IndexError: if a number lies outside the bounds
        """
        places = numbers.astype(np.int64) - self.low
        blank = len(self.table) - 1
        blanks = 0
        if valid is not None:
            np.copyto(places, blank, where=valid == 0)
            blanks = len(valid) - int(np.count_nonzero(valid))
        if len(places) and (
            places.min() < 0 or places.max() > blank or np.count_nonzero(places == blank) != blanks
        ):
            raise IndexError("a whole number lies outside the bounds of its column")
        return self.table[places]


def whole(numbers: Numbers, valid: Bits | None, width: int) -> Bytes:
    """
    Return (n, ``width``) characters of whole numbers; blank where not valid.

    :raises ValueError: if a number does not fit ``width``
    """
    return _characters(numbers.astype(np.int64), valid, width, 1)


def fixed_point(numbers: Numbers, valid: Bits | None, width: int, decimals: int) -> Bytes | None:
    """
    Return (n, ``width``) characters with ``decimals``; None where that would round or not fit.

    :raises ValueError: if whole numbers without decimals do not fit ``width``
    """
    scale = 10**decimals
    if numbers.dtype.kind == "f":
        with np.errstate(all="ignore"):
            known = numbers.astype(np.float64) if valid is None else np.where(valid, numbers, 0.0)
            scaled = np.rint(known * scale)
            if not ((np.abs(scaled) < EXACT) & (scaled / scale == known)).all():
                return None
        units = scaled.astype(np.int64)
    else:
        units = np.where(valid, numbers, 0) if valid is not None else numbers
        if decimals and int(np.abs(units).max(initial=0)) >= EXACT // scale:
            return None
        units = units.astype(np.int64) * scale
    if not decimals:
        return _characters(units, valid, width, 1)
    try:
        said = _characters(units, valid, width - 1, decimals + 1)
    except ValueError:
        return None
    point = np.full((len(said), 1), POINT, np.uint8)
    if valid is not None:
        point[valid == 0] = SPACE
    return np.concatenate([said[:, :-decimals], point, said[:, -decimals:]], axis=1)


def _characters(
    numbers: npt.NDArray[np.int64], valid: Bits | None, width: int, least: int
) -> Bytes:
    """Write at least ``least`` digits of each number, and its sign, right-aligned."""
    left = np.abs(numbers) if valid is None else np.where(valid, np.abs(numbers), 0)
    digits = np.maximum(np.searchsorted(POWERS, left, "right") + 1, least)
    negative = numbers < 0
    groups = max(-(-width // GROUP), -(-int(digits.max(initial=1)) // GROUP))
    packed = np.empty((len(left), groups), np.uint32)
    for group in range(groups - 1, -1, -1):
        left, part = np.divmod(left, 10**GROUP)
        packed[:, group] = FOUR[part]
    said = packed.view(np.uint8)
    size = groups * GROUP
    if valid is not None:
        digits = np.where(valid, digits, 0)
        negative &= valid != 0
    said[np.arange(size) < (size - digits)[:, None]] = SPACE
    if int((digits + negative).max(initial=0)) > width:
        raise ValueError(f"a whole number does not fit {width} digits")
    if negative.any():
        rows = np.flatnonzero(negative)
        said[rows, size - digits[rows] - 1] = MINUS
    return np.ascontiguousarray(said[:, size - width :])
