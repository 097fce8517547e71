"""The same definition on DuckDB and on a Spark cluster of a master and two workers gives the same
bytes. Runs where pyspark (``make spark``) and Java are present."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import DataFile
from loket.microdata.definition.model import Condition, Definition, Wanted
from loket.microdata.edition import Edition
from loket.microdata.engines import engine_named
from loket.microdata.errors import MicrodataError
from loket.microdata.extract import Engine, extract
from loket.microdata.importing import import_study

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="no pyspark"),
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java"),
    # pyspark's own imports warn of what it will drop one day.
    pytest.mark.filterwarnings("ignore"),
]
Pair = tuple[DataFile, pa.Table]
WORKERS = 2
DEADLINE_SECONDS = 400
RT = Wanted("rt", ("URUT", "R101", "R102", "R105", "NAMA", "FWT"))
IND = Wanted("ind", ("URUT", "R401", "R407"))
OLD = Condition("ind", "R407", between=(35, 120))
DEFINITIONS = {
    "whole edition": Definition("", fullset=True),
    "regions by prefix": Definition("", files=(RT,), regions=("3304", "05")),
    "regions through the household": Definition("", files=(RT, IND), regions=("33",)),
    "individuals": Definition("", files=(IND,), conditions=(OLD,)),
    "whole households": Definition("", files=(RT, IND), conditions=(OLD,), cases="households"),
    "values": Definition("", files=(RT,), conditions=(Condition("rt", "R105", values=(2, 9)),)),
    "beginnings": Definition(
        "", files=(RT,), conditions=(Condition("rt", "NAMA", values=("é*", 'tiga, "kutip"')),)
    ),
    "odd texts": Definition(
        "", files=(RT,), conditions=(Condition("rt", "NAMA", values=("\\'x", "x")),)
    ),
    "joined": Definition("", files=(RT, IND), structure="joined", regions=("33",)),
}


class Cluster:
    """A standalone cluster on this machine; ``folders`` are where its workers keep their work."""

    def __init__(self, place: Path) -> None:
        (spec,) = importlib.util.find_spec("pyspark").submodule_search_locations or []
        self.folders = [place / f"worker{n}" for n in range(WORKERS)]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"spark://127.0.0.1:{self.port}"
        self.log = place / "master.log"
        self._program = Path(spec) / "bin" / "spark-class"
        self._home = spec
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        name = "org.apache.spark.deploy"
        host = ["--host", "127.0.0.1", "--webui-port", "0"]
        self._begin(self.log, f"{name}.master.Master", *host, "--port", str(self.port))
        for folder in self.folders:
            folder.mkdir()
            self._begin(
                folder / "log",
                f"{name}.worker.Worker",
                *(*host, "--cores", "1", "--memory", "512m", "--work-dir", str(folder)),
                self.address,
            )
        until = time.monotonic() + DEADLINE_SECONDS
        while self.log.read_text().count("Registering worker") < WORKERS:
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.2)

    def _begin(self, log: Path, *command: str) -> None:
        settings = {"SPARK_HOME": self._home, "SPARK_DAEMON_MEMORY": "256m"}
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [self._program, *command],
                stdout=stream,
                stderr=subprocess.STDOUT,
                env={**os.environ, **settings},
            )
        self._running.append(process)

    def stop(self) -> None:
        for process in reversed(self._running):
            process.terminate()
            process.wait(DEADLINE_SECONDS)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    place = tmp_path_factory.mktemp("spark")
    (place / "spark-defaults.conf").write_text(
        "spark.executor.memory 512m\nspark.executor.cores 1\nspark.cores.max 2\n"
        "spark.driver.host 127.0.0.1\nspark.driver.bindAddress 127.0.0.1\n"
        "spark.sql.shuffle.partitions 4\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(place))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        made = Cluster(place)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="module")
def session(cluster: Cluster) -> Iterator[object]:
    """One session for all tests: opening one takes longer than any of them."""
    sql = pytest.importorskip("pyspark.sql")
    opened = sql.SparkSession.builder.master(cluster.address).getOrCreate()
    yield opened
    opened.stop()


@pytest.fixture
def spark(cluster: Cluster, session: object, tmp_path: Path) -> Engine:
    engine = engine_named(cluster.address, tmp_path / "shared")
    assert engine is not None
    return engine


def written(
    edition: Edition, definition: Definition, folder: Path, engine: Engine | None
) -> dict[str, tuple[int, str]]:
    folder.mkdir(parents=True)
    made = extract(edition, definition, folder, engine=engine)
    return {each.path.name: (each.rows, each.sha256) for each in made}


def both(edition: Edition, definition: Definition, engine: Engine, place: Path) -> int:
    """Carry out ``definition`` on either engine and return the rows that both wrote."""
    ours = written(edition, definition, place / "duckdb", None)
    theirs = written(edition, definition, place / "spark", engine)
    assert theirs == ours
    return sum(rows for rows, _ in ours.values())


@pytest.mark.usefixtures("cluster")
def test_says_what_is_wrong_and_leaves_nothing_behind(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    edition = make_edition(households)
    engine = engine_named("local[none]", tmp_path / "shared")

    with pytest.raises(MicrodataError, match="local"):
        written(edition, Definition("", fullset=True), tmp_path / "out", engine)
    assert not list((tmp_path / "out").iterdir())
    assert not list((tmp_path / "shared").iterdir())


def test_carries_out_every_kind_of_selection_as_duckdb_does(
    make_edition: MakeEdition, households: Pair, persons: Pair, spark: Engine, tmp_path: Path
) -> None:
    file, table = households
    names = table.column("NAMA").to_pylist()
    odd = table.set_column(4, "NAMA", pa.array(["\\'x", *names[1:]]))
    editions = [make_edition((file, odd), persons), make_edition(households, persons, name="b")]

    for number, edition in enumerate(editions):
        for name, definition in DEFINITIONS.items():
            # The first edition is there for its odd texts only.
            if (number == 0) == (name == "odd texts"):
                assert both(edition, definition, spark, tmp_path / name), name


def test_keeps_the_order_of_a_large_file_and_shares_the_work(
    spark: Engine, cluster: Cluster, tmp_path: Path
) -> None:
    dice = np.random.default_rng(7)
    rows = 70_000  # four row groups
    table = pa.table(
        {
            "URUT": dice.permutation(rows).astype(np.int32),
            "R101": dice.choice(np.array([11, 31, 33, 51], np.int8), rows),
            "X": pa.array(dice.normal(size=rows), mask=dice.random(rows) < 0.2),
            "D": pa.array(dice.integers(0, 20_000, rows).astype(np.int32), pa.date32()),
        }
    )
    source = tmp_path / "in"
    source.mkdir()
    pq.write_table(table.slice(0, rows // 2), source / "blok_11_31.parquet")
    pq.write_table(table.slice(rows // 2), source / "blok_32_51.parquet")
    edition = import_study(sorted(source.iterdir()), tmp_path / "edition")
    wanted = (Wanted("blok", tuple(table.column_names)),)

    for format_ in ("csv", "sav"):
        for division in ("merged", "parts"):
            definition = Definition("", files=wanted, format=format_, division=division)
            place = tmp_path / format_ / division
            assert both(edition, definition, spark, place) == rows
    assert all(any(folder.glob("app-*")) for folder in cluster.folders)
