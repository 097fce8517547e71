"""A synthetic Sakernas …"""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from loket.microdata.definition import Definition
from loket.microdata.extract import extract
from loket.microdata.fingerprint import Marking, Suspect, order_key, trace
from loket.microdata.sample import structure_sample
from loket.microdata.synthetic import sakernas, synthetic_edition

FILE = "sak202502"


def test_has_the_published_names_within_ten_characters() -> None:
    names = sakernas(40).codebook.file(FILE).names

    assert {"URUTAN", "WEIGHT", "KODE_PROV", "KLASIFIKAS", "DEM_AGE", "MJJ_EMPREL"} <= set(names)
    assert max(map(len, names)) == 10


def test_holds_persons_of_15_and_over_of_all_provinces() -> None:
    study = sakernas(120)
    table = study.tables[FILE]

    assert pc.min(table.column("DEM_AGE")).as_py() >= 15
    assert len(pc.unique(table.column("KODE_PROV"))) == 38
    assert study.codebook.file(FILE).rows == table.num_rows
    keys = set(zip(*(table.column(n).to_pylist() for n in ("URUTAN", "PPNO")), strict=True))
    assert len(keys) == table.num_rows
    assert study == sakernas(120)


def test_can_be_sampled_marked_and_traced_as_a_study_of_one_file(tmp_path: Path) -> None:
    edition = synthetic_edition(sakernas(150), tmp_path / "edition")
    order = Definition(edition.codebook.study.idno, format="parquet", fullset=True)
    key = order_key(bytes(32), "S-1")

    (written,) = extract(edition, order, tmp_path, rewrite=Marking(edition, key))

    copy = pq.read_table(written.path)
    assert max(copy.column("PPNO").to_pylist()) < 20
    assert min(copy.column("URUTAN").to_pylist()) >= 10**11
    others = [Suspect(order_key(bytes(32), f"S-{n}")) for n in range(1, 9)]
    found = trace(copy.drop_columns(["URUTAN"]), [edition], others)
    assert [each.reference for each in found.sources] == ["S-1"]
    assert structure_sample(edition, order).tables[FILE].num_rows == 30
