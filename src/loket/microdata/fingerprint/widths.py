"""What marking does to the widths of a file, for whoever has to tell its size beforehand."""

from __future__ import annotations

from dataclasses import replace

from loket.microdata.codebook import DataFile
from loket.microdata.edition import Edition
from loket.microdata.fingerprint.marking import Channels, widened
from loket.microdata.fingerprint.units import household_key


def as_marked(edition: Edition, channels: Channels) -> Edition:
    """Return ``edition`` described as its marked copies are: surrogate ids have twelve digits."""
    if not channels.ids:
        return edition
    files = tuple(_marked(edition, file) for file in edition.codebook.files)
    return replace(edition, codebook=replace(edition.codebook, files=files))


def _marked(edition: Edition, file: DataFile) -> DataFile:
    keys = household_key(edition, file)
    if not keys:
        return file
    variables = (widened(v) if v.name == keys[-1] else v for v in file.variables)
    return replace(file, variables=tuple(variables))
