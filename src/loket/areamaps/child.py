"""
The child process behind the import door: one request on standard input, one answer, the end.

Run as ``python -m loket.areamaps.child`` by :mod:`loket.areamaps.door`, never imported by it.
The limits take hold before any file is opened.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from loket.areamaps import attributes, formats
from loket.areamaps.archives import unpack
from loket.areamaps.checks import check
from loket.areamaps.crs import GEOGRAPHIC, OFFERED
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.areamaps.layers import AreaLayer, describe_layer, read
from loket.areamaps.sources import look_at

OUT_OF_MEMORY = 3


def main() -> int:
    """Answer the request on standard input; return the exit status."""
    request = json.loads(sys.stdin.read())
    _limit(request["limits"])
    warnings.simplefilter("ignore")
    try:
        answer = _answer(request)
    except AreaMapError as refusal:
        answer = {"error": {"id": refusal.id, "en": refusal.en}}
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(answer))
    return 0


def _limit(limits: Mapping[str, Any]) -> None:
    for which, wanted in (
        (resource.RLIMIT_CPU, int(limits["cpu_seconds"])),
        (resource.RLIMIT_AS, int(limits["memory_bytes"])),
        (resource.RLIMIT_FSIZE, int(limits["file_bytes"])),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(which)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (value, value))


def _answer(request: Mapping[str, Any]) -> dict[str, Any]:
    path = Path(request["path"])
    if path.suffix.lower() == ".zip":
        most = int(request["limits"]["file_bytes"])
        path = unpack(path, Path(request["scratch"]), most_bytes=most)
    layer = read(path, layer=request["layer"], code_column=request["code_column"])
    description = describe_layer(layer, look_at(path))
    report = check(layer, region=request["region"])
    if request["master"] is not None and report.usable:
        _write_master(layer, Path(request["master"]))
    return {"description": description.as_json(), "report": report.as_json()}


def _write_master(layer: AreaLayer, master: Path) -> None:
    ordered = layer.sorted_by_code()
    formats.write(
        ordered,
        attributes.table(ordered),
        format=MapFormat.GEOPACKAGE,
        folder=master.parent,
        stem=master.stem,
        crs=layer.crs if layer.crs in OFFERED else GEOGRAPHIC,
    )


if __name__ == "__main__":
    sys.exit(main())
