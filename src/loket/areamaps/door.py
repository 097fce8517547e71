"""
The import door: layer files from outside are opened in a child process with limits.

GDAL reads many intricate formats in C++. A file somebody uploaded may be made to crash it, to
eat memory or to run for hours; here that costs one child process and becomes a refusal in words.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyogrio

import loket
from loket.areamaps.codes import Level
from loket.areamaps.errors import AreaMapError
from loket.areamaps.findings import QualityReport, report_from_json
from loket.areamaps.layers import Attribute, Description

_DRIVERS_NEEDED = {"ESRI Shapefile", "GPKG", "GeoJSON"}
_MOST_ANSWER_CHARS = 2_000_000
_OUT_OF_MEMORY = 3  # exit status of loket.areamaps.child


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
    return _ask(path, None, region, layer, code_column, limits or Limits())


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

    The copy is a GeoPackage with the standard columns, in the order of the codes; later work
    opens only that. It is not written when ``report.usable`` is false.

    :param master: where to write the copy; must not exist, its folder must
    :raises AreaMapError: if it cannot be used, or exceeds the limits
    """
    return _ask(path, master, region, layer, code_column, limits or Limits())


def _ask(
    path: Path,
    master: Path | None,
    region: str | None,
    layer: str | None,
    code_column: str | None,
    limits: Limits,
) -> Admission:
    with tempfile.TemporaryDirectory(prefix="loket-map-") as scratch:
        request = {
            "path": str(path.resolve()),
            "master": None if master is None else str(master.resolve()),
            "region": region,
            "layer": layer,
            "code_column": code_column,
            "scratch": scratch,
            "limits": asdict(limits),
        }
        answer = _run(request, limits, scratch)
    if "error" in answer:
        raise AreaMapError(id=str(answer["error"]["id"]), en=str(answer["error"]["en"]))
    return Admission(
        _description(answer["description"]),
        report_from_json(answer["report"]),
    )


def _run(request: Mapping[str, Any], limits: Limits, scratch: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "loket.areamaps.child"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module, no shell
            command,
            input=json.dumps(request),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=limits.seconds,
            env=_environment(scratch),
            cwd=scratch,
            check=False,
        )
    except subprocess.TimeoutExpired as failure:
        raise _too_much() from failure
    if done.returncode != 0:
        raise _too_much() if _by_limit(done.returncode) else _crashed()
    answer: dict[str, Any] = json.loads(done.stdout[:_MOST_ANSWER_CHARS])
    return answer


def _by_limit(returncode: int) -> bool:
    return returncode == _OUT_OF_MEMORY or -returncode in {
        signal.SIGXCPU,
        signal.SIGKILL,
        signal.SIGXFSZ,
    }


def _environment(scratch: str) -> dict[str, str]:
    skipped = sorted(set(pyogrio.list_drivers()) - _DRIVERS_NEEDED)
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(loket.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "TMPDIR": scratch,
        "HOME": scratch,
        "OGR_SKIP": ",".join(skipped),
        "GDAL_SKIP": "VRT",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _description(values: Mapping[str, Any]) -> Description:
    west, south, east, north = (float(value) for value in values["bbox"])
    return Description(
        name=str(values["name"]),
        driver=str(values["driver"]),
        level=Level(values["level"]),
        code_column=str(values["code_column"]),
        features=int(values["features"]),
        region=str(values["region"]),
        crs=str(values["crs"]),
        bbox=(west, south, east, north),
        attributes=tuple(
            Attribute(str(each["name"]), str(each["kind"])) for each in values["attributes"]
        ),
        size_bytes=int(values["size_bytes"]),
    )


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
