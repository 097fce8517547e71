"""How many bytes a selection has in the format whose bytes are charged: exact, in milliseconds.

The size of a dBASE or Stata file follows from its columns and the number of its rows, and rows
are counted without reading the data. Masters never change, so answers are kept.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from loket.catalogue import masters
from loket.catalogue.errors import NotForSale
from loket.catalogue.models import Edition
from loket.microdata.definition import Definition, canonical, normalise, parse
from loket.microdata.edition import Edition as Master
from loket.microdata.edition import open_edition
from loket.microdata.estimate import estimate

TARIFF_FORMATS = ("dbf", "dta")
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
    charged = canonical(replace(definition, format=tariff_format))
    return _bytes(str(masters.folder(edition.master)), charged)


@lru_cache(maxsize=64)
def _opened(folder: str) -> Master:
    return open_edition(Path(folder))


@lru_cache(maxsize=KEPT)
def _bytes(folder: str, definition: bytes) -> int:
    return estimate(_opened(folder), parse(definition)).high
