"""Importing a map layer: checked in a limited child process, kept as our own GeoPackage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from loket.areamaps import door, layers, previews, region_names
from loket.areamaps.attributes import names
from loket.areamaps.door import Admission
from loket.areamaps.findings import QualityReport, Severity
from loket.catalogue import masters
from loket.catalogue.errors import AlreadyImported, CatalogueError
from loket.catalogue.models import AreaLayer, LayerArea
from loket.catalogue.operations.codes import checked_code, checked_release
from loket.ledger import trail
from loket.ledger.context import By

BATCH = 500
BLOCK = 1 << 20
PREVIEW = "preview.svg"


@dataclass(frozen=True, slots=True)
class LayerFile:
    """
    What is imported, and what the file does not say.

    :ivar region: the region it claims to cover; "" for all of Indonesia
    :ivar layer: which layer of a GeoPackage that holds several
    :ivar code_column: the column with BPS codes, where it cannot be found by itself
    """

    path: Path
    title_id: str
    title_en: str = ""
    region: str = ""
    period: str = ""
    source: str = ""
    layer: str | None = None
    code_column: str | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """The finished files of a layer, still in the incoming folder."""

    folder: Path
    file: Path
    admission: Admission
    codes: tuple[str, ...]
    names: list[str]
    sha256: str


def import_layer(
    file: LayerFile,
    *,
    code: str,
    by: By,
    at: datetime,
    release: str = "1",
    is_synthetic: bool = False,
) -> AreaLayer:
    """
    Import a layer of work areas, or nothing.

    :raises AreaMapError: the file cannot be read, has no codes, or exceeds the limits
    :raises CatalogueError: the checks found errors, or a code is not usable
    :raises AlreadyImported: this code and release, or the same map, are there already
    """
    checked_code(code, AreaLayer)
    checked_release(release, AreaLayer)
    with masters.incoming() as place:
        made = _make(file, place / code, code)
        return _keep(
            made, file, code=code, release=release, is_synthetic=is_synthetic, by=by, at=at
        )


def _make(file: LayerFile, folder: Path, code: str) -> _Made:
    folder.mkdir()
    master = folder / f"{code}.gpkg"
    admission = door.admit(
        file.path,
        master,
        region=file.region or None,
        layer=file.layer,
        code_column=file.code_column,
    )
    _must_be_usable(admission.report, file.path.name)
    layer = layers.read(master)
    drawing = previews.svg(layer, title=file.title_id, description=_described(len(layer)))
    (folder / PREVIEW).write_text(drawing, "utf-8")
    return _Made(folder, master, admission, layer.codes, names(layer), _sha256(master))


def _described(features: int) -> str:
    return (
        f"Gambar kecil {features} wilayah kerja statistik; bukan batas administrasi resmi. / "
        f"Small picture of {features} statistical work areas; not official boundaries."
    )


def _must_be_usable(report: QualityReport, name: str) -> None:
    if report.usable:
        return
    errors = [f for f in report.findings if f.severity is Severity.ERROR]
    listed = [(f, ", ".join(f.examples)) for f in errors]
    raise CatalogueError(
        id=f"{name} belum dapat diimpor. "
        + " ".join(f"{finding.id} ({examples})" for finding, examples in listed),
        en=f"{name} cannot be imported yet. "
        + " ".join(f"{finding.en} ({examples})" for finding, examples in listed),
    )


@transaction.atomic(durable=True)
def _keep(
    made: _Made,
    file: LayerFile,
    *,
    code: str,
    release: str,
    is_synthetic: bool,
    by: By,
    at: datetime,
) -> AreaLayer:
    folder = f"{code}/{made.sha256[:16]}"
    _must_be_new(code, release, folder)
    row = AreaLayer.objects.create(
        code=code,
        release=release,
        folder=folder,
        is_synthetic=is_synthetic,
        imported_at=at,
        **_described_by(made, file),
    )
    LayerArea.objects.bulk_create(
        [_area(row, code, name) for code, name in zip(made.codes, made.names, strict=True)],
        batch_size=BATCH,
    )
    trail.record(
        "area_layer_imported",
        subject=f"area_layer:{code}/{release}",
        by=by,
        at=at,
        payload={"sha256": row.sha256, "features": row.features, "level": row.level},
    )
    masters.settle(made.folder, folder)
    return row


def _described_by(made: _Made, file: LayerFile) -> dict[str, Any]:
    found = made.admission.description
    return {
        "title_id": file.title_id[:250],
        "title_en": file.title_en[:250],
        "level": str(found.level),
        "area_code": file.region or found.region,
        "period": file.period[:20],
        "source": file.source[:200],
        "features": found.features,
        "crs": found.crs,
        "bbox": list(found.bbox),
        "attributes": [{"name": each.name, "kind": each.kind} for each in found.attributes],
        "code_column": found.code_column,
        "size_bytes": made.file.stat().st_size,
        "file_name": made.file.name,
        "preview_name": PREVIEW,
        "sha256": made.sha256,
        "quality": made.admission.report.as_json(),
    }


def _area(layer: AreaLayer, code: str, name: str) -> LayerArea:
    known = region_names.find(code)
    return LayerArea(
        layer=layer,
        code=code,
        name=(known.name if known else name)[:120],
        kind=known.kind if known else "",
    )


def _must_be_new(code: str, release: str, folder: str) -> None:
    if AreaLayer.objects.filter(code=code, release=release).exists():
        raise AlreadyImported(
            id=f"Peta {code} rilis {release} sudah ada dan tidak dapat ditimpa. Untuk peta yang "
            "diperbaiki, sebutkan nomor rilis berikutnya.",
            en=f"Map {code}, release {release}, exists and cannot be overwritten. For a "
            "corrected map, state the next release.",
        )
    twin = AreaLayer.objects.filter(folder=folder).first()
    if twin is not None:
        raise AlreadyImported(
            id=f"Peta yang sama sudah diimpor sebagai {twin.code} rilis {twin.release}.",
            en=f"The same map was imported as {twin.code}, release {twin.release}.",
        )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
