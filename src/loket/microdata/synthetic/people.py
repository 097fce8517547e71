"""
Draw the households of one regency and the people in them.

Each regency has its own random stream, spawned from the seed and its code, so that 3304 comes out
the same whether it is drawn alone or with all of Indonesia.
"""

# ruff: noqa: PLR2004 - ages, codes and shares are the material here

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loket.microdata.synthetic.declare import Recipe, Rows, draw

HOUSEHOLDS_PER_PSU = 10
_SIZE_SHARES = (0.08, 0.16, 0.24, 0.25, 0.15, 0.07, 0.03, 0.012, 0.005, 0.003)
# Households of the country and in Susenas: 74 million behind 345 thousand drawn.
_MEAN_WEIGHT = 215.0
_FIRST_DAY = np.datetime64("2024-03-01", "D")

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Draw:
    """What is to be drawn for one regency. ``first`` is the number of its first household."""

    regency: int
    households: int
    first: int
    mean_weight: float = _MEAN_WEIGHT


def stream(seed: int, regency: int) -> np.random.Generator:
    """Return the random stream of ``regency``."""
    return np.random.default_rng(np.random.SeedSequence([seed, regency]))


def households(plan: Draw, recipes: tuple[Recipe, ...], rng: np.random.Generator) -> Rows:
    """Draw the household rows of ``plan``."""
    count = plan.households
    psu = np.arange(count) // HOUSEHOLDS_PER_PSU
    blocks = int(psu[-1]) + 1 if count else 0
    is_city = plan.regency % 100 >= 71
    urban_blocks = rng.random(blocks) < (0.93 if is_city else rng.uniform(0.2, 0.5))
    urban = urban_blocks[psu]
    block_effect = rng.normal(0, 0.45, blocks)[psu]
    wealth = 0.55 * urban - 0.2 + block_effect + rng.normal(0, 0.8, count)
    rows = Rows(wealth=wealth)
    rows.put("URUT", plan.first + np.arange(count))
    rows.put("PSU", np.array([f"{plan.regency}{block:05d}" for block in psu + 1], dtype=object))
    rows.put("SSU", np.arange(count) % HOUSEHOLDS_PER_PSU + 1)
    rows.put("STRATA", np.where(urban, 1, 2) * 10 + 1 + (block_effect > 0))
    rows.put("R101", np.full(count, plan.regency // 100))
    rows.put("R102", np.full(count, plan.regency % 100))
    rows.put("R105", np.where(urban, 1, 2))
    size = rng.choice(np.arange(1, len(_SIZE_SHARES) + 1), size=count, p=_SIZE_SHARES)
    rows.put("R301", size)
    rows.put("TGL_CACAH", _FIRST_DAY + rng.integers(0, 31, blocks)[psu])
    factor = rng.lognormal(0, 0.35, blocks)[psu] * np.where(urban, 1.15, 0.92)
    rows.put("FWT", np.round(plan.mean_weight * factor, 4))
    for recipe in recipes:
        draw(recipe, rows, rng)
    return rows


def individuals(home: Rows, recipes: tuple[Recipe, ...], rng: np.random.Generator) -> Rows:
    """Draw the members of the households in ``home``, head first."""
    size = home.columns["R301"].astype(np.int64)
    of = np.repeat(np.arange(len(home)), size)
    number = np.arange(len(of)) - np.repeat(np.cumsum(size) - size, size) + 1
    people = Rows(wealth=home.wealth[of] + rng.normal(0, 0.3, len(of)))
    for name in ("URUT", "PSU", "SSU", "STRATA", "R101", "R102", "R105", "FWT"):
        people.put(name, home.columns[name][of])
    people.put("R401", number)
    relation, sex, age = _persons(size, of, number, rng)
    married = np.isin(relation, (2, 5)) | ((relation == 1) & _has_spouse(relation, of, len(home)))
    people.put("R403", relation)
    people.put("R404", _marital(age, married, rng))
    people.put("R405", sex)
    people.put("R407", age)
    _ask(people, rng)
    for recipe in recipes:
        draw(recipe, people, rng)
    if recipes:
        _settle(people)
    band = np.minimum(age // 10, 7) * 2 + sex - 1
    calibration = rng.normal(1, 0.02, 16)[band]
    people.put("WI1", np.round(people.columns["FWT"].astype(np.float64) * calibration, 4))
    return people


def _persons(
    size: Ints, of: Ints, number: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    """Return relation to the head, sex and age of every member."""
    count = len(of)
    heads = len(size)
    head_age = np.clip(np.round(rng.normal(49, 14, heads)), 18, 97).astype(np.int64)
    head_sex = np.where(rng.random(heads) < 0.84, 1, 2)
    couple = (size > 1) & (rng.random(heads) < np.where(head_sex == 1, 0.9, 0.12))
    dice = rng.random(count)
    relation = np.select(
        [number == 1, (number == 2) & couple[of], dice < 0.78, dice < 0.87, dice < 0.95],
        [1, 2, 3, 6, 7],
        default=9,
    )
    at_random = np.where(rng.random(count) < 0.5, 1, 2)
    sex = np.select(
        [relation == 1, relation == 2], [head_sex[of], 3 - head_sex[of]], default=at_random
    )
    shift = np.select(
        [relation == 1, relation == 2, relation == 3, relation == 6, relation == 7],
        [
            np.zeros(count),
            rng.normal(-3, 4, count),
            rng.normal(-27, 6, count),
            rng.normal(-50, 6, count),
            rng.normal(25, 4, count),
        ],
        default=rng.normal(-12, 18, count),
    )
    age = np.round(head_age[of] + shift).astype(np.int64)
    low = np.select([relation == 1, relation == 2, relation == 7], [18, 16, 40], default=0)
    high = np.where(relation == 3, np.maximum(head_age[of] - 15, 0), 97)
    return relation, sex, np.clip(age, low, np.maximum(low, high))


def _has_spouse(relation: Ints, of: Ints, heads: int) -> Flags:
    spouse = np.zeros(heads, dtype=np.bool_)
    spouse[of[relation == 2]] = True
    return spouse[of]


def _marital(age: Ints, married: Flags, rng: np.random.Generator) -> Ints:
    dice = rng.random(len(age))
    single = np.where(age < 17, 1.0, np.clip(1.15 - (age - 17) / 22, 0.03, 1.0))
    widowed = np.clip((age - 40) / 50, 0, 0.9)
    alone = np.select([dice < single, dice < single + (1 - single) * widowed], [1, 4], default=3)
    return np.where(married, 2, alone).astype(np.int64)


def _ask(people: Rows, rng: np.random.Generator) -> None:
    """Decide which questions are put to whom."""
    age = people.columns["R407"].astype(np.int64)
    female = people.columns["R405"] == 2
    dice = rng.random(len(age))
    people.asked = {
        "age5": age >= 5,
        "age10": age >= 10,
        "working": (age >= 15) & (dice < np.where(female, 0.52, 0.8)) & (age < 75),
        "sick": rng.random(len(age)) < 0.27,
        "smokes": (age >= 15) & ~female & (rng.random(len(age)) < 0.55),
        "under5": age < 5,
        "under2": age < 2,
        "married_women": female & (age >= 15) & (people.columns["R404"] != 1),
    }


def _settle(people: Rows) -> None:
    """Make answers that depend on one another agree (work, school, illness, smoking)."""
    column, asked = people.columns, people.asked
    age = column["R407"].astype(np.int64)
    ill, works, smokes = asked["sick"], asked["working"], asked["smokes"]
    column["R1102"] = np.where(ill, 1, 5)
    column["R1207"] = np.where(
        smokes,
        np.where(column["R1207"] == 2, 2, 1),
        np.where(column["R1207"] == 8, 8, 3),
    )
    at_school = (age >= 7) & (age <= 15) | (age > 15) & (age <= 24) & (column["R610"] == 2)
    column["R610"] = np.select([at_school, column["R610"] == 2], [2, 3], default=column["R610"])
    column["R614"] = np.where(age < 12, 25, column["R614"])
    idle = np.where(column["R703"] == 1, 3, column["R703"])
    column["R703"] = np.where(works, 1, np.where(at_school, 2, idle))
