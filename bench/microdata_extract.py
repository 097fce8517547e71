"""
Extraction from a Susenas-like master, whole processes, ratios within one run.

    PYTHONPATH=src python bench/microdata_extract.py --rows 1200000 --master /tmp/master --rounds 3

Prints a Markdown table: selection, contender, seconds of the clock and of the processor (the least
of all rounds; contenders take turns), bytes, peak memory, and the time over that of the bare scan
of the same selection by DuckDB. Reading modules and starting the process are left out, as for the
scan. ``--others`` adds pandas + pyreadstat, polars + pyreadstat, and for .dbf pyogrio (GDAL, with
geopandas) and the package dbf, where installed, and R's haven and PSPP, which read the whole as
.sav and write what is chosen. ``--master`` keeps the master for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.definition.model import Definition, Wanted
from loket.microdata.edition import Edition, open_edition
from loket.microdata.engine import connected
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Channels, Marking, order_key
from loket.microdata.importing import import_study
from loket.microdata.plan import plan

REGENCIES = 514
PIECE = 100_000
MARKED = "marked-"
FEWEST, SMALL = 5, "1102"


def build(folder: Path, rows: int, variables: int) -> None:
    """Write a raw file in pieces and import it."""
    dice = np.random.default_rng(2024)
    path = folder / "ind.parquet"
    writer = None
    for first in range(0, rows, PIECE):
        count = min(PIECE, rows - first)
        place = (np.arange(first, first + count) * REGENCIES // rows).astype(np.int16)
        columns: dict[str, object] = {
            "URUT": np.arange(first, first + count, dtype=np.int32),
            "R101": (11 + place // 14).astype(np.int8),
            "R102": (1 + place % 14).astype(np.int8),
            "FWT": np.round(dice.uniform(10, 900, count), 4),
            "KBLI": pa.array(np.char.zfill(dice.integers(0, 99_999, count).astype("U5"), 5)),
        }
        for number in range(variables - len(columns)):
            top = (2, 6, 9, 99, 3_000)[number % 5]
            values = dice.integers(1, top + 1, count).astype(np.int16)
            columns[f"V{number}"] = pa.array(values, mask=dice.random(count) < (number % 3) * 0.3)
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
    began, used = time.perf_counter(), time.process_time()
    import_study([path], folder / "edition")
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    print(f"import {rows} x {variables}: {wall:.2f} s, processor {cpu:.2f} s\n")


def definition(word: str, variables: int, region: str) -> Definition:
    names = ("URUT", "R101", "R102", "FWT", "KBLI", *(f"V{n}" for n in range(variables - 5)))
    return Definition(
        "", files=(Wanted("ind", names),), regions=(region,) if region else (), format=word
    )


def one(folder: Path, word: str, variables: int, region: str) -> None:
    """Carry out one extraction in this process and print its figures as JSON."""
    edition = open_edition(folder / "edition")
    if word in OTHERS:
        OTHERS[word](folder / "edition" / "ind.parquet", (), folder / "nothing")
    else:  # loads what the format needs, as it is in a worker at work
        carried_out(folder, edition, word, FEWEST, SMALL)
    before, began = processor(), time.perf_counter()
    size = carried_out(folder, edition, word, variables, region)
    wall = time.perf_counter() - began
    # Not ru_maxrss: it starts from the parent's memory at the fork.
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) // 1024
    if word in BY_SAV:  # whose memory is another process's
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps({"s": wall, "cpu": processor() - before, "bytes": size, "mb": peak}))


def carried_out(folder: Path, edition: Edition, word: str, variables: int, region: str) -> int:
    """Return the bytes that one extraction, scan or outside program made."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        if word == "scan":
            return scanned(edition, variables, region)
        if word in OTHERS:
            names = definition("sav", variables, "").files[0].variables
            out = Path(scratch) / f"x.{word.rpartition('-')[2]}"
            OTHERS[word](edition.folder / "ind.parquet", names, out)
            return out.stat().st_size
        rewrite = None
        if word.startswith(MARKED):
            # The site's default: order of rows, real numbers kept.
            key = order_key(bytes(32), "bench")
            rewrite = Marking(edition, key, Channels(ids=False))
        wanted = definition(word.removeprefix(MARKED), variables, region)
        (written,) = extract(edition, wanted, Path(scratch), rewrite=rewrite)
        return written.bytes


def processor() -> float:
    """Return the seconds of this process, with its threads, and of its children."""
    told = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in told)


def scanned(edition: Edition, variables: int, region: str) -> int:
    size = 0
    with connected() as connection:
        (query,) = plan(edition, definition("sav", variables, region))
        for batch in connection.sql(query.sql).to_arrow_reader(50_000):
            size += batch.nbytes
    return size


def pandas_pyreadstat(master: Path, names: tuple[str, ...], out: Path) -> None:
    import pandas  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415

    if names:
        frame = pandas.read_parquet(master, columns=list(names))
        if out.suffix == ".sav":
            pyreadstat.write_sav(frame, out, row_compress=True)
        else:
            pyreadstat.write_dta(frame, out)


def polars_pyreadstat(master: Path, names: tuple[str, ...], out: Path) -> None:
    import polars  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415

    if names:
        frame = polars.read_parquet(master, columns=list(names))
        if out.suffix == ".sav":
            pyreadstat.write_sav(frame, out, row_compress=True)
        else:
            pyreadstat.write_dta(frame, out)


def pandas_dta(master: Path, names: tuple[str, ...], out: Path) -> None:
    import pandas  # noqa: PLC0415

    if names:
        frame = pandas.read_parquet(master, columns=list(names))
        frame.to_stata(out, write_index=False, version=118)


def pyogrio_dbf(master: Path, names: tuple[str, ...], out: Path) -> None:
    """GDAL through pyogrio, which wants geopandas for a table without geometries."""
    import pandas  # noqa: PLC0415
    import pyogrio  # noqa: PLC0415

    if names:
        frame = pandas.read_parquet(master, columns=list(names))
        pyogrio.write_dataframe(frame, out, driver="ESRI Shapefile")


def dbf_dbf(master: Path, names: tuple[str, ...], out: Path) -> None:
    import dbf  # noqa: PLC0415

    if not names:
        return
    table = pq.read_table(master, columns=list(names))
    fields = [
        f"{f.name} C(5)"
        if pa.types.is_string(f.type)
        else f"{f.name} N(12,{4 if f.name == 'FWT' else 0})"
        for f in table.schema
    ]
    made = dbf.Table(str(out), "; ".join(fields), dbf_type="db3")
    with made.open(mode=dbf.READ_WRITE):
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            made.append(row)


def haven_sav(master: Path, names: tuple[str, ...], out: Path) -> None:
    if names:
        chosen = ", ".join(f'"{name}"' for name in names)
        script = f'd <- haven::read_sav("{_as_sav(master)}", col_select = c({chosen}))\n'
        _run(["Rscript", "-e", f'{script}haven::write_sav(d, "{out}")'])


def pspp_sav(master: Path, names: tuple[str, ...], out: Path) -> None:
    if names:
        script = out.with_suffix(".sps")
        script.write_text(
            f"GET FILE='{_as_sav(master)}' /KEEP={' '.join(names)}.\n"
            f"SAVE OUTFILE='{out}' /COMPRESSED.\n"
        )
        _run(["pspp", "-o", os.devnull, "-O", "format=txt", str(script)])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _as_sav(master: Path) -> Path:
    """Return the whole as .sav, which these read in place of Parquet."""
    return master.parent.parent / f"{master.stem}.sav"


def keep_sav(folder: Path) -> None:
    whole = folder / "ind.sav"
    if not whole.exists():
        edition = open_edition(folder / "edition")
        (written,) = extract(edition, Definition("", format="sav"), folder)
        written.path.rename(whole)


OTHERS: dict[str, Callable[[Path, tuple[str, ...], Path], None]] = {
    "pandas-pyreadstat-sav": pandas_pyreadstat,
    "polars-pyreadstat-sav": polars_pyreadstat,
    "pandas-pyreadstat-dta": pandas_pyreadstat,
    "polars-pyreadstat-dta": polars_pyreadstat,
    "pandas-dta": pandas_dta,
    "pyogrio-dbf": pyogrio_dbf,
    "dbf-dbf": dbf_dbf,
    "haven-sav": haven_sav,
    "pspp-sav": pspp_sav,
}
BY_SAV = {"haven-sav", "pspp-sav"}


def measured(folder: Path, word: str, variables: int, region: str) -> dict[str, float] | None:
    command = [sys.executable, __file__, "--one", str(folder), word, str(variables), region]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{word}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    found = dict(json.loads(done.stdout))
    print(f"{region or 'all'} {variables} {word}: {found}", file=sys.stderr, flush=True)
    return found


def compare(folder: Path, words: list[str], variables: int, region: str, rounds: int) -> None:
    best: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for word in words:
            found = measured(folder, word, variables, region)
            if found is not None:
                known = best.setdefault(word, found)
                best[word] = {key: min(known[key], value) for key, value in found.items()}
    scan = best["scan"]
    for word, found in best.items():
        print(
            f"| {region or 'all'} | {variables} | {word} | {found['s']:.2f} | {found['cpu']:.2f} "
            f"| {found['bytes'] / 1e6:.1f} | {found['mb']:.0f} | {found['s'] / scan['s']:.2f} "
            f"| {found['cpu'] / scan['cpu']:.2f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--variables", type=int, default=250)
    parser.add_argument("--widths", nargs="+", type=int, default=[])
    parser.add_argument("--regions", nargs="+", default=["1101", "11", "all"])
    parser.add_argument("--formats", nargs="+", default=["sav", "marked-sav", "dta", "dbf", "csv"])
    parser.add_argument("--others", nargs="*", choices=OTHERS, help="all, or only these")
    parser.add_argument("--master", type=Path, help="folder to keep the master in")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(Path(given.one[0]), given.one[1], int(given.one[2]), given.one[3])
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.master or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "edition").exists():
            build(folder, given.rows, given.variables)
        if given.others is not None and BY_SAV & set(given.others or OTHERS):
            keep_sav(folder)
        print(
            "| region | variables | contender | s | processor s | MB | peak MB | x scan | x its |"
        )
        print("|---|---:|---|---:|---:|---:|---:|---:|---:|")
        for region in given.regions:
            for variables in given.widths or (30, given.variables):
                words = ["scan", *given.formats]
                if given.others is not None and region == "all":
                    words += given.others or OTHERS
                code = "" if region == "all" else region
                compare(folder, words, variables, code, given.rounds)
        print(f"\nload at the end: {os.getloadavg()}")


if __name__ == "__main__":
    main()
