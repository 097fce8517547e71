"""``describe FILE``: what a data file, a DDI file or an edition folder holds."""

from __future__ import annotations

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from loket.microdata.codebook import Codebook, DataFile, Variable
from loket.microdata.descriptions import read_description
from loket.microdata.edition import open_edition
from loket.microdata.formats.readers import SUFFIXES
from loket.microdata.importing import import_study

NAME = "describe"
DDI_HELP = "keterangan data: DDI .xml, atau lembar buku kode .xlsx .csv .tsv (lihat sheet)"
HELP = "tunjukkan isi berkas data / show what a data file holds"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help=f"berkas data ({' '.join(sorted(SUFFIXES))}), DDI .xml, lembar buku kode .xlsx, "
        "atau folder edisi / data file, DDI, codebook sheet, or edition folder",
    )
    parser.add_argument("--ddi", type=Path, metavar="FILE", help=DDI_HELP)
    parser.add_argument("--json", action="store_true", help="JSON untuk program / for programs")


def run(arguments: Namespace) -> None:
    """Describe the file."""
    codebook = described(arguments.file, arguments.ddi)
    if arguments.json:
        said = json.dumps(as_json(codebook), ensure_ascii=False, indent=1)
    else:
        said = "\n\n".join(map(_text, codebook.files))
    sys.stdout.write(said + "\n")


def described(path: Path, ddi: Path | None = None) -> Codebook:
    """Return the codebook of a data file, a DDI file, a codebook sheet or an edition folder."""
    if path.is_dir():
        return open_edition(path).codebook
    if path.suffix.lower() in {".xml", ".xlsx"}:
        return read_description(path)
    with tempfile.TemporaryDirectory() as scratch:
        return import_study([path], Path(scratch) / path.stem, ddi=ddi).codebook


def as_json(codebook: Codebook) -> dict[str, Any]:
    """Return the codebook as JSON values."""
    files = []
    for file in codebook.files:
        plain = replace(file, variables=())
        content = {k: v for k, v in asdict(plain).items() if not k.startswith("_")}
        files.append(content | {"variables": [asdict(v) for v in file.variables]})
    return {
        "study": asdict(codebook.study),
        "files": files,
        "groups": [asdict(group) for group in codebook.groups],
    }


def _text(file: DataFile) -> str:
    lines = [f"{file.name}: {file.rows} baris, {len(file.variables)} variabel"]
    if file.keys:
        lines.append(f"  kunci: {', '.join(file.keys)}")
    if file.weight:
        lines.append(f"  penimbang: {file.weight}")
    return "\n".join([*lines, *map(_line, file.variables)])


def _line(variable: Variable) -> str:
    size = f"{variable.width},{variable.decimals}" if variable.decimals else str(variable.width)
    kind = {"numeric": "N", "text": "C", "date": "D", "datetime": "T"}[variable.kind]
    values = f" [{len(variable.values)} kode]" if variable.values else ""
    return f"  {variable.name:<16} {kind}{size:<6} {variable.label.said_in('id')}{values}"
