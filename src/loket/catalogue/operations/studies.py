"""Importing a study: data files and their DDI become an edition, or nothing happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from loket.catalogue import masters
from loket.catalogue.errors import AlreadyImported, CatalogueError
from loket.catalogue.models import Edition, Survey
from loket.catalogue.operations import edition_rows
from loket.catalogue.operations.codes import checked_code, checked_release, is_release
from loket.ledger import trail
from loket.ledger.context import By
from loket.microdata import sandbox
from loket.microdata.codebook import Bilingual, Study
from loket.microdata.descriptions import read_description
from loket.microdata.edition import Edition as Master
from loket.microdata.importing import Hints

SYNTHETIC_WORDS = ("SINTETIS", "SYNTHETIC")


@dataclass(frozen=True, slots=True)
class SurveyDetails:
    """The series an edition belongs to; an existing survey of this code keeps its words."""

    code: str
    title_id: str
    title_en: str = ""
    producer: str = ""
    description_id: str = ""
    description_en: str = ""


@dataclass(frozen=True, slots=True)
class StudyFiles:
    """What is imported; `hints` say what the files themselves do not."""

    data: Sequence[Path]
    ddi: Path | None = None
    hints: Hints = field(default_factory=Hints)


def import_study(
    files: StudyFiles,
    *,
    survey: SurveyDetails,
    code: str,
    by: By,
    at: datetime,
    release: str | None = None,
    is_synthetic: bool = False,
) -> Edition:
    """
    Import a study as an edition: the master to its folder, its description to the tables.

    :param release: of the data; by default what the DDI says, else "1"
    :param is_synthetic: mark it synthetic even if its own words do not say so
    :raises MicrodataError: a file is unreadable, mislabelled or does not fit, with the place
    :raises AlreadyImported: this code and release, or the same data, are there already
    :raises CatalogueError: a code is not usable
    """
    checked_code(code, Edition)
    checked_code(survey.code, Survey)
    _must_have_data(files)
    ddi = _present(files.ddi) if files.ddi else None
    data = [_present(path) for path in files.data]
    study = _study(files, survey, code, release)
    hints = replace(files.hints, study=study)
    with masters.incoming() as place:
        master = sandbox.import_safely(data, place / code, ddi=ddi, hints=hints)
        facts = edition_rows.Facts(
            code=code,
            release=study.version,
            name=f"{code}/{master.digest[:16]}",
            is_synthetic=is_synthetic or says_synthetic(master),
            at=at,
        )
        return _keep(master, survey=survey, facts=facts, by=by)


def _must_have_data(files: StudyFiles) -> None:
    if not files.data:
        raise CatalogueError(
            id="Tidak ada berkas data. Sertakan sekurang-kurangnya satu berkas data.",
            en="There is no data file. Supply at least one data file.",
        )


def _present(path: Path) -> Path:
    """Return the full path, since the import works in a process and a folder of its own."""
    if not path.is_file():
        raise CatalogueError(
            id=f"Berkas {path} tidak ditemukan. Periksa nama dan foldernya.",
            en=f"The file {path} was not found. Check its name and folder.",
        )
    return path.resolve()


def _study(files: StudyFiles, survey: SurveyDetails, code: str, release: str | None) -> Study:
    """Return the study's description with the release by which orders will name it.

    Data without a description are titled by their series and code.
    """
    told = read_description(files.ddi).study if files.ddi else None
    described = told if told and told.idno else Study(idno=code)
    study = files.hints.study or described
    if release is None:
        release = study.version if is_release(study.version, Edition) else "1"
    released = checked_release(release, Edition)
    notes = study.notes
    if study.version not in {"", released}:
        notes = f"{notes}\nVersi sumber / source version: {study.version}".strip()
    title = study.title or Bilingual(
        f"{survey.title_id} ({code})", f"{survey.title_en} ({code})" if survey.title_en else ""
    )
    return replace(study, idno=study.idno or code, title=title, version=released, notes=notes)


def says_synthetic(master: Master) -> bool:
    """Tell whether the study's own words say that no real respondent stands behind it."""
    study = master.codebook.study
    said = " ".join((study.title.id, study.title.en, *study.keywords)).upper()
    return any(word in said for word in SYNTHETIC_WORDS)


@transaction.atomic(durable=True)
def _keep(master: Master, *, survey: SurveyDetails, facts: edition_rows.Facts, by: By) -> Edition:
    _must_be_new(master, facts)
    series, _ = Survey.objects.get_or_create(
        code=survey.code,
        defaults={
            "title_id": survey.title_id,
            "title_en": survey.title_en,
            "producer": survey.producer or "; ".join(master.codebook.study.producers)[:200],
            "description_id": survey.description_id,
            "description_en": survey.description_en,
        },
    )
    edition = edition_rows.create(master, series, facts)
    trail.record(
        "study_imported",
        subject=f"edition:{facts.code}/{facts.release}",
        by=by,
        at=facts.at,
        payload={
            "sha256": edition.sha256,
            "files": [file.name for file in master.codebook.present],
            "rows": edition.rows,
            "findings": len(edition.quality.get("findings", [])),
        },
    )
    masters.settle(master.folder, facts.name)
    return edition


def _must_be_new(master: Master, facts: edition_rows.Facts) -> None:
    if Edition.objects.filter(code=facts.code, release=facts.release).exists():
        raise AlreadyImported(
            id=f"Edisi {facts.code} rilis {facts.release} sudah ada dan tidak dapat ditimpa. "
            "Untuk data yang diperbaiki, sebutkan nomor rilis berikutnya.",
            en=f"Edition {facts.code}, release {facts.release}, exists and cannot be "
            "overwritten. For corrected data, state the next release.",
        )
    twin = Edition.objects.filter(master=facts.name).first()
    if twin is not None:
        raise AlreadyImported(
            id=f"Data yang sama sudah diimpor sebagai {twin.code} rilis {twin.release}.",
            en=f"The same data were imported as {twin.code}, release {twin.release}.",
        )
