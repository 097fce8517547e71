from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import DataFile, RegionPart, Study
from loket.microdata.definition.model import Definition
from loket.microdata.errors import MicrodataError, UnreadableFile
from loket.microdata.extract import extract
from loket.microdata.importing import Hints, import_study
from loket.microdata.sandbox import Limits, import_safely

Pair = tuple[DataFile, pa.Table]


def sav(make_edition: MakeEdition, households: Pair, folder: Path, word: str = "sav") -> Path:
    (written,) = extract(make_edition(households), Definition("", format=word), folder)
    return written.path


def test_imports_as_without_a_child(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    path = sav(make_edition, households, tmp_path)
    hints = Hints(study=Study("s", producers=("BPS",)), region={"rt": (RegionPart("R101", 2),)})

    edition = import_safely([path], tmp_path / "child", hints=hints)

    assert edition.codebook == import_study([path], tmp_path / "here", hints=hints).codebook


def test_tells_what_the_child_met(tmp_path: Path) -> None:
    wrong = tmp_path / "a.sav"
    wrong.write_bytes(b"$FL2 not really")

    with pytest.raises(UnreadableFile) as caught:
        import_safely([wrong], tmp_path / "e")

    assert caught.value.place == "a.sav"
    assert caught.value.id.count("a.sav") == 1


def test_survives_a_child_that_runs_out_of_memory(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    path = sav(make_edition, households, tmp_path)

    with pytest.raises(UnreadableFile, match="berhenti"):
        import_safely([path], tmp_path / "e", limits=Limits(memory=200 << 20))

    assert not list(tmp_path.glob(".e.*"))
    assert not (tmp_path / "e").exists()


def test_survives_a_child_that_takes_too_long(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="berhenti"):
        import_safely([tmp_path / "x.sav"], tmp_path / "e", limits=Limits(wall_seconds=0))


@pytest.mark.parametrize("word", ["sav", "zsav", "dta", "dbf", "parquet", "rds"])
def test_names_every_truncated_file(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    path = sav(make_edition, households, tmp_path, word)
    whole = path.read_bytes()
    for number, share in enumerate((0.1, 0.5, 0.9)):
        path.write_bytes(whole[: int(len(whole) * share)])

        with pytest.raises(MicrodataError, match=path.name):
            import_study([path], tmp_path / f"e{number}")


@pytest.mark.slow
@pytest.mark.parametrize("word", ["sav", "zsav", "dta", "dbf", "csv", "parquet", "rds", "xpt"])
def test_mutated_files_never_reach_the_parent(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    path = sav(make_edition, households, tmp_path, word)
    whole = path.read_bytes()
    dice = random.Random(word)
    for number in range(2):
        changed = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        path.write_bytes(changed)
        into = tmp_path / f"e{number}"

        try:
            import_safely([path], into, limits=Limits(cpu_seconds=20, wall_seconds=40))
        except MicrodataError:
            assert not into.exists()
