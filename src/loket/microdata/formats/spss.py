"""SPSS .sav and .zsav: reading."""

from __future__ import annotations

import contextlib
import struct
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Any

import readstat_arrow

from loket.microdata.formats.readstat import is_time, opened
from loket.microdata.formats.sav_times import with_plain_times
from loket.microdata.formats.source import Source


def read_sav(path: Path, /, *, encoding: str | None = None) -> Source:
    """
    Open an SPSS system file; user-missing values stay in the data, times are seconds.

    :raises UnreadableFile: if it is not one, or is damaged
    """
    formats: dict[str, str | None] = {}

    def open_(path: Path, **options: Any) -> Any:
        reader = readstat_arrow.open_sav(path, **options)
        if not any(map(is_time, reader.schema.types)):
            return reader
        formats.update(reader.metadata.formats)
        return _without_times(path, options) or reader

    source = opened(path, "SPSS", open_, encoding)
    variables = tuple(
        replace(v, display_format=formats.get(v.name) or v.display_format)
        for v in source.file.variables
    )
    return replace(source, file=replace(source.file, variables=variables))


def _without_times(path: Path, options: dict[str, Any]) -> Any:
    with contextlib.suppress(struct.error):
        stream = with_plain_times(path)
        reader = readstat_arrow.open_sav(stream, **options)
        weakref.finalize(reader, stream.close)
        return reader
    return None
