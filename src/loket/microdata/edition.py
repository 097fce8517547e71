"""
An edition: one folder with the codebook (DDI 2.5), one Parquet master for each file, the summary
and the quality report. Written whole by ``importing``, then never changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loket.microdata.codebook import Codebook, DataFile
from loket.microdata.ddi.read import read_ddi
from loket.microdata.errors import InvalidSelection, UnreadableFile

DDI = "ddi.xml"
SUMMARY = "summary.json"
QUALITY = "quality.json"
SUMS = "SHA256SUMS"
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Edition:
    """A study's codebook and the masters of the files whose data are here."""

    folder: Path
    codebook: Codebook

    def master(self, file: DataFile) -> Path:
        """
        Return the path of the Parquet master of ``file``.

        :raises InvalidSelection: if the file is described only
        """
        if not file.present:
            raise InvalidSelection(
                id="berkas ini dijelaskan dalam metadata tetapi datanya tidak ada",
                en="this file is described in the metadata but its data are not here",
                place=file.name,
            )
        return self.folder / master_name(file.name)

    @property
    def digest(self) -> str:
        """SHA-256 that changes with any byte of the masters or the codebook."""
        return hashlib.sha256((self.folder / SUMS).read_bytes()).hexdigest()

    def summary(self) -> dict[str, Any]:
        """Return the summary of variables: file name, variable name, then ``summary.Summary``."""
        return dict(json.loads((self.folder / SUMMARY).read_text("utf-8")))

    def quality(self) -> dict[str, Any]:
        """Return the quality report made at import."""
        return dict(json.loads((self.folder / QUALITY).read_text("utf-8")))


def open_edition(folder: Path) -> Edition:
    """
    Open an edition folder.

    :raises UnreadableFile: if it is not one, or a master is gone
    """
    if not (folder / DDI).is_file() or not (folder / SUMS).is_file():
        raise UnreadableFile(
            id="bukan folder edisi; impor dahulu berkas datanya",
            en="not an edition folder; import the data files first",
            place=folder.name,
        )
    edition = Edition(folder, read_ddi(folder / DDI))
    for file in edition.codebook.present:
        if not edition.master(file).is_file():
            raise UnreadableFile(
                id="berkas induk hilang; impor ulang edisi ini",
                en="its master is gone; import this edition again",
                place=file.name,
            )
    return edition


def master_name(name: str) -> str:
    """Return the file name of a master: letters, digits, ``_.-`` only."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name) + ".parquet"


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
