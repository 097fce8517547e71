from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pytest_django import Settings

from loket.areamaps import door
from loket.areamaps.banjarnegara import demo
from loket.areamaps.formats import MapFormat
from loket.catalogue import operations
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.ledger.context import By
from loket.microdata import importing, sandbox, synthetic
from loket.microdata.ddi.read import read_ddi
from loket.microdata.edition import Edition as Master
from loket.microdata.edition import open_edition
from loket.people.models import Office

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ADMIN = By(person=None, role="office_admin", office="3304")
SUSENAS = operations.SurveyDetails(
    code="susenas",
    title_id="Survei Sosial Ekonomi Nasional",
    title_en="National Socio-Economic Survey",
    producer="Badan Pusat Statistik",
)


@pytest.fixture(scope="session")
def susenas_files(tmp_path_factory: pytest.TempPathFactory) -> operations.StudyFiles:
    folder = tmp_path_factory.mktemp("susenas")
    study = synthetic.generate(synthetic.banjarnegara(60))
    ddi = synthetic.write_study(study, folder, format="parquet")
    # Two of the six files keep the suite quick; the others count as described only.
    data = [folder / f"ssn202403_kor_{name}.parquet" for name in ("ind1", "rt")]
    return operations.StudyFiles(data=data, ddi=ddi)


@pytest.fixture(scope="session")
def map_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    demo.write(demo.draw(), folder, kinds=(MapFormat.GEOPACKAGE,))
    return folder


@pytest.fixture(autouse=True)
def masters_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.LOKET_MASTERS = tmp_path / "masters"
    return tmp_path / "masters"


@pytest.fixture
def office(db: None) -> Office:
    return Office.objects.create(
        code="3304",
        name="BPS Kabupaten Banjarnegara",
        city="Banjarnegara",
        address="Jalan Selamanik 33",
        email="bps3304@example.org",
    )


@pytest.fixture(scope="session")
def susenas_master(
    susenas_files: operations.StudyFiles, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A master imported once; what the tests of importing do anew each time."""
    assert susenas_files.ddi is not None
    study = replace(read_ddi(susenas_files.ddi).study, version="1")
    return importing.import_study(
        susenas_files.data,
        tmp_path_factory.mktemp("master") / "susenas",
        ddi=susenas_files.ddi,
        hints=importing.Hints(study=study),
    ).folder


@pytest.fixture
def edition(
    office: Office,
    susenas_files: operations.StudyFiles,
    susenas_master: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Edition:
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "import_safely", partial(_copy, susenas_master))
        return operations.import_study(
            susenas_files, survey=SUSENAS, code="susenas-2024-03", by=ADMIN, at=NOW
        )


def _copy(master: Path, _: object, into: Path, **__: object) -> Master:
    shutil.copytree(master, into)
    return open_edition(into)


@pytest.fixture(scope="session")
def admitted_once(
    map_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, door.Admission]:
    """A layer that went through the import door once; starting its child takes seconds."""
    kept = tmp_path_factory.mktemp("admitted") / "3304-kecamatan.gpkg"
    return kept, door.admit(map_folder / "kecamatan_3304.gpkg", kept, region="3304")


@pytest.fixture
def kecamatan_layer(
    office: Office,
    map_folder: Path,
    admitted_once: tuple[Path, door.Admission],
    monkeypatch: pytest.MonkeyPatch,
) -> AreaLayer:
    with monkeypatch.context() as patched:
        patched.setattr(door, "admit", partial(_admit, *admitted_once))
        return import_kecamatan(map_folder)


def import_kecamatan(map_folder: Path) -> AreaLayer:
    return operations.import_layer(
        operations.LayerFile(
            path=map_folder / "kecamatan_3304.gpkg",
            title_id="Banjarnegara menurut kecamatan",
            title_en="Banjarnegara by kecamatan",
            region="3304",
            period="2025",
        ),
        code="3304-kecamatan",
        by=ADMIN,
        at=NOW,
        is_synthetic=True,
    )


def _admit(
    kept: Path, admission: door.Admission, _: Path, into: Path, **__: object
) -> door.Admission:
    shutil.copy(kept, into)
    return admission


@pytest.fixture
def microdata_product(edition: Edition, office: Office) -> Product:
    return operations.offer(
        edition,
        code="susenas-2024-03",
        office=office,
        terms=operations.Terms(),
        by=ADMIN,
        at=NOW,
    )


@pytest.fixture
def map_product(kecamatan_layer: AreaLayer, office: Office) -> Product:
    return operations.offer(
        kecamatan_layer,
        code="peta-3304-kecamatan",
        office=office,
        terms=operations.Terms(),
        by=ADMIN,
        at=NOW,
    )
