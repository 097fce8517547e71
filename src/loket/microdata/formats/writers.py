"""
Which writer writes which format.

Each is loaded when a file of its format is written: the libraries behind them take a while.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, cast

from loket.microdata.codebook import Study
from loket.microdata.errors import UnfitFormat
from loket.microdata.formats.fitting import Fitted, Loss
from loket.microdata.formats.limits import CSV, DBF, DTA, PARQUET, RDS, SAV, XLSX, XPT
from loket.microdata.formats.sink import Format, Rows, Writer

HERE = "loket.microdata.formats"


def _writer(place: str, **options: Any) -> Writer:
    """Return the writer at ``place``, a module and a function, loaded when first called."""

    def write(path: Path, fitted: Fitted, rows: Rows, study: Study, /) -> None:
        resolve_name(f"{HERE}.{place}")(path, fitted, rows, study, **options)

    return write


def _losses(place: str) -> Callable[[Fitted], tuple[Loss, ...]]:
    """Return the function at ``place`` that tells of losses, loaded when first called."""

    def losses(fitted: Fitted) -> tuple[Loss, ...]:
        return cast("tuple[Loss, ...]", resolve_name(f"{HERE}.{place}")(fitted))

    return losses


_SAV = "sav_write:write_sav"
_CSV = "csv_write:write_csv"

FORMATS: Mapping[str, Format] = {
    format_.word: format_
    for format_ in (
        Format("sav", ".sav", SAV, _writer(_SAV, compression="rows")),
        Format("zsav", ".zsav", SAV, _writer(_SAV, compression="zlib")),
        Format("dta", ".dta", DTA, _writer("dta_write:write_dta"), uses_bounds=True),
        Format(
            "dbf",
            ".dbf",
            DBF,
            _writer("dbf_write:write_dbf"),
            _losses("dbf_write:losses"),
            uses_bounds=True,
        ),
        Format("csv", ".csv", CSV, _writer(_CSV)),
        Format("csv-bom", ".csv", CSV, _writer(_CSV, bom=True)),
        Format("parquet", ".parquet", PARQUET, _writer("parquet_write:write_parquet")),
        Format("rds", ".rds", RDS, _writer("rds_write:write_rds"), _losses("rds_write:losses")),
        Format("xpt", ".xpt", XPT, _writer("xpt_write:write_xpt")),
        Format(
            "xlsx", ".xlsx", XLSX, _writer("xlsx_write:write_xlsx"), _losses("xlsx_write:losses")
        ),
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
