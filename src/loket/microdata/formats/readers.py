"""
Which reader opens which file.

Each is loaded when a file of its format comes: the libraries behind them take seconds together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import cast

from loket.microdata.codebook import DataFile
from loket.microdata.errors import UnreadableFile
from loket.microdata.formats.csv_read import read_csv
from loket.microdata.formats.source import Reader, Source

READERS: Mapping[str, str] = {
    ".sav": "loket.microdata.formats.spss:read_sav",
    ".zsav": "loket.microdata.formats.spss:read_sav",
    ".dta": "loket.microdata.formats.stata:read_dta",
    ".dbf": "loket.microdata.formats.dbf_read:read_dbf",
    ".parquet": "loket.microdata.formats.parquet_read:read_parquet",
    ".rds": "loket.microdata.formats.rds_read:read_rds",
    ".por": "loket.microdata.formats.por_read:read_por",
    ".sas7bdat": "loket.microdata.formats.pyreadstat_read:read_by_pyreadstat",
    ".xpt": "loket.microdata.formats.pyreadstat_read:read_by_pyreadstat",
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
    reader = cast("Reader", resolve_name(READERS[suffix]))
    return reader(path, encoding=encoding)
