"""
From a leaked file to the orders it may come from, each with a p-value.

A p-value bounds the chance that a copy made for somebody else looks so much like this order's;
it holds whatever the leaker did, because an innocent order's key is independent of the file:

- ids: m matches with an expected number e of false ones have p <= e^m / m!
- order: of n disjoint neighbouring pairs, a in the key's order: p <= exp(-n · KL(a/n, 1/2))
- weights: z = sum(s·d) / sqrt(sum(d²)) has p <= exp(-z²/2) (Hoeffding)

Channels have independent keys; their p-values are combined by Fisher's method and multiplied by
the number of orders examined.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from loket.microdata.codebook import Bilingual
from loket.microdata.edition import Edition
from loket.microdata.fingerprint.alignment import Aligned, align
from loket.microdata.fingerprint.keys import OrderKey
from loket.microdata.fingerprint.marking import IDS, ORDER, Channels
from loket.microdata.fingerprint.permutation import SIZE, Numbers, Permutation
from loket.microdata.fingerprint.weights import Households, WeightPairs, households, pairs
from loket.microdata.formats.readers import open_source

ACCUSE = 1e-6
_LN10 = math.log(10)
_FEW = 64
# Of a large file some pairs are looked at first, and all when those suggest something.
_PAIRS_FIRST = 512
_SUGGESTIVE = -1.0

ESCAPES = Bilingual(
    "Penandaan tidak mencegah penyalahgunaan. Yang menghapus nomor rumah tangga, mengurutkan "
    "ulang seluruh berkas, dan (bila ditandai) menghapus atau mengubah jauh penimbangnya tidak "
    "meninggalkan jejak; begitu pula gabungan sepuluh salinan atau lebih pada berkas kecil. Nilai "
    "p menilai berkasnya, bukan siapa yang membocorkannya.",
    "Marks do not prevent misuse. Whoever drops the household numbers, sorts the whole file anew, "
    "and (where marked) drops or greatly changes the weights leaves no trace; nor do ten or more "
    "buyers together on a small file. The p-value speaks of the file, not of who leaked it.",
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """An order whose copy may have leaked: its key and the channels that marked it."""

    key: OrderKey
    channels: Channels = field(default_factory=Channels)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One channel: ``agreeing`` of ``of`` marks, and the natural logarithm of the p-value."""

    channel: str
    agreeing: int
    of: int
    log_p: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """
    One order and what speaks for it.

    ``log10_p`` is that of this order alone; ``log10_adjusted`` accounts for all orders examined.
    """

    reference: str
    commitment: str
    evidence: tuple[Evidence, ...]
    log10_p: float
    log10_adjusted: float

    @property
    def p(self) -> float:
        """The adjusted p-value; 0.0 stands for less than 1e-300."""
        return float(10.0**self.log10_adjusted)

    @property
    def is_source(self) -> bool:
        """Tell whether the adjusted p-value is at most one in a million."""
        return self.log10_adjusted <= math.log10(ACCUSE)

    def as_json(self) -> dict[str, Any]:
        """Return what speaks for this order as JSON values."""
        return {
            "reference": self.reference,
            "commitment": self.commitment,
            "log10_p": round(self.log10_p, 3),
            "log10_adjusted": round(self.log10_adjusted, 3),
            "is_source": self.is_source,
            "evidence": {e.channel: [e.agreeing, e.of] for e in self.evidence},
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """
    The answer, likeliest order first.

    ``recognised`` leaked rows were found in the master by content; ``visible`` is the leaked
    file's own label, which anybody could have written.
    """

    edition: str
    file: str
    rows: int
    recognised: int
    visible: str
    ranking: tuple[Ranked, ...]

    @property
    def sources(self) -> tuple[Ranked, ...]:
        """The orders from which the file comes beyond reasonable doubt (several may collude)."""
        return tuple(ranked for ranked in self.ranking if ranked.is_source)

    def as_json(self, top: int) -> dict[str, Any]:
        """Return the answer as JSON values, with the ``top`` likeliest orders."""
        return {
            "edition": self.edition,
            "file": self.file,
            "rows": self.rows,
            "recognised": self.recognised,
            "visible": self.visible,
            "examined": len(self.ranking),
            "ranking": [ranked.as_json() for ranked in self.ranking[:top]],
            "limits": {"id": ESCAPES.id, "en": ESCAPES.en},
        }


def trace(
    leaked: Path | pa.Table,
    masters: Sequence[Edition],
    suspects: Sequence[Suspect],
    *,
    label: str = "",
) -> Trace:
    """
    Rank ``suspects`` for a leaked file, whole or in part, in any format that can be read.

    ``label`` is the file's own, where its rows are given as a table.

    :raises UnreadableFile: if the file cannot be read
    :raises InvalidSelection: if it fits none of ``masters``
    """
    table, visible = read_leaked(leaked) if isinstance(leaked, Path) else (leaked, label)
    aligned = align(table, masters)
    homes: dict[WeightPairs, Households] = {}
    scored = [_Scoring(aligned, suspect, homes).ranked(len(suspects)) for suspect in suspects]
    ranking = sorted(scored, key=lambda ranked: (ranked.log10_p, ranked.reference))
    return Trace(
        edition=aligned.edition.codebook.study.idno,
        file=aligned.file.name,
        rows=aligned.rows,
        recognised=int((aligned.households >= 0).sum()),
        visible=visible,
        ranking=tuple(ranking),
    )


def read_leaked(path: Path) -> tuple[pa.Table, str]:
    """
    Return the rows of a leaked file and its own label.

    :raises UnreadableFile: if the file cannot be read
    """
    source = open_source(path)
    batches: list[pa.RecordBatch] = []
    source.feed(batches.append)
    return pa.Table.from_batches(batches, schema=source.schema), source.title


@dataclass(slots=True)
class _Scoring:
    aligned: Aligned
    suspect: Suspect
    homes: dict[WeightPairs, Households]

    def ranked(self, orders: int) -> Ranked:
        """Return this suspect with the evidence of every channel that marked the copy."""
        channels = self.suspect.channels
        evidence: list[Evidence] = []
        by_id = np.full(self.aligned.rows, -1, dtype=np.int64)
        if channels.ids:
            found, by_id = self._ids()
            evidence.append(found)
        if channels.order:
            evidence.append(self._order(by_id))
        if channels.weights is not None:
            evidence.append(self._weights(by_id, channels.weights))
        log_p = _together([each.log_p for each in evidence if each.of])
        adjusted = min(log_p + math.log(max(orders, 1)), 0.0)
        key = self.suspect.key
        return Ranked(
            key.reference, key.commitment, tuple(evidence), log_p / _LN10, adjusted / _LN10
        )

    def _ids(self) -> tuple[Evidence, Numbers]:
        """Return the evidence of the ids, and the household each row's id leads back to."""
        aligned = self.aligned
        back = np.full(aligned.rows, -1, dtype=np.int64)
        found, first, inverse = np.unique(aligned.ids, return_index=True, return_inverse=True)
        some = found >= 0
        ids, seen = found[some], aligned.households[first[some]]
        if not len(ids):
            return Evidence(IDS, 0, 0, 0.0), back
        permutation = Permutation(self.suspect.key.derived(IDS))
        if not self._leads_anywhere(permutation, ids):
            return Evidence(IDS, 0, len(ids), 0.0), back
        led = permutation.backward(ids)
        is_known = np.isin(led, aligned.known)
        agrees = is_known & ((seen < 0) | (seen == led))
        chance = np.where(seen >= 0, 1.0, float(len(aligned.known))).sum() / SIZE
        matches = int(agrees.sum())
        every = np.full(len(found), -1, dtype=np.int64)
        every[some] = np.where(agrees, led, -1)
        back = every[inverse]
        return Evidence(IDS, matches, len(ids), _rare(matches, chance)), back

    def _leads_anywhere(self, permutation: Permutation, ids: Numbers) -> bool:
        """Try a few ids first: with thousands of orders, nearly all are somebody else's."""
        few = ids[np.linspace(0, len(ids) - 1, min(len(ids), _FEW)).astype(np.intp)]
        return bool(np.isin(permutation.backward(few), self.aligned.known).any())

    def _order(self, by_id: Numbers) -> Evidence:
        aligned = self.aligned
        units = np.where(by_id >= 0, by_id, aligned.households)
        units = units[units >= 0]
        _, first = np.unique(units, return_index=True)
        units = units[np.sort(first)]
        count = len(units) // 2
        one, two = units[0 : 2 * count : 2], units[1 : 2 * count : 2]
        codes = aligned.regency
        same = (
            codes[np.searchsorted(aligned.known, one)]
            == codes[np.searchsorted(aligned.known, two)]
        )
        one, two = one[same], two[same]
        if not len(one):
            return Evidence(ORDER, 0, 0, 0.0)
        permutation = Permutation(self.suspect.key.derived(ORDER))
        few = np.linspace(0, len(one) - 1, min(len(one), _PAIRS_FIRST)).astype(np.intp)
        quick = _agreeing(permutation, one[few], two[few])
        if len(few) == len(one) or quick.log_p > _SUGGESTIVE:
            return quick
        return _agreeing(permutation, one, two)

    def _weights(self, by_id: Numbers, plan: WeightPairs) -> Evidence:
        aligned = self.aligned
        if plan not in self.homes:
            self.homes[plan] = households(aligned.edition, plan)[0]
        made = pairs(self.homes[plan], self.suspect.key, plan)
        units = np.where(by_id >= 0, by_id, aligned.households)
        usable = (units >= 0) & np.isfinite(aligned.weight_ratio)
        units, first = np.unique(units[usable], return_index=True)
        ratio = aligned.weight_ratio[usable][first]
        a = _shift(made.first, made.first_weight, made.shift, units, ratio)
        b = _shift(made.second, made.second_weight, made.shift, units, ratio)
        # A pair of which one is there tells by that one; with both, by their difference.
        both = np.where(np.isnan(a), -b, np.where(np.isnan(b), a, (a - b) / 2))
        d = np.clip(np.nan_to_num(both), -1, 1)
        length = float(np.sqrt((d**2).sum()))
        present = int((~np.isnan(both)).sum())
        if not length:
            return Evidence("weights", 0, present, 0.0)
        z = float((made.sign * d).sum()) / length
        agreeing = int((made.sign * d > 0).sum())
        return Evidence("weights", agreeing, present, -(max(z, 0.0) ** 2) / 2)


def _agreeing(permutation: Permutation, one: Numbers, two: Numbers) -> Evidence:
    agreeing = int((permutation.forward(one) < permutation.forward(two)).sum())
    return Evidence(ORDER, agreeing, len(one), _coins(agreeing, len(one)))


def _shift(
    numbers: Numbers, weight: Numbers, shift: Numbers, units: Numbers, ratio: np.ndarray
) -> np.ndarray:
    """Return by how many times the pair's shift each weight was moved; NaN where not leaked."""
    if not len(units):
        return np.full(len(numbers), np.nan)
    place = np.clip(np.searchsorted(units, numbers), 0, len(units) - 1)
    moved = (ratio[place] - 1) * weight / shift
    return np.where(units[place] == numbers, moved, np.nan)


def _together(logs: Sequence[float]) -> float:
    """Return the logarithm of Fisher's p-value of independent p-values, given by logarithms."""
    total = -sum(logs)
    terms = sum(total**index / math.factorial(index) for index in range(len(logs)))
    return min(math.log(terms) - total, 0.0) if logs else 0.0


def _rare(matches: int, expected: float) -> float:
    """Return the logarithm of the bound for at least ``matches`` rare events."""
    if not matches:
        return 0.0
    return min(matches * math.log(expected) - math.lgamma(matches + 1), 0.0)


def _coins(heads: int, throws: int) -> float:
    """Return the logarithm of Chernoff's bound for at least ``heads`` of fair coins."""
    share = heads / throws
    if share <= 0.5:  # noqa: PLR2004 - half of fair coins
        return 0.0
    rest = 0.0 if heads == throws else (1 - share) * math.log(2 * (1 - share))
    return -throws * (share * math.log(2 * share) + rest)
