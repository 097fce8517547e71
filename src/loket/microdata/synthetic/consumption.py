"""
The consumption and expenditure module: food, other goods, and the household's totals.

Amounts agree with one another as in the real module: monthly food is the weekly value times
30/7, other goods are the last month's amounts plus a twelfth of the yearly ones.
"""

# ruff: noqa: PLR2004 - ages, codes and shares are the material here

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loket.microdata.codebook import Variable
from loket.microdata.synthetic.declare import Rows, plain

# Code, name, unit; share of households, weekly amount for each person, rupiah for each unit.
Item = tuple[int, str, str, float, float, int]
FOOD: tuple[Item, ...] = (
    (2, "Beras (kg)", "Rice (kg)", 0.97, 1.45, 13500),
    (4, "Jagung pipilan (kg)", "Shelled maize (kg)", 0.04, 0.3, 8000),
    (8, "Ketela pohon/singkong (kg)", "Cassava (kg)", 0.26, 0.3, 5000),
    (17, "Ikan tongkol/tuna/cakalang (kg)", "Tuna (kg)", 0.35, 0.14, 36000),
    (31, "Ikan lele (kg)", "Catfish (kg)", 0.22, 0.12, 28000),
    (52, "Daging sapi (kg)", "Beef (kg)", 0.05, 0.06, 130000),
    (54, "Daging ayam ras (kg)", "Broiler meat (kg)", 0.57, 0.19, 37000),
    (59, "Telur ayam ras (butir)", "Chicken eggs (piece)", 0.86, 2.3, 1900),
    (65, "Susu kental manis (397 gram)", "Condensed milk (397 g)", 0.16, 0.12, 13500),
    (76, "Bayam (kg)", "Spinach (kg)", 0.41, 0.11, 9000),
    (79, "Kangkung (kg)", "Water spinach (kg)", 0.46, 0.11, 8000),
    (93, "Bawang merah (ons)", "Shallots (100 g)", 0.92, 0.55, 3500),
    (94, "Bawang putih (ons)", "Garlic (100 g)", 0.91, 0.36, 3900),
    (99, "Cabai rawit (ons)", "Bird's eye chilli (100 g)", 0.83, 0.42, 5200),
    (104, "Tahu (kg)", "Tofu (kg)", 0.71, 0.16, 12500),
    (105, "Tempe (kg)", "Tempeh (kg)", 0.74, 0.15, 14500),
    (116, "Pisang (kg)", "Bananas (kg)", 0.39, 0.28, 12000),
    (126, "Minyak goreng (liter)", "Cooking oil (litre)", 0.94, 0.24, 17500),
    (131, "Gula pasir (ons)", "Sugar (100 g)", 0.86, 1.15, 1750),
    (134, "Teh bubuk (ons)", "Tea (100 g)", 0.63, 0.12, 7200),
    (136, "Kopi bubuk (ons)", "Coffee (100 g)", 0.52, 0.22, 9000),
    (151, "Mi instan (80 gram)", "Instant noodles (80 g)", 0.71, 1.1, 3100),
    (163, "Nasi campur/rames (porsi)", "Rice with dishes (portion)", 0.34, 0.5, 14000),
    (169, "Gorengan (potong)", "Fritters (piece)", 0.58, 2.1, 1100),
    (187, "Rokok kretek filter (batang)", "Filtered clove cigarettes (piece)", 0.46, 13.0, 1900),
)
# Code, name; share of households, rupiah a month for each person, and whether asked by the year.
Good = tuple[int, str, str, float, int, bool]
GOODS: tuple[Good, ...] = (
    (195, "Perkiraan sewa rumah sendiri", "Imputed rent", 0.88, 105_000, False),
    (198, "Listrik", "Electricity", 0.98, 34_000, False),
    (201, "Elpiji", "LPG", 0.86, 13_500, False),
    (205, "Pulsa dan paket data", "Mobile credit and data", 0.79, 29_000, False),
    (210, "Sabun mandi dan pasta gigi", "Soap and toothpaste", 0.99, 12_000, False),
    (214, "Bahan bakar kendaraan", "Motor fuel", 0.84, 41_000, False),
    (221, "Biaya rawat jalan", "Outpatient care", 0.24, 19_000, True),
    (233, "Uang sekolah dan SPP", "School fees", 0.3, 33_000, True),
    (241, "Pakaian jadi", "Clothing", 0.91, 24_000, True),
    (247, "Alas kaki", "Footwear", 0.79, 8_000, True),
    (262, "Perabot rumah tangga", "Furniture", 0.21, 11_000, True),
    (281, "Pajak bumi dan bangunan", "Land and building tax", 0.74, 1_400, True),
    (289, "Pajak kendaraan bermotor", "Motor vehicle tax", 0.66, 6_500, True),
    (301, "Kenduri/selamatan", "Ceremonies", 0.33, 17_000, True),
)
_MONTH = 30 / 7


@dataclass(frozen=True, slots=True)
class Blocks:
    """The rows of the three consumption blocks."""

    food: Rows
    goods: Rows
    totals: Rows


def consumption(home: Rows, rng: np.random.Generator) -> Blocks:
    """Draw what the households in ``home`` ate and bought."""
    food = _food(home, rng)
    goods = _goods(home, rng)
    totals = Rows(wealth=home.wealth)
    for name in ("URUT", "R101", "R102", "R105", "R301", "PSU", "STRATA"):
        totals.put(name, home.columns[name])
    size = home.columns["R301"].astype(np.float64)
    eaten = np.bincount(food.of, weights=food.columns_of("B41K10"), minlength=len(home)) * _MONTH
    month = goods.columns_of("B42K4") + goods.columns_of("B42K5") / 12
    bought = np.bincount(goods.of, weights=month, minlength=len(home))
    weight = home.columns["FWT"].astype(np.float64)
    totals.put("FOOD", np.round(eaten, 2))
    totals.put("NONFOOD", np.round(bought, 2))
    totals.put("EXPEND", np.round(np.round(eaten, 2) + np.round(bought, 2), 2))
    totals.put("KAPITA", np.round((np.round(eaten, 2) + np.round(bought, 2)) / size, 2))
    totals.put("WERT", weight)
    totals.put("WEIND", np.round(weight * size, 4))
    return Blocks(food.rows, goods.rows, totals)


@dataclass(frozen=True, slots=True)
class _Lines:
    rows: Rows
    of: np.ndarray[tuple[int], np.dtype[np.int64]]

    def columns_of(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Return a numeric column, one value for each line."""
        return self.rows.columns[name].astype(np.float64)


def _lines(home: Rows, shares: list[float], tilt: float, rng: np.random.Generator) -> _Lines:
    dice = rng.random((len(home), len(shares)))
    wanted = np.array(shares)[None, :] * np.exp(tilt * home.wealth)[:, None]
    of, which = np.nonzero(dice < wanted)
    rows = Rows(wealth=home.wealth[of])
    for name in ("URUT", "R101", "R102", "R105", "PSU", "STRATA"):
        rows.put(name, home.columns[name][of])
    rows.put("which", which)
    return _Lines(rows, of.astype(np.int64))


def _food(home: Rows, rng: np.random.Generator) -> _Lines:
    lines = _lines(home, [item[3] for item in FOOD], 0.05, rng)
    rows, of = lines.rows, lines.of
    which = rows.columns.pop("which").astype(np.intp)
    size = home.columns["R301"].astype(np.float64)[of]
    amount = np.array([item[4] for item in FOOD])[which]
    price = np.array([item[5] for item in FOOD])[which]
    total = amount * size**0.85 * np.exp(rng.normal(0, 0.4, len(of)) + 0.18 * rows.wealth)
    total = np.maximum(np.round(total, 2), 0.05)
    cost = np.round(price * np.exp(rng.normal(0, 0.12, len(of)) + 0.05 * rows.wealth) / 50) * 50
    grown = np.where(rng.random(len(of)) < 0.09, 1.0, 0.0)
    own = np.round(total * grown, 2)
    rows.put("KODE", np.array([item[0] for item in FOOD])[which])
    rows.put("B41K5", np.round(total - own, 2))
    rows.put("B41K6", np.round((total - own) * cost))
    rows.put("B41K7", own)
    rows.put("B41K8", np.round(own * cost))
    rows.put("B41K9", total)
    rows.put("B41K10", np.round((total - own) * cost) + np.round(own * cost))
    rows.put("WERT", home.columns["FWT"][of])
    return lines


def _goods(home: Rows, rng: np.random.Generator) -> _Lines:
    lines = _lines(home, [good[3] for good in GOODS], 0.08, rng)
    rows, of = lines.rows, lines.of
    which = rows.columns.pop("which").astype(np.intp)
    size = home.columns["R301"].astype(np.float64)[of]
    yearly = np.array([good[5] for good in GOODS])[which]
    month = np.array([good[4] for good in GOODS])[which] * size**0.8
    month = month * np.exp(rng.normal(0, 0.6, len(of)) + 0.45 * rows.wealth)
    paid_now = ~yearly | (rng.random(len(of)) < 0.2)
    rows.put("KODE", np.array([good[0] for good in GOODS])[which])
    rows.put("B42K4", np.where(paid_now, np.round(month / 100) * 100, 0.0))
    rows.put("B42K5", np.where(yearly, np.round(month * 12 / 1000) * 1000, 0.0))
    rows.put("WERT", home.columns["FWT"][of])
    return lines


def food_variables() -> tuple[Variable, ...]:
    """Return the variables of block IV.1 that the other files do not have."""
    names = {code: (id, en) for code, id, en, *_ in FOOD}
    return (
        plain("KODE", "Kode komoditas", "Item", width=3, measure="nominal", values=names),
        plain("B41K5", "Banyaknya pembelian seminggu", "Bought in a week", width=8, decimals=2),
        plain("B41K6", "Nilai pembelian seminggu (Rp)", "Value bought in a week (Rp)", width=10),
        plain("B41K7", "Banyaknya produksi sendiri", "Own production", width=8, decimals=2),
        plain("B41K8", "Nilai produksi sendiri (Rp)", "Value of own production (Rp)", width=10),
        plain("B41K9", "Banyaknya konsumsi seminggu", "Consumed in a week", width=8, decimals=2),
        plain("B41K10", "Nilai konsumsi seminggu (Rp)", "Value consumed (Rp)", width=10),
    )


def goods_variables() -> tuple[Variable, ...]:
    """Return the variables of block IV.2 that the other files do not have."""
    names = {code: (id, en) for code, id, en, *_ in GOODS}
    return (
        plain("KODE", "Kode pengeluaran", "Item", width=3, measure="nominal", values=names),
        plain("B42K4", "Pengeluaran sebulan terakhir (Rp)", "Spent last month (Rp)", width=11),
        plain("B42K5", "Pengeluaran setahun terakhir (Rp)", "Spent last year (Rp)", width=12),
    )


def total_variables() -> tuple[Variable, ...]:
    """Return the variables of block IV.3 that the other files do not have."""
    return (
        plain("FOOD", "Pengeluaran makanan sebulan", "Monthly food", width=13, decimals=2),
        plain("NONFOOD", "Pengeluaran bukan makanan", "Monthly non-food", width=13, decimals=2),
        plain("EXPEND", "Pengeluaran rumah tangga", "Monthly total", width=13, decimals=2),
        plain("KAPITA", "Pengeluaran per kapita", "Monthly per head", width=13, decimals=2),
    )
