"""Which writer writes which format."""

from __future__ import annotations

from collections.abc import Mapping

from loket.microdata.errors import UnfitFormat
from loket.microdata.formats.csv_write import CSV_BOM_FORMAT, CSV_FORMAT
from loket.microdata.formats.dbf_write import DBF_FORMAT
from loket.microdata.formats.dta_write import DTA_FORMAT
from loket.microdata.formats.parquet_write import PARQUET_FORMAT
from loket.microdata.formats.rds_write import RDS_FORMAT
from loket.microdata.formats.sav_write import SAV_FORMAT, ZSAV_FORMAT
from loket.microdata.formats.sink import Format
from loket.microdata.formats.xlsx_write import XLSX_FORMAT
from loket.microdata.formats.xpt_write import XPT_FORMAT

FORMATS: Mapping[str, Format] = {
    format_.word: format_
    for format_ in (
        SAV_FORMAT,
        ZSAV_FORMAT,
        DTA_FORMAT,
        DBF_FORMAT,
        CSV_FORMAT,
        CSV_BOM_FORMAT,
        PARQUET_FORMAT,
        RDS_FORMAT,
        XPT_FORMAT,
        XLSX_FORMAT,
    )
}


def format_named(word: str) -> Format:
    """Return the format called ``word``. :raises UnfitFormat: if we do not write it"""
    try:
        return FORMATS[word]
    except KeyError:
        known = ", ".join(FORMATS)
        raise UnfitFormat(
            id=f"format {word!r} tidak dikenal; pilih salah satu: {known}",
            en=f"unknown format {word!r}; choose one of: {known}",
        ) from None
