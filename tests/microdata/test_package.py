from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import Bilingual, DataFile, Missing
from loket.microdata.ddi.read import read_ddi
from loket.microdata.definition.model import Definition, Wanted, definition_id
from loket.microdata.errors import MicrodataError
from loket.microdata.extract import extract
from loket.microdata.formats.writers import FORMATS
from loket.microdata.package import assemble
from loket.microdata.signing import ed25519_signer
from loket.microdata.twin import verify

Pair = tuple[DataFile, pa.Table]
AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize("word", sorted(FORMATS))
def test_can_be_checked_again_by_the_buyer(
    make_edition: MakeEdition, households: Pair, persons: Pair, tmp_path: Path, word: str
) -> None:
    definition = Definition("uji", format=word)

    package = assemble(make_edition(households, persons), definition, tmp_path / "kirim", at=AT)

    assert package.twin.passed
    data = [f for f in package.files if f.is_data]
    assert package.data_bytes == sum((package.folder / f.name).stat().st_size for f in data)
    script = [sys.executable, str(package.folder / "periksa.py")]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "lewat" not in done.stdout
    path = package.folder / data[0].name
    changed = bytearray(path.read_bytes())
    changed[-20] ^= 1
    path.write_bytes(changed)
    assert subprocess.run(script, capture_output=True, check=False).returncode == 1


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "periksa.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_is_signed_by_who_vouches_for_it(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    signer = ed25519_signer(bytes(range(32)))
    edition = make_edition(households)

    first = assemble(edition, Definition("", format="csv"), tmp_path / "k", at=AT, signer=signer)
    again = assemble(edition, Definition("", format="csv"), tmp_path / "l", at=AT, signer=signer)

    report = first.folder / "PERIKSA.txt"
    key = signer.public_key.hex()
    assert key in report.read_text("utf-8")
    assert [f.sha256 for f in first.files] == [f.sha256 for f in again.files]
    assert f"ok   tanda tangan / signature: {key}" in check(first.folder, key[:16]).stdout
    assert check(first.folder, key).returncode == 0
    assert check(first.folder, "00" + key[2:]).returncode == 1
    report.write_text(report.read_text("utf-8").replace("rt.csv", "rs.csv"), "utf-8")
    assert "BEDA tanda tangan" in check(first.folder).stdout


def test_demands_a_signature_when_a_key_is_given(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    package = assemble(make_edition(households), Definition("", format="csv"), tmp_path / "k")

    assert check(package.folder).returncode == 0
    assert check(package.folder, "ab").returncode == 1


def test_describes_only_what_is_delivered(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    definition = Definition("uji", files=(Wanted("rt", ("URUT", "R105")),), format="dbf")

    package = assemble(
        make_edition(households), definition, tmp_path / "k", marks=[("Lisensi", "L-7")]
    )

    book = read_ddi(package.folder / "ddi.xml")
    assert [f.names for f in book.files] == [("URUT", "R105")]
    readme = (package.folder / "README.txt").read_text("utf-8")
    assert "L-7" in readme
    assert "label nilai hanya ada dalam buku kode" in readme
    assert definition_id(definition) in readme
    assert "Perdesaan" in (package.folder / "codebook.html").read_text("utf-8")
    assert (package.folder / "rt.cpg").read_text() == "UTF-8"


@pytest.mark.parametrize(
    ("word", "programs"), [("csv", ["rt.sps", "rt.do", "rt.R"]), ("xpt", ["rt.sas"]), ("sav", [])]
)
def test_brings_the_programs_that_label_a_file_without_labels(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str, programs: list[str]
) -> None:
    edition = make_edition(households)

    package = assemble(edition, Definition("", format=word), tmp_path / "k")

    readme = (package.folder / "README.txt").read_text("utf-8")
    for name in programs:
        assert "Perdesaan" in (package.folder / name).read_text("utf-8")
        assert name in readme
    assert len(package.files) == 9 + len(programs)


def test_leaves_nothing_when_it_cannot(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    edition = make_edition(households)
    (tmp_path / "ada").mkdir()

    with pytest.raises(MicrodataError, match="sudah ada"):
        assemble(edition, Definition(""), tmp_path / "ada")
    with pytest.raises(MicrodataError):
        assemble(edition, Definition("", regions=("1",)), tmp_path / "k")

    assert not list(tmp_path.glob("*k*.[0-9a-f]*"))
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize("word", ["csv", "dbf"])
def test_the_twin_finds_one_changed_digit(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    edition = make_edition(households)
    definition = Definition("", format=word)
    written = extract(edition, definition, tmp_path)
    content = written[0].path.read_bytes()
    written[0].path.write_bytes(content.replace(b"1000", b"1001"))

    twin = verify(edition, definition, written)

    assert not twin.passed
    assert twin.files[0].tallies["FWT"].places == [5]


@pytest.mark.parametrize("word", ["sav", "dta", "rds", "parquet", "xlsx"])
def test_the_twin_finds_another_label(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    file, table = households
    other = replace(file.variable("R105"), label=Bilingual("Lain"), measure="ordinal")
    changed = replace(file, variables=(*file.variables[:3], other, *file.variables[4:]))
    definition = Definition("", format=word)
    ordered = make_edition((file, table), name="asli")
    written = extract(make_edition((changed, table), name="lain"), definition, tmp_path)

    (wanted,) = extract(ordered, definition, _folder(tmp_path / "asli-out"))
    twin = verify(ordered, definition, [replace(wanted, path=written[0].path)])

    (fault,) = twin.files[0].faults
    assert fault[1].startswith("R105: descriptions differ (label")
    assert ("measure" in fault[1]) == (word in {"sav", "rds", "parquet"})


@pytest.mark.parametrize("word", ["sav", "rds", "parquet"])
def test_the_twin_finds_other_missing_values(
    make_edition: MakeEdition, households: Pair, tmp_path: Path, word: str
) -> None:
    file, table = households
    other = replace(file.variable("R105"), missing=Missing(ranges=((8.0, 9.0),)))
    changed = replace(file, variables=(*file.variables[:3], other, *file.variables[4:]))
    definition = Definition("", format=word)
    ordered = make_edition((file, table), name="asli")
    written = extract(make_edition((changed, table), name="lain"), definition, tmp_path)

    (wanted,) = extract(ordered, definition, _folder(tmp_path / "asli-out"))
    twin = verify(ordered, definition, [replace(wanted, path=written[0].path)])

    assert "missing" in twin.files[0].faults[0][1]


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_the_twin_finds_a_lost_row(
    make_edition: MakeEdition, households: Pair, tmp_path: Path
) -> None:
    edition = make_edition(households)
    written = extract(edition, Definition("", format="csv"), tmp_path)
    lines = written[0].path.read_bytes().splitlines(keepends=True)
    written[0].path.write_bytes(b"".join(lines[:-1]))

    twin = verify(edition, Definition("", format="csv"), written)

    assert "jumlah baris" in twin.files[0].faults[0][0]
