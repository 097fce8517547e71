"""Which reader opens which file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from loket.microdata.codebook import DataFile
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.csv_read import read_csv
from loket.microdata.formats.dbf_read import read_dbf
from loket.microdata.formats.parquet_read import read_parquet
from loket.microdata.formats.por_read import read_por
from loket.microdata.formats.pyreadstat_read import read_by_pyreadstat
from loket.microdata.formats.rds_read import read_rds
from loket.microdata.formats.source import Reader, Source
from loket.microdata.formats.spss import read_sav
from loket.microdata.formats.stata import read_dta

READERS: Mapping[str, Reader] = {
    ".sav": read_sav,
    ".zsav": read_sav,
    ".dta": read_dta,
    ".dbf": read_dbf,
    ".parquet": read_parquet,
    ".rds": read_rds,
    ".por": read_por,
    ".sas7bdat": read_by_pyreadstat,
    ".xpt": read_by_pyreadstat,
}
TEXTS = frozenset({".csv", ".tsv", ".txt"})
SUFFIXES = frozenset(READERS) | TEXTS


def open_source(
    path: Path, *, encoding: str | None = None, layout: DataFile | None = None
) -> Source:
    """
    Open a data file of any format we read, by its suffix.

    :raises UnreadableFile: if the suffix is unknown, the file missing, damaged or of another kind
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(
            id=f"akhiran {suffix or '(kosong)'} tidak dikenal; yang dapat dibaca: "
            f"{', '.join(sorted(SUFFIXES))}",
            en=f"unknown suffix {suffix or '(none)'}; these can be read: "
            f"{', '.join(sorted(SUFFIXES))}",
            place=path.name,
        )
    if not path.is_file():
        raise UnreadableFile(
            id="berkas tidak ditemukan; periksa letaknya",
            en="no such file; check where it is",
            place=path.name,
        )
    if suffix in TEXTS:
        return read_csv(path, encoding=encoding, layout=layout)
    return READERS[suffix](path, encoding=encoding)
