"""
Extraction from a Susenas-like master, whole processes, ratios within one run.

    PYTHONPATH=src python bench/microdata_extract.py --rows 1200000 --formats sav dta dbf csv

Each line: selection, format, seconds, bytes, peak memory, and the time over that of the bare scan
of the same selection by DuckDB. ``--pyreadstat`` adds pandas + pyreadstat for .sav and .dta.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loket.microdata.definition.model import Definition, Wanted
from loket.microdata.edition import open_edition
from loket.microdata.engine import connected
from loket.microdata.extract import extract
from loket.microdata.importing import import_study
from loket.microdata.plan import plan

REGENCIES = 514
PIECE = 100_000


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
    began = time.perf_counter()
    import_study([path], folder / "edition")
    print(f"import {rows} x {variables}: {time.perf_counter() - began:.2f} s")


def definition(word: str, variables: int, region: str) -> Definition:
    names = ("URUT", "R101", "R102", "FWT", "KBLI", *(f"V{n}" for n in range(variables - 5)))
    return Definition(
        "", files=(Wanted("ind", names),), regions=(region,) if region else (), format=word
    )


def one(folder: Path, word: str, variables: int, region: str) -> None:
    """Carry out one extraction in this process and print its figures as JSON."""
    began = time.perf_counter()
    edition = open_edition(folder / "edition")
    size = 0
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        if word == "scan":
            with connected() as connection:
                (query,) = plan(edition, definition("sav", variables, region))
                for batch in connection.sql(query.sql).to_arrow_reader(50_000):
                    size += batch.nbytes
        elif word.startswith("pyreadstat-"):
            size = by_pyreadstat(edition.folder / "ind.parquet", word, variables, Path(scratch))
        else:
            (written,) = extract(edition, definition(word, variables, region), Path(scratch))
            size = written.bytes
    # Not ru_maxrss: it starts from the parent's memory at the fork.
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0])
    print(json.dumps({"s": time.perf_counter() - began, "bytes": size, "mb": peak // 1024}))


def by_pyreadstat(master: Path, word: str, variables: int, scratch: Path) -> int:
    import pandas  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415

    names = list(definition("sav", variables, "").files[0].variables)
    frame = pandas.read_parquet(master, columns=names)
    out = scratch / f"x.{word[-3:]}"
    if word.endswith("sav"):
        pyreadstat.write_sav(frame, out, row_compress=True)
    else:
        pyreadstat.write_dta(frame, out)
    return out.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--variables", type=int, default=250)
    parser.add_argument("--formats", nargs="+", default=["sav", "dta", "dbf", "csv"])
    parser.add_argument("--pyreadstat", action="store_true")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        one(Path(given.one[0]), given.one[1], int(given.one[2]), given.one[3])
        return
    with tempfile.TemporaryDirectory() as name:
        build(Path(name), given.rows, given.variables)
        for region in ("1101", "11", ""):
            for variables in (30, given.variables):
                words = ["scan", *given.formats]
                if given.pyreadstat and not region:
                    words += ["pyreadstat-sav", "pyreadstat-dta"]
                scan = 0.0
                for word in words:
                    command = [
                        sys.executable,
                        __file__,
                        "--one",
                        name,
                        word,
                        str(variables),
                        region,
                    ]
                    done = subprocess.run(command, capture_output=True, text=True, check=True)
                    found = json.loads(done.stdout)
                    scan = found["s"] if word == "scan" else scan
                    print(
                        f"{region or 'all':>5} {variables:>4} {word:<15} {found['s']:7.2f} s "
                        f"{found['bytes'] / 1e6:9.1f} MB {found['mb']:6} MB peak "
                        f"{found['s'] / scan:6.2f} x scan",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
