"""SPSS .sav and .zsav: reading."""

from __future__ import annotations

from pathlib import Path

import readstat_arrow

from loket.microdata.formats.readstat import opened
from loket.microdata.formats.source import Source


def read_sav(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open an SPSS system file; user-missing values stay in the data.

    :raises UnreadableFile: if it is not one, or is damaged
    """
    return opened(path, "SPSS", readstat_arrow.open_sav, encoding)
