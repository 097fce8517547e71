"""A study's description as handed in: a DDI-Codebook document, or a codebook sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from loket.microdata.codebook import Codebook
from loket.microdata.ddi.read import read_ddi
from loket.microdata.errors import UnreadableFile
from loket.microdata.sheet import read_sheet


def read_description(path: Path) -> Codebook:
    """
    Read ``path`` by its suffix: .xml is DDI, .xlsx, .csv and .tsv are codebook sheets.

    A sheet tells nothing of the study: its idno is empty.

    :raises UnreadableFile: if it is missing, damaged, or a sheet's rows are wrong
    """
    if not path.is_file():
        raise UnreadableFile(
            id="berkas metadata tidak ditemukan; periksa letaknya",
            en="no such metadata file; check where it is",
            place=path.name,
        )
    return read_ddi(path) if path.suffix.lower() == ".xml" else read_sheet(path)


def for_tables(described: Codebook, names: list[str]) -> Codebook:
    """Return the description with the variables of a nameless file said of every table."""
    nameless = next((f for f in described.files if not f.name), None)
    if nameless is None:
        return described
    named = [f for f in described.files if f.name]
    told = {f.name.casefold() for f in named}
    copies = [replace(nameless, name=n) for n in names if n.casefold() not in told]
    return replace(described, files=(*named, *copies))
