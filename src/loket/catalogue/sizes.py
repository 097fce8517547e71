"""How many bytes a selection has in the format whose bytes are charged: exact.

The size of a dBASE or Stata file follows from its columns and the number of its rows, and rows
are counted without reading the data: milliseconds. Others are summed up or written once. Masters
never change, so answers are kept.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from loket.catalogue import masters
from loket.catalogue.errors import NotForSale
from loket.catalogue.models import Edition
from loket.microdata.definition import Definition, canonical, normalise, parse
from loket.microdata.edition import Edition as Master
from loket.microdata.edition import open_edition
from loket.microdata.errors import UnfitFormat
from loket.microdata.estimate import estimate
from loket.microdata.extract import extract, fitted_to
from loket.microdata.fingerprint import Channels, Marking, OrderKey
from loket.microdata.fingerprint.keys import SECRET_BYTES
from loket.microdata.fingerprint.widths import as_marked
from loket.microdata.formats.writers import FORMATS, format_named
from loket.microdata.plan import plan

TARIFF_FORMATS = tuple(FORMATS)
SUMMED = frozenset({"dbf", "dta", "sav", "csv"})  # told without writing anything
KEPT = 2048
# Above so many cells, writing the files only to know their size takes too long for a quote.
MOST_CELLS_WRITTEN = 30_000_000
UNMARKED = Channels(ids=False, order=False)


def master_of(edition: Edition) -> Master:
    """
    Open the edition's master.

    :raises UnreadableFile: if a file of it is gone
    """
    return _opened(str(masters.folder(edition.master)))


def fullset_bytes(edition: Edition, tariff_format: str, channels: Channels = UNMARKED) -> int:
    """Return the bytes of the whole edition in the tariff format."""
    master = master_of(edition)
    everything = normalise(
        Definition(edition=edition.idno, release=edition.release, fullset=True), master.codebook
    )
    return bytes_of(edition, everything, tariff_format, channels)


def bytes_of(
    edition: Edition, definition: Definition, tariff_format: str, channels: Channels = UNMARKED
) -> int:
    """
    Return the exact bytes of all files of a definition in the tariff format.

    Surrogate ids widen a file and are counted. Formats whose size also depends on the order of
    rows (compressed ones) are counted as they are without marks, so that the same selection
    costs every buyer the same.

    :raises NotForSale: the size in this format can only be told by writing too large a file
    :raises MicrodataError: the definition cannot be carried out
    """
    charged = canonical(replace(definition, format=tariff_format))
    return _bytes(str(masters.folder(edition.master)), charged, channels.ids)


def delivered(edition: Edition, definition: Definition) -> tuple[int, int] | None:
    """
    Return the fewest and most bytes of the files in the format they are ordered in, before
    marking; None where only writing them would tell.

    :raises UnfitFormat: the format cannot hold the selection
    :raises MicrodataError: the definition cannot be carried out
    """
    return _delivered(str(masters.folder(edition.master)), canonical(definition))


@lru_cache(maxsize=KEPT)
def _delivered(folder: str, definition: bytes) -> tuple[int, int] | None:
    master, wanted = _opened(folder), parse(definition)
    format_ = format_named(wanted.format)
    queries = plan(master, wanted)
    for query in queries:
        fitted_to(format_, query.file, wanted.language)
    most = format_.limits.rows
    if most is not None and any(query.file.rows > most for query in queries):
        # The size in dBASE is told without writing, and with it the rows that are really meant.
        counted = estimate(master, replace(wanted, format="dbf")).files
        too_long = next((file for file in counted if file.rows > most), None)
        if too_long is not None:
            raise UnfitFormat(
                id=f"{too_long.rows} baris melebihi batas {format_.limits.format} ({most}); "
                "pilih wilayah lebih sedikit atau format lain",
                en=f"{too_long.rows} rows exceed the limit of {format_.limits.format} ({most}); "
                "choose fewer regions or another format",
                place=too_long.name,
            )
    cells = sum(query.file.rows * len(query.file.variables) for query in queries)
    if wanted.format not in SUMMED or cells > MOST_CELLS_WRITTEN:
        return None
    found = estimate(master, wanted)
    return found.low, found.high


@lru_cache(maxsize=64)
def _opened(folder: str) -> Master:
    return open_edition(Path(folder))


@lru_cache(maxsize=KEPT)
def _bytes(folder: str, definition: bytes, ids: bool) -> int:
    wanted = parse(definition)
    marked = as_marked(_opened(folder), Channels(ids=ids, order=False))
    if wanted.format in SUMMED:
        found = estimate(marked, wanted)
        if found.is_exact and not (ids and wanted.format == "dta"):
            return found.high
    return _written(_opened(folder), wanted, ids)


def _written(master: Master, wanted: Definition, ids: bool) -> int:
    """Write the files to a scratch folder; every key gives files of one size, so any will do."""
    cells = sum(query.file.rows * len(query.file.variables) for query in plan(master, wanted))
    if cells > MOST_CELLS_WRITTEN:
        raise NotForSale(
            id=f"Ukuran dalam format {wanted.format} baru diketahui setelah ditulis, dan pilihan "
            "ini terlalu besar untuk itu. Pakai DBF, Stata, atau SPSS sebagai format dasar tarif.",
            en=f"The size in the format {wanted.format} is only known once it is written, and "
            "this selection is too large for that. Use DBF, Stata or SPSS as the format the "
            "tariff is based on.",
        )
    marking = Marking(master, OrderKey("", bytes(SECRET_BYTES)), Channels(ids=True, order=False))
    with tempfile.TemporaryDirectory(prefix="loket-size-") as scratch:
        written = extract(master, wanted, Path(scratch), rewrite=marking if ids else None)
        return sum(file.bytes for file in written)
