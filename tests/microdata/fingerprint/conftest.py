from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loket.microdata.definition import Definition, Wanted, normalise
from loket.microdata.edition import Edition
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Channels, Marking, OrderKey, WeightPairs, order_key
from loket.microdata.synthetic import Plan, synthetic_edition

MASTER = bytes(range(32))
RT, IND1, FOOD = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kp_blok41"
PAIRS = WeightPairs(RT, ("STRATA", "R301"), per_million=1_000)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("editions") / "susenas"
    return synthetic_edition(Plan({3303: 250, 3304: 550}), folder)


@pytest.fixture(scope="session")
def order(edition: Edition) -> Definition:
    wanted = tuple(
        Wanted(file.name, file.names) for file in edition.codebook.files if "42" not in file.name
    )
    plain = Definition(edition.codebook.study.idno, files=wanted, format="parquet")
    return normalise(plain, edition.codebook)


class Copies:
    """Marked copies, made once each, as Arrow tables by file name."""

    def __init__(self, edition: Edition, order: Definition, folder: Path) -> None:
        self.edition, self.order, self.folder = edition, order, folder
        self.made: dict[tuple[str, bool], dict[str, pa.Table]] = {}

    def key(self, reference: str) -> OrderKey:
        return order_key(MASTER, reference)

    def of(self, reference: str, *, weights: bool = False) -> dict[str, pa.Table]:
        if (reference, weights) not in self.made:
            into = self.folder / f"{reference}-{weights}"
            into.mkdir()
            channels = Channels(weights=PAIRS if weights else None)
            rewrite = Marking(self.edition, self.key(reference), channels)
            written = extract(self.edition, self.order, into, rewrite=rewrite)
            self.made[reference, weights] = {
                each.path.stem: pq.read_table(each.path) for each in written
            }
        return self.made[reference, weights]

    def masters(self) -> dict[str, pa.Table]:
        book = self.edition.codebook
        return {f.name: pq.read_table(self.edition.master(f)) for f in book.present}


@pytest.fixture(scope="session")
def copies(
    edition: Edition, order: Definition, tmp_path_factory: pytest.TempPathFactory
) -> Copies:
    return Copies(edition, order, tmp_path_factory.mktemp("copies"))
