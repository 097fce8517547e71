"""``convert IN OUT``: one data file to another format, with only some variables or rows."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from loket.microdata.codebook import DataFile
from loket.microdata.commands.describe import DDI_HELP
from loket.microdata.definition.model import Condition, Definition, Wanted
from loket.microdata.engines import engine_named
from loket.microdata.errors import InvalidSelection, MicrodataError, UnfitFormat
from loket.microdata.extract import extract
from loket.microdata.formats import syntax
from loket.microdata.formats.sink import Written
from loket.microdata.formats.writers import FORMATS
from loket.microdata.importing import Hints, import_study
from loket.microdata.readme import grouped

NAME = "convert"
HELP = "ubah berkas data ke format lain / convert a data file"
MOST_NAMED = 5  # of the variables that lose something; all of them stand in a package's README


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("source", type=Path, metavar="IN", help="berkas data / data file")
    parser.add_argument(
        "target",
        type=Path,
        metavar="OUT",
        help=f"belum ada; formatnya dari akhirannya: {', '.join(suffixes())}",
    )
    parser.add_argument("--ddi", type=Path, metavar="FILE", help=DDI_HELP)
    parser.add_argument("--variables", default="", metavar="A,B,…")
    parser.add_argument(
        "--where", action="append", default=[], metavar="VAR=NILAI", help="boleh diakhiri *"
    )
    parser.add_argument("--labels", choices=("id", "en"), default="id")
    parser.add_argument(
        "--engine", default="duckdb", metavar="ADDRESS", help="duckdb | spark://host:7077"
    )
    parser.add_argument(
        "--scratch",
        type=Path,
        help="folder kerja bersama klaster / folder shared with the cluster",
    )
    parser.add_argument(
        "--programs",
        action="store_true",
        help="tulis juga program label di sebelah .csv atau .xpt / write label programs too",
    )
    parser.add_argument("--encoding", help="pengodean berkas masukan, misalnya cp1252")


def run(arguments: Namespace) -> None:
    """Convert; what the new format cannot hold is said on standard error."""
    word = format_of(arguments.target)
    if arguments.target.exists():
        raise MicrodataError(
            id="berkas keluaran sudah ada; pilih nama lain",
            en="the output file exists; choose another name",
            place=arguments.target.name,
        )
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        engine = engine_named(arguments.engine, Path(scratch))
        edition = import_study(
            [arguments.source],
            Path(scratch) / "edition",
            ddi=arguments.ddi,
            hints=Hints(encoding=arguments.encoding),
        )
        file = edition.codebook.present[0]
        definition = Definition(
            edition="",
            files=(Wanted(file.name, _variables(arguments.variables, file)),),
            conditions=tuple(condition(said, file) for said in arguments.where),
            format=word,
            language=arguments.labels,
        )
        (written,) = extract(edition, definition, Path(scratch), engine=engine)
        programs = _programs(arguments.target, written) if arguments.programs else {}
        # Beside the target first: across file systems a rename is not one step.
        partial = arguments.target.with_name(f".{arguments.target.name}.partial")
        shutil.copyfile(written.path, partial)
        partial.rename(arguments.target)
        for path, said in programs.items():
            path.write_text(said, "utf-8")
    for (id_, en), names in grouped(written.fitted.losses).items():
        sys.stderr.write(f"{_named(names, arguments.target)}: {id_} / {en}\n")
    sys.stdout.write(f"{arguments.target}: {written.rows} baris, {written.bytes} bita\n")


def suffixes() -> list[str]:
    """Return the suffixes that can be written."""
    return sorted({f.suffix for f in FORMATS.values()})


def format_of(path: Path) -> str:
    """Return the word of the format that a suffix stands for."""
    suffix = path.suffix.lower()
    found = next((f.word for f in FORMATS.values() if f.suffix == suffix), None)
    if found is None:
        known = ", ".join(suffixes())
        raise UnfitFormat(
            id=f"akhiran {suffix!r} tidak dikenal; pilih {known}",
            en=f"unknown suffix {suffix!r}; choose {known}",
            place=path.name,
        )
    return found


def _named(names: Sequence[str], target: Path) -> str:
    """Name a few of the variables, and how many more; the file itself where none is meant."""
    few = list(names[:MOST_NAMED]) or [target.name]
    more = len(names) - MOST_NAMED
    return ", ".join([*few, f"+{more}"] if more > 0 else few)


def _programs(target: Path, written: Written) -> dict[Path, str]:
    """Return the programs that label the file, by where they go."""
    makers = syntax.PROGRAMS.get(target.suffix.lower(), {})
    programs = {
        target.with_suffix(suffix): make(target.name, written.fitted)
        for suffix, make in makers.items()
    }
    there = next((path for path in programs if path.exists()), None)
    if there is not None:
        raise MicrodataError(
            id="program label sudah ada; pilih nama keluaran lain",
            en="the label program exists; choose another output name",
            place=there.name,
        )
    return programs


def _variables(said: str, file: DataFile) -> tuple[str, ...]:
    names = tuple(name.strip() for name in said.split(",") if name.strip())
    for name in names:
        file.variable(name)
    return names or file.names


def condition(said: str, file: DataFile) -> Condition:
    """Parse ``VAR=VALUE``, ``VAR=A,B`` or ``VAR=PREFIX*``."""
    name, equals, values = said.partition("=")
    if not equals or not values:
        raise InvalidSelection(
            id=f"syarat {said!r} harus berbentuk VARIABEL=NILAI",
            en=f"the condition {said!r} must read VARIABLE=VALUE",
        )
    file.variable(name)
    return Condition(file.name, name, values=_values(values.split(",")))


def _values(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(value.strip() for value in said)
