"""Stata .dta: reading."""

from __future__ import annotations

from pathlib import Path

import readstat_arrow

from loket.microdata.formats.readstat import opened
from loket.microdata.formats.source import Source


def read_dta(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open a Stata file; extended missing values go to a column of their own.

    :raises UnreadableFile: if it is not one, or is damaged
    """
    return opened(path, "Stata", readstat_arrow.open_dta, encoding)
