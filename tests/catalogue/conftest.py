from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.imported import Imported

from loket.areamaps.banjarnegara import demo
from loket.areamaps.formats import MapFormat
from loket.catalogue import operations
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.ledger.context import By
from loket.microdata import synthetic
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
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return Imported(tmp_path_factory.mktemp("imported"))


@pytest.fixture
def edition(office: Office, susenas_files: operations.StudyFiles, imported: Imported) -> Edition:
    with imported.in_place_of_doors():
        return operations.import_study(
            susenas_files, survey=SUSENAS, code="susenas-2024-03", by=ADMIN, at=NOW
        )


@pytest.fixture
def kecamatan_layer(office: Office, map_folder: Path, imported: Imported) -> AreaLayer:
    with imported.in_place_of_doors():
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
