"""
The child process behind the import door: one request on standard input, one answer, the end.

Run as ``python -m loket.areamaps.child`` by :mod:`loket.areamaps.door`.
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

import shapely

from loket.areamaps import attributes, formats
from loket.areamaps.archives import unpack
from loket.areamaps.checks import check
from loket.areamaps.crs import GEOGRAPHIC, OFFERED
from loket.areamaps.door import COPY_NAME, OUT_OF_MEMORY, SHAPES_NAME
from loket.areamaps.errors import AreaMapError
from loket.areamaps.formats import MapFormat
from loket.areamaps.layers import AreaLayer, describe_layer, read, read_shapes
from loket.areamaps.sources import look_at


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
    scratch = Path(request["scratch"])
    if path.suffix.lower() == ".zip":
        path = unpack(path, scratch, most_bytes=int(request["limits"]["file_bytes"]))
    if request["task"] == "shapes":
        return _shapes(path, request["layer"], scratch)
    layer = read(path, layer=request["layer"], code_column=request["code_column"])
    description = describe_layer(layer, look_at(path))
    report = check(layer, region=request["region"])
    if request["task"] == "admit" and report.usable:
        _write_copy(layer, scratch)
    return {"description": description.as_json(), "report": report.as_json()}


def _shapes(path: Path, layer: str | None, scratch: Path) -> dict[str, Any]:
    shapes, crs = read_shapes(path, layer=layer)
    lines = shapely.to_wkb(shapes, hex=True)
    text = "".join(f"{line or ''}\n" for line in lines)
    (scratch / SHAPES_NAME).write_text(text, encoding="ascii")
    return {"crs": crs}


def _write_copy(layer: AreaLayer, scratch: Path) -> None:
    ordered = layer.sorted_by_code()
    copy = scratch / COPY_NAME
    formats.write(
        ordered,
        attributes.table(ordered),
        format=MapFormat.GEOPACKAGE,
        folder=copy.parent,
        stem=copy.stem,
        crs=layer.crs if layer.crs in OFFERED else GEOGRAPHIC,
    )


if __name__ == "__main__":
    sys.exit(main())
