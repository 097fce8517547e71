"""``synthesise OUT``: a synthetic Susenas to try everything with, as files or as an edition."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loket.microdata.errors import MicrodataError
from loket.microdata.formats.writers import FORMATS
from loket.microdata.synthetic import (
    banjarnegara,
    generate,
    indonesia,
    synthetic_edition,
    write_study,
)

NAME = "synthesise"
HELP = "bangkitkan Susenas sintetis / generate a synthetic Susenas"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("target", type=Path, metavar="OUT", help="folder keluaran, belum ada")
    parser.add_argument("--households", type=int, default=800)
    parser.add_argument("--national", action="store_true", help="514 kabupaten/kota")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--extra", type=int, default=0, help="pertanyaan uji tambahan")
    parser.add_argument("--format", choices=(*FORMATS, "edition"), default="sav")


def run(arguments: Namespace) -> None:
    """Generate the study."""
    if arguments.target.exists() or arguments.households < 0 or arguments.seed < 0:
        raise MicrodataError(
            id="folder keluaran sudah ada, atau banyaknya rumah tangga atau benih negatif",
            en="the output folder exists, or the number of households or the seed is negative",
            place=arguments.target.name,
        )
    make = indonesia if arguments.national else banjarnegara
    plan = make(arguments.households, seed=arguments.seed, extra=arguments.extra)
    if arguments.format == "edition":
        book = synthetic_edition(plan, arguments.target).codebook
    else:
        study = generate(plan)
        write_study(study, arguments.target, format=arguments.format)
        book = study.codebook
    for file in book.files:
        sys.stdout.write(f"{file.name}: {file.rows} baris, {len(file.variables)} variabel\n")
