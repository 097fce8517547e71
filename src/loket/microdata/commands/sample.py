"""``sample EDITION DEFINITION OUT``: the structure sample of an order, without any real record."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loket.microdata.definition import Definition, parse
from loket.microdata.edition import open_edition
from loket.microdata.errors import InvalidSelection, MicrodataError
from loket.microdata.sample import structure_sample, write_sample

NAME = "sample"
HELP = "buat contoh data tanpa baris riil / make a sample without real records"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("edition", type=Path, metavar="EDISI", help="folder edisi")
    parser.add_argument("definition", type=Path, metavar="DEFINISI", help="JSON, atau - (stdin)")
    parser.add_argument("target", type=Path, metavar="OUT", help="folder keluaran, belum ada")


def run(arguments: Namespace) -> None:
    """Write the sample's files, DDI and README into a new folder."""
    edition = open_edition(arguments.edition)
    definition = read_definition(arguments.definition)
    if arguments.target.exists():
        raise MicrodataError(
            id="folder keluaran sudah ada; pilih nama lain",
            en="the output folder exists; choose another name",
            place=arguments.target.name,
        )
    sample = structure_sample(edition, definition)
    written = write_sample(sample, definition, arguments.target)
    for each in written:
        sys.stdout.write(f"{each.path}: {each.rows} baris, {each.bytes} bita\n")
    sys.stdout.write(f"definisi {sample.definition_id}\n")


def read_definition(path: Path) -> Definition:
    """Read a definition from a file, or from standard input for ``-``."""
    try:
        source = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise InvalidSelection(
            id=f"definisi tidak dapat dibaca ({error.strerror}); periksa letaknya",
            en=f"the definition cannot be read ({error.strerror}); check where it is",
            place=path.name,
        ) from error
    return parse(source)
