"""The release check …"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loket.microdata.codebook import RegionPart
from loket.microdata.definition import Condition, Definition, Wanted
from loket.microdata.disclosure import ReleaseCheck, check_release
from loket.microdata.edition import Edition
from loket.microdata.importing import Hints, import_study
from loket.microdata.synthetic import banjarnegara, synthetic_edition

RT, IND1, IND2 = "ssn202403_kor_rt", "ssn202403_kor_ind1", "ssn202403_kor_ind2"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return synthetic_edition(banjarnegara(200), tmp_path_factory.mktemp("e") / "edition")


def check(
    edition: Edition, *wanted: Wanted, conditions: tuple[Condition, ...] = ()
) -> ReleaseCheck:
    order = Definition(edition.codebook.study.idno, files=wanted, conditions=conditions)
    return check_release(edition, order)


def listing(tmp_path: Path, **columns: list[object]) -> Edition:
    pq.write_table(pa.table(columns), tmp_path / "listing.parquet")
    return import_study(
        [tmp_path / "listing.parquet"], tmp_path / "edition", hints=Hints(weight={"listing": "W"})
    )


def codes(found: ReleaseCheck) -> list[tuple[str, str, str]]:
    return [(each.code, each.severity, each.place) for each in found.findings]


def test_lets_ordinary_variables_pass(edition: Edition) -> None:
    found = check(edition, Wanted(RT, ("R1802",)), Wanted(IND1, ("R405", "R407")))

    assert codes(found) == []
    assert not found.is_blocked
    assert not found.needs_approval


def test_asks_about_sensitive_variables(edition: Edition) -> None:
    found = check(edition, Wanted(IND2, ("R1502",)))

    assert codes(found) == [("sensitive-variable", "ask", f"{IND2}.R1502")]
    assert found.needs_approval
    assert not found.is_blocked
    assert all(each.text.id and each.text.en for each in found.findings)


def test_asks_about_a_handful_of_rows(edition: Edition) -> None:
    one = (Condition(RT, "URUT", (7,)),)

    found = check(edition, Wanted(RT, ("R1802",)), conditions=one)

    assert codes(found) == [("few-rows", "ask", RT)]


def test_blocks_identifiers_by_name(tmp_path: Path) -> None:
    edition = listing(tmp_path, NAMA=["Ani"] * 9, X=list(range(9)), W=[1.5] * 9)

    found = check(edition, Wanted("listing", ("NAMA", "X")))

    assert codes(found) == [("direct-identifier", "block", "listing.NAMA")]
    assert found.is_blocked


def test_blocks_identifiers_by_what_the_values_are(tmp_path: Path) -> None:
    edition = listing(
        tmp_path,
        KETERANGAN=["3304010101900001", "3304014112850002", "-"] * 3,
        KONTAK=["081234567890", "+6281234567", None] * 3,
        BEBAS=["baik", "sedang", "ani@contoh.id"] * 3,
        W=[1.5] * 9,
    )

    found = check(edition, Wanted("listing", ("KETERANGAN", "KONTAK", "BEBAS")))

    assert codes(found) == [
        ("looks-like-identifier", "block", "listing.KETERANGAN"),
        ("looks-like-identifier", "block", "listing.KONTAK"),
    ]


def test_asks_about_villages_and_census_blocks(tmp_path: Path) -> None:
    columns = {"IDDESA": ["3304010001"] * 9, "NKS": ["001"] * 9, "W": [1.5] * 9}
    pq.write_table(pa.table(columns), tmp_path / "podes.parquet")
    hints = Hints(weight={"podes": "W"}, region={"podes": (RegionPart("IDDESA", 10),)})
    edition = import_study([tmp_path / "podes.parquet"], tmp_path / "edition", hints=hints)

    found = check(edition, Wanted("podes", ("IDDESA", "NKS")))

    assert codes(found) == [
        ("fine-geography", "ask", "podes.IDDESA"),
        ("fine-geography", "ask", "podes.NKS"),
    ]


def test_asks_about_files_without_weights(tmp_path: Path) -> None:
    pq.write_table(pa.table({"X": [1] * 9}), tmp_path / "sp.parquet")
    edition = import_study([tmp_path / "sp.parquet"], tmp_path / "edition")

    assert codes(check(edition, Wanted("sp", ("X",)))) == [("full-count", "ask", "sp")]


def test_is_named_by_the_hash_of_its_record(edition: Edition) -> None:
    first = check(edition, Wanted(IND2, ("R1502",)))
    again = check(edition, Wanted(IND2, ("R1502",)))
    other = check(edition, Wanted(IND2, ("R1501",)))

    assert first.sha256 == again.sha256
    assert first.sha256 != other.sha256
    assert first.as_json()["edition"] == edition.digest
