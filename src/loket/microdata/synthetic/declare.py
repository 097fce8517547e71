"""Short ways to declare a synthetic variable together with the rule that draws its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from loket.microdata.codebook import Bilingual, Measure, Missing, Security, ValueLabel, Variable

Texts = tuple[str, str]
Column = NDArray[np.generic]


@dataclass(slots=True)
class Rows:
    """
    Rows being generated: finished columns, and the filters by which questions are asked.

    ``wealth`` is a standard score for each row; ``asked`` holds one Boolean array for each
    named filter.
    """

    wealth: NDArray[np.float64]
    columns: dict[str, Column] = field(default_factory=dict)
    masks: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    asked: dict[str, NDArray[np.bool_]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.wealth)

    def put(self, name: str, values: Column, *, null: NDArray[np.bool_] | None = None) -> None:
        """Add a finished column; rows where ``null`` is true are system-missing."""
        self.columns[name] = values
        if null is not None and bool(null.any()):
            self.masks[name] = null


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    A variable and how its values are drawn.

    Either ``shares`` (one for each substantive category) or ``median`` with ``spread`` (the
    standard deviation of the logarithm). ``tilt`` says how much wealth shifts rows to later
    categories or larger numbers; ``unknown`` is the share answering with the first user-missing
    code; ``asked`` names the rows to which the question is put.
    """

    variable: Variable
    shares: tuple[float, ...] = ()
    median: float = 0.0
    spread: float = 0.0
    highest: float = 0.0
    tilt: float = 0.0
    unknown: float = 0.0
    asked: str = ""


class Decimals(TypedDict):
    """What weights have in common."""

    width: int
    decimals: int
    is_weight: bool


class Nominal(TypedDict):
    """What coded characteristics computed by the generator have in common."""

    width: int
    measure: Measure
    security: Security
    values: Mapping[int, Texts]


def nominal(values: Mapping[int, Texts]) -> Nominal:
    """Describe a one-digit code that is a key for re-identification, such as sex."""
    return {"width": 1, "measure": "nominal", "security": "key", "values": values}


def plain(
    name: str,
    id: str,
    en: str,
    *,
    width: int = 8,
    decimals: int = 0,
    measure: Measure = "scale",
    security: Security = "",
    is_weight: bool = False,
    values: Mapping[int, Texts] | None = None,
) -> Variable:
    """Declare a numeric variable whose values the generator computes by itself."""
    return Variable(
        name=name,
        label=Bilingual(id, en),
        width=width,
        decimals=decimals,
        measure=measure,
        display_format=f"F{width}.{decimals}",
        security=security,
        is_weight=is_weight,
        values=_labels(values or {}, ()),
    )


def text(name: str, id: str, en: str, *, width: int) -> Variable:
    """Declare a text variable of ``width`` bytes."""
    label = Bilingual(id, en)
    return Variable(
        name=name,
        kind="text",
        label=label,
        width=width,
        measure="nominal",
        display_format=f"A{width}",
    )


def day(name: str, id: str, en: str) -> Variable:
    """Declare a date."""
    label = Bilingual(id, en)
    return Variable(
        name=name, kind="date", label=label, width=10, measure="scale", display_format="DATE11"
    )


def coded(
    name: str,
    id: str,
    en: str,
    values: Mapping[int, Texts],
    shares: Sequence[float],
    *,
    missing: tuple[int, ...] = (),
    unknown: float = 0.0,
    tilt: float = 0.0,
    asked: str = "",
    measure: Measure = "nominal",
    security: Security = "",
) -> Recipe:
    """Declare a categorical question; ``missing`` codes stand in ``values`` too."""
    variable = Variable(
        name=name,
        label=Bilingual(id, en),
        width=max(len(str(code)) for code in values),
        measure=measure,
        display_format=f"F{max(len(str(code)) for code in values)}.0",
        values=_labels(values, missing),
        missing=Missing(codes=missing),
        security=security,
    )
    return Recipe(variable, shares=tuple(shares), tilt=tilt, unknown=unknown, asked=asked)


def number(
    name: str,
    id: str,
    en: str,
    *,
    median: float,
    spread: float,
    highest: float,
    decimals: int = 0,
    missing: Mapping[int, Texts] | None = None,
    unknown: float = 0.0,
    tilt: float = 0.0,
    asked: str = "",
    security: Security = "",
) -> Recipe:
    """Declare a quantity drawn from a log-normal distribution, cut at ``highest``."""
    codes = missing or {}
    top = max([int(highest), *codes])
    width = len(str(top)) + (decimals + 1 if decimals else 0)
    variable = Variable(
        name=name,
        label=Bilingual(id, en),
        width=width,
        decimals=decimals,
        measure="scale",
        display_format=f"F{width}.{decimals}",
        values=_labels(codes, tuple(codes)),
        missing=Missing(codes=tuple(codes)),
        security=security,
    )
    return Recipe(
        variable,
        median=median,
        spread=spread,
        highest=highest,
        tilt=tilt,
        unknown=unknown,
        asked=asked,
    )


def draw(recipe: Recipe, rows: Rows, rng: np.random.Generator) -> None:
    """Draw the variable of ``recipe`` for every row and put it into ``rows``."""
    variable = recipe.variable
    values = _categories(recipe, rows, rng) if recipe.shares else _quantities(recipe, rows, rng)
    if recipe.unknown:
        values[rng.random(len(rows)) < recipe.unknown] = variable.missing.codes[0]
    null = ~rows.asked[recipe.asked] if recipe.asked else None
    rows.put(variable.name, values, null=null)


def _categories(recipe: Recipe, rows: Rows, rng: np.random.Generator) -> NDArray[np.int32]:
    missing = set(recipe.variable.missing.codes)
    codes = np.array(
        [value.code for value in recipe.variable.values if value.code not in missing],
        dtype=np.int32,
    )
    if len(codes) != len(recipe.shares):
        raise ValueError(
            f"{recipe.variable.name}: {len(codes)} codes, {len(recipe.shares)} shares"
        )
    # Wealth in a few steps, so that one table of cumulative shares serves many rows.
    step = np.clip(np.floor(rows.wealth * 2 + 4), 0, 7).astype(np.intp)
    rank = np.linspace(-1, 1, len(codes)) if len(codes) > 1 else np.zeros(1)
    weights = np.array(recipe.shares) * np.exp(
        recipe.tilt * ((np.arange(8) - 3.5) / 2)[:, None] * rank[None, :]
    )
    cumulative = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    dice = rng.random(len(rows))
    chosen = (dice[:, None] > cumulative[step][:, :-1]).sum(axis=1)
    picked: NDArray[np.int32] = codes[chosen]
    return picked


def _quantities(recipe: Recipe, rows: Rows, rng: np.random.Generator) -> NDArray[np.float64]:
    noise = rng.standard_normal(len(rows))
    values = recipe.median * np.exp(recipe.spread * noise + recipe.tilt * rows.wealth)
    rounded: NDArray[np.float64] = np.minimum(values, recipe.highest).round(
        recipe.variable.decimals
    )
    return rounded


def _labels(values: Mapping[int, Texts], missing: tuple[int, ...]) -> tuple[ValueLabel, ...]:
    return tuple(
        ValueLabel(code, Bilingual(*texts), missing=code in missing)
        for code, texts in values.items()
    )
