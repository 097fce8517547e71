"""
The import door: layer files from outside are opened in a child process with limits.

GDAL reads many intricate formats in C++. A file somebody uploaded may be made to crash it, to
eat memory or to run for hours; here that costs one child process and becomes a refusal in words.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyogrio
import shapely

import loket
from loket.areamaps.errors import AreaMapError
from loket.areamaps.findings import QualityReport, report_from_json
from loket.areamaps.layers import Description, description_from_json
from loket.areamaps.opening import Geometries

_DRIVERS_NEEDED = {"ESRI Shapefile", "GPKG", "GeoJSON"}
_SCRATCH = "loket-map-"
# Agreed with loket.areamaps.child: files in the scratch folder, and an exit status.
COPY_NAME = "copy.gpkg"
SHAPES_NAME = "shapes.hex"
OUT_OF_MEMORY = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use at most; memory is address space, of which the libraries take 1 GB."""

    seconds: float = 300.0
    cpu_seconds: int = 240
    memory_bytes: int = 4 << 30
    file_bytes: int = 2 << 30


@dataclass(frozen=True, slots=True)
class Admission:
    """What came through the door: what the layer is, and what the checks found."""

    description: Description
    report: QualityReport


def inspect(
    path: Path,
    *,
    region: str | None = None,
    layer: str | None = None,
    code_column: str | None = None,
    limits: Limits | None = None,
) -> Admission:
    """
    Describe and check an untrusted layer file (.shp, .gpkg, .geojson, or a .zip of one).

    :param region: the region it claims to cover
    :raises AreaMapError: if it cannot be used, or exceeds the limits
    """
    request = _Request(path, region, layer, code_column, limits or Limits())
    with tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch:
        return _admission(_run("inspect", request, Path(scratch)))


def admit(
    path: Path,
    master: Path,
    *,
    region: str | None = None,
    layer: str | None = None,
    code_column: str | None = None,
    limits: Limits | None = None,
) -> Admission:
    """
    Inspect an untrusted layer file and, if no error is found, write our own copy of it.

    The copy is a GeoPackage of one layer with the standard columns, in the order of the codes;
    later work opens only that. It is not written when ``report.usable`` is false.

    :param master: where to write the copy; must not exist, its folder must
    :raises AreaMapError: if it cannot be used, or exceeds the limits
    """
    if master.exists():
        raise AreaMapError(
            id=f"Berkas {master.name} sudah ada di folder tujuan.",
            en=f"File {master.name} already exists in the target folder.",
        )
    request = _Request(path, region, layer, code_column, limits or Limits())
    with tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch:
        admission = _admission(_run("admit", request, Path(scratch)))
        copy = Path(scratch) / COPY_NAME
        if copy.exists():
            shutil.move(copy, master)
    return admission


def read_shapes(
    path: Path, *, layer: str | None = None, limits: Limits | None = None
) -> tuple[Geometries, str]:
    """
    Return only the polygons and their coordinate system of an untrusted file.

    For tracing a leaked copy, which may have lost its codes.

    :raises AreaMapError: if it cannot be used, or exceeds the limits
    """
    request = _Request(path, None, layer, None, limits or Limits())
    with tempfile.TemporaryDirectory(prefix=_SCRATCH) as scratch:
        answer = _run("shapes", request, Path(scratch))
        lines = (Path(scratch) / SHAPES_NAME).read_text(encoding="ascii").splitlines()
    shapes: Geometries = shapely.from_wkb([line or None for line in lines])
    return shapes, str(answer["crs"])


@dataclass(frozen=True, slots=True)
class _Request:
    path: Path
    region: str | None
    layer: str | None
    code_column: str | None
    limits: Limits


def _run(task: str, request: _Request, scratch: Path) -> dict[str, Any]:
    question = {
        **asdict(request),
        "task": task,
        "path": str(request.path.resolve()),
        "scratch": str(scratch),
    }
    command = [sys.executable, "-m", "loket.areamaps.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            input=json.dumps(question),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=request.limits.seconds,
            env=_environment(scratch),
            cwd=scratch,
            check=False,
        )
    except subprocess.TimeoutExpired as failure:
        raise _too_much() from failure
    if done.returncode != 0:
        raise _too_much() if _by_limit(done.returncode) else _crashed()
    answer: dict[str, Any] = json.loads(done.stdout)
    if "error" in answer:
        raise AreaMapError(id=str(answer["error"]["id"]), en=str(answer["error"]["en"]))
    return answer


def _admission(answer: Mapping[str, Any]) -> Admission:
    return Admission(
        description_from_json(answer["description"]), report_from_json(answer["report"])
    )


def _by_limit(returncode: int) -> bool:
    return returncode == OUT_OF_MEMORY or -returncode in {
        signal.SIGXCPU,
        signal.SIGKILL,
        signal.SIGXFSZ,
    }


def _environment(scratch: Path) -> dict[str, str]:
    skipped = sorted(set(pyogrio.list_drivers()) - _DRIVERS_NEEDED)
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(loket.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "TMPDIR": str(scratch),
        "HOME": str(scratch),
        "OGR_SKIP": ",".join(skipped),
        "GDAL_SKIP": "VRT",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _too_much() -> AreaMapError:
    return AreaMapError(
        id="Peta terlalu besar atau terlalu rumit untuk diperiksa dalam batas yang ditetapkan. "
        "Potong per provinsi atau kabupaten, lalu impor lagi.",
        en="The map is too large or too intricate to check within the limits set. Cut it by "
        "province or kabupaten, then import again.",
    )


def _crashed() -> AreaMapError:
    return AreaMapError(
        id="Berkas peta rusak: pembacanya berhenti di tengah jalan. Simpan ulang petanya dari "
        "aplikasi peta, lalu impor lagi.",
        en="The map file is damaged: its reader stopped midway. Save the map again from your "
        "mapping program, then import it.",
    )
