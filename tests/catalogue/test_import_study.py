"""Importing a study …"""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.catalogue.conftest import ADMIN, NOW, SUSENAS

from loket.catalogue import operations
from loket.catalogue.errors import AlreadyImported, CatalogueError
from loket.catalogue.models import DataFile, Edition, EditionRegion, Survey, Variable
from loket.catalogue.queries import masters
from loket.ledger.models import Event
from loket.microdata import sandbox
from loket.microdata.errors import UnreadableFile
from loket.people.models import Office

POPSTAN = Path(__file__).parents[3] / "shared" / "data" / "popstan"


def test_describes_every_file_and_variable(
    office: Office, susenas_files: operations.StudyFiles
) -> None:
    edition = operations.import_study(
        susenas_files, survey=SUSENAS, code="susenas-2024-03", by=ADMIN, at=NOW
    )

    book = masters.codebook(edition)

    assert edition.idno == book.study.idno == "SINTETIS-SUSENAS-2024-MARET"
    assert edition.release == book.study.version == "1"
    assert edition.year == 2024
    assert edition.area_level == "kabupaten"
    assert [f.name for f in edition.files.all()] == [f.name for f in book.present]
    assert edition.variables.count() == sum(len(f.variables) for f in book.present)
    sex = Variable.objects.get(file__name="ssn202403_kor_ind1", name="R405")
    assert (sex.label_id, sex.label_en) == ("Jenis kelamin", "Sex")
    assert [c["en"] for c in sex.categories] == ["Male", "Female"]


def test_knows_roles_of_variables(edition: Edition) -> None:
    household = {v.name: v for v in edition.variables.filter(file__name="ssn202403_kor_rt")}

    assert household["URUT"].is_key
    assert household["FWT"].is_weight
    assert household["PSU"].is_design
    assert household["R101"].is_region


def test_lists_regions_with_their_names(edition: Edition) -> None:
    regions = dict(EditionRegion.objects.values_list("code", "name"))

    assert regions == {"33": "Jawa Tengah", "3304": "Kabupaten Banjarnegara"}


def test_is_marked_synthetic_by_its_own_words(edition: Edition) -> None:
    assert edition.is_synthetic


def test_is_written_to_the_trail(edition: Edition) -> None:
    event = Event.objects.get(action="study_imported")

    assert event.subject == "edition:susenas-2024-03/1"
    assert edition.sha256 in event.payload


def test_is_refused_the_second_time(
    edition: Edition, susenas_files: operations.StudyFiles, masters_folder: Path
) -> None:
    before = sorted(masters_folder.rglob("*"))

    with pytest.raises(AlreadyImported) as refusal:
        operations.import_study(susenas_files, survey=SUSENAS, code=edition.code, by=ADMIN, at=NOW)

    assert "rilis berikutnya" in refusal.value.id
    assert "next release" in refusal.value.en
    assert sorted(masters_folder.rglob("*")) == before


def test_takes_a_corrected_release_beside_the_first(
    edition: Edition, susenas_files: operations.StudyFiles
) -> None:
    second = operations.import_study(
        susenas_files, survey=SUSENAS, code=edition.code, by=ADMIN, at=NOW, release="2"
    )

    assert second.release == "2"
    assert masters.codebook(second).study.version == "2"
    assert masters.codebook(edition).study.version == "1"
    assert Survey.objects.count() == 1


def test_of_a_truncated_file_leaves_nothing(
    office: Office, susenas_files: operations.StudyFiles, tmp_path: Path, masters_folder: Path
) -> None:
    whole = Path(susenas_files.data[-1])
    broken = tmp_path / whole.name
    content = whole.read_bytes()
    broken.write_bytes(content[: len(content) // 2])
    files = replace(susenas_files, data=[*susenas_files.data[:-1], broken])

    with pytest.raises(UnreadableFile) as refusal:
        operations.import_study(files, survey=SUSENAS, code="rusak", by=ADMIN, at=NOW)

    assert broken.name in refusal.value.id
    assert broken.name in refusal.value.en
    _nothing_is_left(masters_folder)


def test_of_a_file_with_another_format_than_its_name_says_leaves_nothing(
    office: Office, tmp_path: Path, masters_folder: Path
) -> None:
    mislabelled = tmp_path / "data.sav"
    mislabelled.write_text("NAMA;UMUR\nA;3\n")
    files = operations.StudyFiles(data=[mislabelled])

    with pytest.raises(UnreadableFile, match=r"data\.sav"):
        operations.import_study(files, survey=SUSENAS, code="salah", by=ADMIN, at=NOW)

    _nothing_is_left(masters_folder)


def test_leaves_nothing_when_the_tables_refuse(
    office: Office,
    susenas_files: operations.StudyFiles,
    masters_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr("loket.ledger.trail.record", refuse)

    with pytest.raises(DatabaseError):
        operations.import_study(susenas_files, survey=SUSENAS, code="x", by=ADMIN, at=NOW)

    _nothing_is_left(masters_folder)


def test_goes_on_after_an_import_that_was_killed_before_it_was_recorded(
    edition: Edition, susenas_files: operations.StudyFiles, masters_folder: Path
) -> None:
    target = masters_folder / "baru" / edition.sha256[:16]
    shutil.copytree(masters_folder / edition.master, target)

    again = operations.import_study(susenas_files, survey=SUSENAS, code="baru", by=ADMIN, at=NOW)

    assert masters.codebook(again).study.idno == edition.idno


@pytest.mark.parametrize("code", ["", "Susenas", "a b", "-a", "a/../b", "a" * 41])
def test_is_refused_under_a_code_that_cannot_stand_in_an_address(
    office: Office, susenas_files: operations.StudyFiles, code: str
) -> None:
    with pytest.raises(CatalogueError, match="susenas-2024-03"):
        operations.import_study(susenas_files, survey=SUSENAS, code=code, by=ADMIN, at=NOW)


def test_cannot_be_undone_or_rewritten_in_the_database(edition: Edition) -> None:
    with pytest.raises(IntegrityError, match="loket: refused"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(sha256="0" * 64)
    with pytest.raises(IntegrityError, match="loket: refused"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk)._raw_delete("default")


@pytest.mark.skipif(not POPSTAN.exists(), reason="the demonstration study is not here")
def test_takes_a_whole_study_by_the_official_generator(office: Office) -> None:
    data = [POPSTAN / "Household.sav", POPSTAN / "Women.sav", POPSTAN / "Household listing.sav"]
    files = operations.StudyFiles(data=data, ddi=POPSTAN / "ihsn-popstan-mics-2000.xml")
    survey = operations.SurveyDetails(code="mics", title_id="MICS Popstan")

    edition = operations.import_study(files, survey=survey, code="popstan", by=ADMIN, at=NOW)

    assert not edition.is_synthetic
    assert edition.year == 2000
    assert DataFile.objects.filter(edition=edition).count() == 3
    assert edition.variables.count() == 226
    kinds = {finding["kind"] for finding in edition.quality["findings"]}
    assert "absent_file" in kinds


def test_of_a_missing_file_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    files = operations.StudyFiles(data=[tmp_path / "tiada.sav"])

    with pytest.raises(CatalogueError, match=r"tiada\.sav"):
        operations.import_study(files, survey=SUSENAS, code="tiada", by=ADMIN, at=NOW)


def test_works_from_a_relative_path(
    office: Office, susenas_files: operations.StudyFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(susenas_files.data[0]).parent
    monkeypatch.chdir(folder)
    files = operations.StudyFiles(data=[Path("ssn202403_kor_rt.parquet")])

    edition = operations.import_study(files, survey=SUSENAS, code="relatif", by=ADMIN, at=NOW)

    assert edition.idno == "relatif"
    assert edition.rows == 60


def test_survives_a_reader_that_is_killed(
    office: Office,
    susenas_files: operations.StudyFiles,
    masters_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tight = partial(sandbox.import_safely, limits=sandbox.Limits(cpu_seconds=1, memory=1 << 28))
    monkeypatch.setattr(sandbox, "import_safely", tight)

    with pytest.raises(UnreadableFile) as refusal:
        operations.import_study(susenas_files, survey=SUSENAS, code="x", by=ADMIN, at=NOW)

    assert refusal.value.id != refusal.value.en
    _nothing_is_left(masters_folder)


def _nothing_is_left(masters_folder: Path) -> None:
    assert not Edition.objects.exists()
    assert not Survey.objects.exists()
    assert not Event.objects.exists()
    assert not [path for path in masters_folder.rglob("*") if path.name != ".incoming"]
