"""What a leaker can do to a marked copy, and what is then left of each mark.

`python -m bench.fingerprint [--households 800] [--orders 200] [--per-million 1000] [--national]`

Makes copies of the household file for several orders, attacks one of them (or mixes several),
and traces the result among all orders. Prints a Markdown table of log10 p: of the guilty order by
each mark alone and together (adjusted for the number of orders), and of the best innocent one.
`--national` also times what marking costs on 345,000 households with 1.2 million members.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.definition import Definition, Wanted, normalise
from loket.microdata.edition import Edition
from loket.microdata.extract import extract
from loket.microdata.fingerprint import (
    Channels,
    Marking,
    OrderKey,
    Suspect,
    WeightPairs,
    order_key,
    trace,
)
from loket.microdata.synthetic import Plan, indonesia, national_regencies, synthetic_edition

RT, IND1 = "ssn202403_kor_rt", "ssn202403_kor_ind1"
MASTER = bytes(range(32))
PLACE = [("PSU", "ascending"), ("SSU", "ascending")]
GUILTY = "order-0"


@dataclass
class World:
    """An edition, the orders sold from it, and their copies."""

    edition: Edition
    orders: list[str]
    channels: Channels
    folder: Path

    def key(self, order: str) -> OrderKey:
        return order_key(MASTER, order)

    def copy(self, order: str) -> pa.Table:
        path = self.folder / order
        if not path.exists():
            path.mkdir()
            plain = Definition(
                self.edition.codebook.study.idno,
                files=(Wanted(RT, self.edition.codebook.file(RT).names),),
                format="parquet",
            )
            definition = normalise(plain, self.edition.codebook)
            marking = Marking(self.edition, self.key(order), self.channels)
            extract(self.edition, definition, path, rewrite=marking)
        return pq.read_table(path / f"{RT}.parquet")


def weights(table: pa.Table, change: Callable[[np.ndarray], np.ndarray]) -> pa.Table:
    index = table.column_names.index("FWT")
    return table.set_column(index, "FWT", pa.array(change(table.column("FWT").to_numpy())))


def some(table: pa.Table, share: float) -> pa.Table:
    rng = np.random.default_rng(1)
    count = max(1, round(table.num_rows * share))
    return table.take(pa.array(np.sort(rng.choice(table.num_rows, count, replace=False))))


def colluding(world: World, count: int, how: str) -> pa.Table:
    """Copies of several orders, brought in the same order, their weights made one."""
    tables = [world.copy(f"order-{n}").sort_by(PLACE) for n in range(count)]
    every = np.array([table.column("FWT").to_numpy() for table in tables])
    if how == "mean":
        made = every.mean(axis=0)
    elif how == "least":
        made = every.min(axis=0)
    else:
        picks = np.random.default_rng(2).integers(0, count, every.shape[1])
        made = every[picks, np.arange(every.shape[1])]
    return weights(tables[0].drop_columns(["URUT"]), lambda _: made)


def mixed(world: World, count: int) -> pa.Table:
    """Rows taken in turn from several copies, ids and all."""
    tables = [world.copy(f"order-{n}").sort_by(PLACE) for n in range(count)]
    return pa.concat_tables(
        [t.take(pa.array(range(n, t.num_rows, count))) for n, t in enumerate(tables)]
    )


def attacks(world: World) -> dict[str, Callable[[], pa.Table]]:
    copy = world.copy(GUILTY)
    noise = np.random.default_rng(3).normal(1, 0.01, copy.num_rows)
    bare = copy.drop_columns(["URUT"])
    sorted_ = bare.sort_by(PLACE)
    coarse = pa.array(np.argsort(bare.column("R301").to_numpy(), kind="stable"))
    return {
        "none": lambda: copy,
        "one row only": lambda: copy.slice(7, 1),
        "10 % of rows": lambda: some(copy, 0.1),
        "sorted anew": lambda: copy.sort_by(PLACE),
        "only id and 3 columns": lambda: copy.select(["URUT", "R1802", "R1804", "R301"]),
        "ids dropped": lambda: bare,
        "ids dropped, 50 % of rows": lambda: some(bare, 0.5),
        "ids dropped, 10 % of rows": lambda: some(bare, 0.1),
        "ids dropped, 40 rows": lambda: some(bare, 40 / bare.num_rows),
        "ids dropped, stable sort by household size": lambda: bare.take(coarse),
        "ids dropped, sorted anew": lambda: sorted_,
        "ids dropped, sorted, 50 % of rows": lambda: some(sorted_, 0.5),
        "ids dropped, sorted, 10 % of rows": lambda: some(sorted_, 0.1),
        "ids dropped, sorted, weights to 1 decimal": lambda: weights(
            sorted_, lambda w: w.round(1)
        ),
        "ids dropped, sorted, weights to integers": lambda: weights(sorted_, np.round),
        "ids dropped, sorted, weights ±1 %": lambda: weights(sorted_, lambda w: w * noise),
        "rows of 3 copies mixed": lambda: mixed(world, 3),
        "rows of 10 copies mixed": lambda: mixed(world, 10),
        "3 buyers average weights, no ids, sorted": lambda: colluding(world, 3, "mean"),
        "5 buyers average weights, no ids, sorted": lambda: colluding(world, 5, "mean"),
        "10 buyers average weights, no ids, sorted": lambda: colluding(world, 10, "mean"),
        "10 buyers pick weights at random, no ids, sorted": lambda: colluding(world, 10, "pick"),
        "10 buyers take the least weight, no ids, sorted": lambda: colluding(world, 10, "least"),
        "ids and weights dropped, sorted": lambda: sorted_.drop_columns(["FWT"]),
    }


def row(world: World, name: str, leaked: pa.Table) -> str:
    suspects = [Suspect(world.key(order), world.channels) for order in world.orders]
    started = time.perf_counter()
    answer = trace(leaked, [world.edition], suspects)
    seconds = time.perf_counter() - started
    colluders = {each.reference for each in answer.sources}
    guilty = next(r for r in answer.ranking if r.reference == GUILTY)
    taking_part = next((n for n in (3, 5, 10) if f"of {n} " in name or f"{n} buyers" in name), 1)
    innocent = [r for r in answer.ranking if int(r.reference.split("-")[1]) >= taking_part]
    best = min(r.log10_adjusted for r in innocent)
    wrong = sum(r.is_source for r in innocent)
    by = {e.channel: f"{e.log_p / np.log(10):.1f}" if e.of else "–" for e in guilty.evidence}
    found = f"{len(colluders) - wrong}/{taking_part}"
    cells = [name, str(answer.rows), by["ids"], by["order"], by.get("weights", "–")]
    cells += [f"{guilty.log10_adjusted:.1f}", found, f"{best:.1f}", str(wrong), f"{seconds:.2f}"]
    return "| " + " | ".join(cells) + " |"


def table(options: argparse.Namespace, folder: Path) -> None:
    codes = national_regencies()[: max(1, options.households // 800)]
    each = options.households // len(codes)
    plan = {3304: options.households} if len(codes) == 1 else dict.fromkeys(codes, each)
    edition = synthetic_edition(Plan(plan), folder / "edition")
    pairs = WeightPairs(RT, ("STRATA", "R301"), options.per_million)
    orders = [f"order-{n}" for n in range(options.orders)]
    world = World(edition, orders, Channels(weights=pairs), folder)
    print(f"{options.households} households, {options.orders} orders, weights moved by at most")
    print(f"{options.per_million} per million, stored with 4 decimals\n")
    print(
        "| leak | rows | ids | order | weights | together | found | best innocent | wrongly | s |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for name, attack in attacks(world).items():
        print(row(world, name, attack()), flush=True)


def cost(folder: Path) -> None:
    """Time extraction with and without marks, all of Indonesia and one regency."""
    edition = synthetic_edition(indonesia(), folder / "indonesia")
    file = edition.codebook.file(IND1)
    homes = edition.codebook.file(RT).rows
    print(f"\n{homes} households, {file.rows} persons, {len(file.names)} columns\n")
    print("| selection | format | plain s | marked s |")
    print("|---|---|---:|---:|")
    marking = Marking(edition, order_key(MASTER, "cost"))
    for name, regions in (("Indonesia", ()), ("3304", ("3304",))):
        for format_ in ("sav", "parquet"):
            plain = Definition(
                edition.codebook.study.idno,
                files=(Wanted(IND1, file.names),),
                regions=regions,
                format=format_,
            )
            definition = normalise(plain, edition.codebook)
            taken = []
            for rewrite in (None, marking):
                with tempfile.TemporaryDirectory(dir=folder) as out:
                    started = time.perf_counter()
                    extract(edition, definition, Path(out), rewrite=rewrite)
                    taken.append(time.perf_counter() - started)
            print(f"| {name} | {format_} | {taken[0]:.2f} | {taken[1]:.2f} |", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=800)
    parser.add_argument("--orders", type=int, default=200)
    parser.add_argument("--per-million", type=int, default=1_000)
    parser.add_argument("--national", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loket-bench-") as folder:
        table(options, Path(folder))
        if options.national:
            cost(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
