"""
Command line of the map library: ``python -m loket.areamaps --help``.

Messages are Indonesian first, then English; the exit status is 1 where the answer is no.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from loket.areamaps import attributes, door, formats, layers, previews
from loket.areamaps.banjarnegara import demo
from loket.areamaps.comparison import compare
from loket.areamaps.crs import GEOGRAPHIC, OFFERED
from loket.areamaps.cut import cut
from loket.areamaps.errors import AreaMapError
from loket.areamaps.findings import Severity
from loket.areamaps.fingerprint import trace
from loket.areamaps.formats import MapFormat

Command = Callable[[argparse.Namespace], int]

_SEVERITIES = {
    Severity.ERROR: "SALAH / ERROR",
    Severity.WARNING: "PERINGATAN / WARNING",
    Severity.NOTE: "CATATAN / NOTE",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return the exit status."""
    chosen = _parser().parse_args(arguments)
    command: Command = chosen.command
    try:
        return command(chosen)
    except AreaMapError as refusal:
        sys.stderr.write(f"{refusal.id}\n{refusal.en}\n")
        return 1


def _describe(chosen: argparse.Namespace) -> int:
    admission = door.inspect(chosen.file, layer=chosen.layer, code_column=chosen.code_column)
    _say(json.dumps(admission.description.as_json(), ensure_ascii=False, indent=2))
    return 0


def _check(chosen: argparse.Namespace) -> int:
    admission = door.inspect(
        chosen.file, layer=chosen.layer, code_column=chosen.code_column, region=chosen.region
    )
    report = admission.report
    if chosen.json:
        _say(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return 0 if report.usable else 1
    for finding in report.findings:
        _say(f"[{_SEVERITIES[finding.severity]}] {finding.id}\n    {finding.en}")
        for example in finding.examples:
            _say(f"    - {example}")
    if not report.findings:
        _say(f"Tidak ada temuan pada {report.features} wilayah.")
        _say(f"Nothing found in {report.features} areas.")
    return 0 if report.usable else 1


def _cut(chosen: argparse.Namespace) -> int:
    source = layers.read(chosen.file, layer=chosen.layer, code_column=chosen.code_column)
    part = cut(source, chosen.region)
    table = attributes.table(part)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    agrees = True
    for each in chosen.format or [MapFormat.SHAPEFILE]:
        written = formats.write(
            part,
            table,
            format=MapFormat(each),
            folder=chosen.folder,
            stem=f"{part.level}_{chosen.region[0]}",
            crs=chosen.crs,
            dated=chosen.dated,
        )
        comparison = compare(written, part, table)
        agrees = agrees and comparison.agrees
        names = ", ".join(path.name for path in written.files)
        _say(f"{len(part)} wilayah / areas, {written.size_bytes} byte: {names}")
    return 0 if agrees else 1


def _preview(chosen: argparse.Namespace) -> int:
    layer = layers.read(chosen.file, layer=chosen.layer, code_column=chosen.code_column)
    if chosen.geojson:
        sys.stdout.write(previews.picker_geojson(layer))
        return 0
    title = f"{layer.level.label[0]} {layer.region}".strip()
    sys.stdout.write(previews.svg(layer, title=title, description=f"{len(layer)} wilayah / areas"))
    return 0


def _trace(chosen: argparse.Namespace) -> int:
    master = layers.read(chosen.master)
    shapes, crs = door.read_shapes(chosen.file)
    keys = {
        str(reference): bytes.fromhex(key)
        for reference, key in json.loads(chosen.keys.read_text(encoding="utf-8")).items()
    }
    suspects = trace(shapes, crs, master, keys)
    for suspect in suspects[:10]:
        mark = "!" if suspect.conclusive else " "
        _say(
            f"{mark} {suspect.reference}  {suspect.agreeing}/{suspect.comparable}  "
            f"(kebetulan / by chance {suspect.by_chance:.1f})  p = {suspect.p_value:.3g}"
        )
    return 0 if any(suspect.conclusive for suspect in suspects) else 1


def _demo(chosen: argparse.Namespace) -> int:
    chosen.folder.mkdir(parents=True, exist_ok=True)
    for written in demo.write(demo.draw(), chosen.folder):
        _say(f"{written.size_bytes:>9} byte  {written.files[0].name}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m loket.areamaps",
        description="Peta wilayah kerja statistik / maps of statistical work areas",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _with_layer(commands.add_parser("describe", help="say what a layer file is"), _describe)
    checking = _with_layer(commands.add_parser("check", help="check a layer file"), _check)
    checking.add_argument("--region", help="region the layer claims to cover")
    checking.add_argument("--json", action="store_true", help="print the report as JSON")
    cutting = _with_layer(commands.add_parser("cut", help="cut a layer to regions"), _cut)
    cutting.add_argument("region", nargs="+", help="BPS codes of the regions")
    cutting.add_argument("--folder", type=Path, required=True, help="where to write")
    cutting.add_argument("--format", action="append", choices=[each.value for each in MapFormat])
    cutting.add_argument("--crs", default=GEOGRAPHIC, choices=list(OFFERED))
    cutting.add_argument("--dated", type=date.fromisoformat, default=formats.EARLIEST)
    showing = _with_layer(commands.add_parser("preview", help="draw a small picture"), _preview)
    showing.add_argument("--geojson", action="store_true", help="for the region picker")
    tracing = commands.add_parser("trace", help="find the order a leaked copy came from")
    tracing.add_argument("file", type=Path)
    tracing.add_argument("--master", type=Path, required=True, help="our unmarked layer")
    tracing.add_argument("--keys", type=Path, required=True, help='JSON {"order": "hex key"}')
    tracing.set_defaults(command=_trace)
    drawing = commands.add_parser("demo", help="write the synthetic maps of Banjarnegara")
    drawing.add_argument("folder", type=Path)
    drawing.set_defaults(command=_demo)
    return parser


def _with_layer(parser: argparse.ArgumentParser, command: Command) -> argparse.ArgumentParser:
    parser.add_argument("file", type=Path, help=".shp, .gpkg or .geojson")
    parser.add_argument("--layer", help="layer of a GeoPackage holding several")
    parser.add_argument("--code-column", help="column with BPS codes")
    parser.set_defaults(command=command)
    return parser


if __name__ == "__main__":
    sys.exit(main())
