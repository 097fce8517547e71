"""The codebook sheet: a spreadsheet that describes the variables of CSV, TSV or dBASE files."""

from __future__ import annotations

from loket.microdata.sheet.read import read_sheet
from loket.microdata.sheet.write import write_sheet

__all__ = ["read_sheet", "write_sheet"]
