"""What the demonstration office sells: a synthetic Susenas and maps of its work areas."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loket.areamaps.banjarnegara import demo
from loket.areamaps.formats import MapFormat
from loket.catalogue import operations
from loket.catalogue.models import AreaLayer, Edition, Product
from loket.ledger.context import By
from loket.microdata import synthetic
from loket.people.models import Office

HOUSEHOLDS = 800
PERIOD = "2025"
SURVEY = operations.SurveyDetails(
    code="susenas",
    title_id="Survei Sosial Ekonomi Nasional (Susenas)",
    title_en="National Socio-Economic Survey (Susenas)",
    producer="Pembangkit data sintetis Loket",
)


@dataclass(frozen=True, slots=True)
class _Map:
    level: str
    title_id: str
    title_en: str

    @property
    def code(self) -> str:
        return f"peta-3304-{self.level}"


MAPS = (
    _Map(
        "kecamatan",
        "Peta wilayah kerja statistik Kabupaten Banjarnegara menurut kecamatan (SINTETIS)",
        "Map of statistical work areas, Kabupaten Banjarnegara by kecamatan (SYNTHETIC)",
    ),
    _Map(
        "desa",
        "Peta wilayah kerja statistik Kabupaten Banjarnegara menurut desa/kelurahan (SINTETIS)",
        "Map of statistical work areas, Kabupaten Banjarnegara by desa/kelurahan (SYNTHETIC)",
    ),
)
SUSENAS = "susenas-2024-03"


def seed(office: Office, at: datetime, *, households: int = HOUSEHOLDS) -> list[Product]:
    """Import and offer everything that is not there yet; running it again changes nothing."""
    by = By(person=None, role="system", office=office.code)
    with tempfile.TemporaryDirectory(prefix="loket-demo-") as scratch:
        folder = Path(scratch)
        products = [_susenas(office, folder / "susenas", households, by, at)]
        products += _maps(office, folder / "maps", by, at)
    return products


def _susenas(office: Office, folder: Path, households: int, by: By, at: datetime) -> Product:
    product = Product.objects.filter(code=SUSENAS).first()
    if product is not None:
        return product
    edition = Edition.objects.filter(code=SUSENAS).first()
    if edition is None:
        study = synthetic.generate(synthetic.banjarnegara(households))
        ddi = synthetic.write_study(study, folder, format="sav")
        files = operations.StudyFiles(data=sorted(folder.glob("*.sav")), ddi=ddi)
        edition = operations.import_study(files, survey=SURVEY, code=SUSENAS, by=by, at=at)
    operations.publish_quality_report(edition, by=by, at=at)
    terms = operations.Terms(sold_fullset=True, sold_by_variables=True)
    return operations.offer(edition, code=SUSENAS, office=office, terms=terms, by=by, at=at)


def _maps(office: Office, folder: Path, by: By, at: datetime) -> list[Product]:
    known = {product.code: product for product in Product.objects.filter(kind="area_map")}
    if not all(each.code in known for each in MAPS):
        folder.mkdir()
        demo.write(demo.draw(periode=PERIOD), folder, kinds=(MapFormat.GEOPACKAGE,))
    return [known.get(each.code) or _map(each, office, folder, by, at) for each in MAPS]


def _map(wanted: _Map, office: Office, folder: Path, by: By, at: datetime) -> Product:
    layer = AreaLayer.objects.filter(code=wanted.code).first()
    if layer is None:
        file = operations.LayerFile(
            path=folder / f"{wanted.level}_3304.gpkg",
            title_id=wanted.title_id,
            title_en=wanted.title_en,
            region="3304",
            period=PERIOD,
            source=demo.SOURCE,
        )
        layer = operations.import_layer(file, code=wanted.code, by=by, at=at, is_synthetic=True)
    return operations.offer(
        layer, code=wanted.code, office=office, terms=operations.Terms(), by=by, at=at
    )
