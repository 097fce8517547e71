"""``sheet OUT``: a codebook sheet to fill in, empty or with all that data files tell."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loket.microdata.codebook import Codebook, Study
from loket.microdata.commands.describe import described
from loket.microdata.errors import MicrodataError
from loket.microdata.sheet import write_sheet

NAME = "sheet"
HELP = "buat lembar buku kode untuk diisi / make a codebook sheet to fill in"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("target", type=Path, metavar="OUT", help=".xlsx atau .csv, belum ada")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FILE",
        help="berkas data, DDI, atau edisi yang variabelnya ditulis lebih dahulu",
    )


def run(arguments: Namespace) -> None:
    """Write the sheet."""
    if arguments.target.exists():
        raise MicrodataError(
            id="berkas keluaran sudah ada; pilih nama lain",
            en="the output file exists; choose another name",
            place=arguments.target.name,
        )
    codebook = described(arguments.source) if arguments.source else Codebook(Study(""))
    write_sheet(codebook, arguments.target)
    count = sum(len(file.variables) for file in codebook.files)
    what = f"{count} variabel" if arguments.source else "lembar kosong / empty sheet"
    sys.stdout.write(f"{arguments.target}: {what}\n")
