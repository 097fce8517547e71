from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import DataFile, Variable
from loket.microdata.definition.model import Definition, Wanted
from loket.microdata.estimate import estimate, measure
from loket.microdata.extract import extract
from loket.microdata.formats.writers import FORMATS
from loket.microdata.importing import import_study

Pair = tuple[DataFile, pa.Table]


@pytest.mark.parametrize("word", sorted(FORMATS))
@pytest.mark.parametrize("regions", [(), ("33",), ("3374",), ("11",)])
def test_bounds_what_is_written(
    make_edition: MakeEdition,
    households: Pair,
    tmp_path: Path,
    word: str,
    regions: tuple[str, ...],
) -> None:
    edition = make_edition(households)
    definition = Definition("", format=word, regions=regions)

    (written,) = extract(edition, definition, tmp_path)
    told = estimate(edition, definition)

    assert told.low <= written.bytes <= told.high
    assert told.files[0].rows == written.rows
    if word != "csv":
        assert told.is_exact


@pytest.mark.parametrize("word", ["sav", "dta", "dbf"])
def test_is_exact_on_a_real_study(popstan: Path, tmp_path: Path, word: str) -> None:
    edition = import_study(popstan.glob("*.sav"), tmp_path / "e")
    wanted = tuple(Wanted(f.name, f.names[:20]) for f in edition.codebook.present)
    definition = Definition("", format=word, files=wanted)

    assert estimate(edition, definition) == measure(edition, definition)


def test_admits_blanks_within_texts(make_edition: MakeEdition, tmp_path: Path) -> None:
    texts = ["a" + " " * 23 + "b", " " * 20 + "c", "12345678", " " * 9, None]
    file = DataFile("t", (Variable("T", kind="text"), Variable("N")))
    edition = make_edition((file, pa.table({"T": texts, "N": [1, 200, None, -100, -99]})))

    (written,) = extract(edition, Definition("", format="sav"), tmp_path)
    told = estimate(edition, Definition("", format="sav"))

    assert told.low <= written.bytes <= told.high
