"""
What may be drawn for one variable: only what the catalogue publishes about it.

A category whose count is withheld (fewer than five rows) cannot be drawn; quantities are drawn
between the published 5th and 95th percentile and cut to two significant digits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loket.microdata.codebook import Code, Variable
from loket.microdata.definition import Condition

LEAST = 5
_PROBABILITIES = (0.05, 0.25, 0.5, 0.75, 0.95)
_CODE_LIKE = re.compile(r"[0-9A-Z.]{1,6}")
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Distribution:
    """
    Codes with their counts, or percentiles, and the share of empty values.

    Neither codes nor percentiles: nothing is published, and a filler is used.
    """

    codes: tuple[Code, ...] = ()
    counts: tuple[int, ...] = ()
    percentiles: tuple[float, ...] = ()
    empty: float = 0.0

    def drawn(self, dice: float) -> Code | None:
        """Return the value at ``dice`` in [0, 1), or None for an empty one or no publication."""
        if dice < self.empty or not (self.codes or self.percentiles):
            return None
        dice = (dice - self.empty) / (1 - self.empty)
        return self._category(dice) if self.codes else self._quantity(dice)

    def _category(self, dice: float) -> Code:
        left = dice * sum(self.counts)
        for code, count in zip(self.codes, self.counts, strict=True):
            left -= count
            if left < 0:
                return code
        return self.codes[-1]

    def _quantity(self, dice: float) -> float:
        at = 0.05 + 0.9 * dice
        for upper in range(1, len(_PROBABILITIES)):
            if at <= _PROBABILITIES[upper]:
                break
        low, high = self.percentiles[upper - 1], self.percentiles[upper]
        share = (at - _PROBABILITIES[upper - 1]) / (
            _PROBABILITIES[upper] - _PROBABILITIES[upper - 1]
        )
        return two_digits(low + share * (high - low))


def published(variable: Variable, summary: Mapping[str, Any]) -> Distribution:
    """Return what ``summary`` (one entry of the edition's) lets us draw for ``variable``."""
    rows = int(summary.get("rows", 0))
    empty = (summary.get("empty") or 0) / rows if rows else 0.0
    if empty >= 1 or variable.security == "identifier":
        return Distribution(empty=1.0 if empty >= 1 else 0.0)
    frequencies = _frequencies(variable, summary.get("frequencies") or ())
    if variable.security == "sensitive":
        return _even(variable, empty)
    if frequencies:
        return Distribution(tuple(frequencies), tuple(frequencies.values()), empty=empty)
    percentiles = tuple(summary.get("percentiles") or ())
    if variable.kind == "numeric" and len(percentiles) == len(_PROBABILITIES):
        return Distribution(percentiles=percentiles, empty=empty)
    return _even(variable, empty)


def _frequencies(variable: Variable, rows: Sequence[Mapping[str, Any]]) -> dict[Code, int]:
    counted = {row["code"]: row["n"] for row in rows if (row["n"] or 0) >= LEAST}
    if variable.kind != "text" or variable.values:
        return counted
    # Unlabelled texts are drawn when they are codes, not when people wrote them.
    return counted if all(_CODE_LIKE.fullmatch(str(code)) for code in counted) else {}


def _even(variable: Variable, empty: float) -> Distribution:
    """Use the codebook's own codes, equally often: says nothing about the data."""
    codes = tuple(value.code for value in variable.values if not value.missing)
    return Distribution(codes, (1,) * len(codes), empty=empty)


def restricted(distribution: Distribution, condition: Condition) -> Distribution:
    """Return ``distribution`` limited to what the order's ``condition`` asks for."""
    if condition.between is not None:
        return _between(distribution, *condition.between)
    kept = {
        code: count
        for code, count in zip(distribution.codes, distribution.counts, strict=True)
        if any(_matches(code, value) for value in condition.values)
    }
    if not kept:
        # What the customer asks for is not a fact about the data.
        kept = dict.fromkeys((_plain(value) for value in condition.values), 1)
    return Distribution(tuple(kept), tuple(kept.values()))


def _matches(code: Code, value: Code) -> bool:
    if isinstance(value, str) and value.endswith("*"):
        return str(code).startswith(value[:-1])
    return code == value


def _plain(value: Code) -> Code:
    return value.rstrip("*") if isinstance(value, str) else value


def _between(distribution: Distribution, low: int, high: int) -> Distribution:
    kept = {
        code: count
        for code, count in zip(distribution.codes, distribution.counts, strict=True)
        if not isinstance(code, str) and low <= code <= high
    }
    if kept:
        return Distribution(tuple(kept), tuple(kept.values()))
    inside = [p for p in distribution.percentiles if low <= p <= high]
    lowest, highest = (inside[0], inside[-1]) if inside else (float(low), float(high))
    whole = sorted(
        {low, high, *(math.floor(lowest + (highest - lowest) * q / 4) for q in range(5))}
    )
    fitting = tuple(value for value in whole if low <= value <= high)
    return Distribution(fitting, (1,) * len(fitting))


def two_digits(value: float) -> float:
    """Return ``value`` cut towards zero to two significant digits: 1297.3 becomes 1200."""
    if value == 0 or not math.isfinite(value):
        return 0.0
    places = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    scale: float = 10.0**places
    return round(math.trunc(value * scale + math.copysign(1e-9, value)) / scale, max(places, 0))
