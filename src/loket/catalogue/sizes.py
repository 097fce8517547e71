"""How many bytes a selection has in the format whose bytes are charged: exact, in milliseconds.

A dBASE file's size follows from its columns and the number of its rows, and the rows are
counted without reading the data. Masters never change, so answers are kept.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from loket.catalogue import masters
from loket.catalogue.errors import NotForSale
from loket.catalogue.models import Edition
from loket.microdata.definition import Definition, canonical, normalise, parse
from loket.microdata.edition import Edition as Master
from loket.microdata.edition import open_edition
from loket.microdata.engine import connected
from loket.microdata.formats.dbf_write import END_OF_FILE, header, layout
from loket.microdata.formats.fitting import fit
from loket.microdata.formats.writers import format_named
from loket.microdata.plan import Query, plan

TARIFF_FORMATS = ("dbf",)
KEPT = 2048


def master_of(edition: Edition) -> Master:
    """
    Open the edition's master.

    :raises UnreadableFile: if a file of it is gone
    """
    return _opened(str(masters.folder(edition.master)))


def fullset_bytes(edition: Edition, tariff_format: str) -> int:
    """Return the bytes of the whole edition in the tariff format."""
    master = master_of(edition)
    everything = normalise(
        Definition(edition=edition.idno, release=edition.release, fullset=True), master.codebook
    )
    return bytes_of(edition, everything, tariff_format)


def bytes_of(edition: Edition, definition: Definition, tariff_format: str) -> int:
    """
    Return the exact bytes of all files of a definition in the tariff format.

    :raises NotForSale: sizes in this format are not known beforehand
    :raises MicrodataError: the definition cannot be carried out
    """
    if tariff_format not in TARIFF_FORMATS:
        raise NotForSale(
            id=f"Ukuran dalam format {tariff_format} tidak dapat dihitung di muka. Pakai DBF "
            "sebagai format dasar tarif.",
            en=f"Sizes in the format {tariff_format} cannot be told beforehand. Use DBF as the "
            "format the tariff is based on.",
        )
    folder = str(masters.folder(edition.master))
    return _dbf_bytes(folder, canonical(definition))


@lru_cache(maxsize=64)
def _opened(folder: str) -> Master:
    return open_edition(Path(folder))


@lru_cache(maxsize=KEPT)
def _dbf_bytes(folder: str, definition: bytes) -> int:
    wanted = parse(definition)
    queries = plan(_opened(folder), wanted)
    return sum(_dbf_file(query, rows) for query, rows in _counted(queries))


def _counted(queries: tuple[Query, ...]) -> list[tuple[Query, int]]:
    with connected() as connection:
        found = []
        for query in queries:
            row = connection.execute(f"SELECT count(*) FROM ({query.sql})").fetchone()  # noqa: S608
            found.append((query, int(row[0]) if row else 0))
        return found


def _dbf_file(query: Query, rows: int) -> int:
    fitted = fit(query.file, format_named("dbf").limits, "id")
    fields = [layout(column.name, column.variable) for column in fitted.columns]
    record = 1 + sum(field.width for field in fields)
    return len(header(fields, rows)) + rows * record + len(END_OF_FILE)
