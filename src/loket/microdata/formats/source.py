"""What a reader hands over: a description, and the rows in Arrow batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from loket.microdata.codebook import DataFile
from loket.microdata.errors import UnreadableFile

BATCH_ROWS = 16_384

Take = Callable[[pa.RecordBatch], object]


@dataclass(frozen=True, slots=True)
class Source:
    """
    An opened data file.

    ``feed(take)`` reads the whole file once, calling ``take`` with each batch, in order.
    ``title`` is the file's own label; ``encoding`` what its texts were decoded from.
    """

    file: DataFile
    schema: pa.Schema
    feed: Callable[[Take], None]
    title: str = ""
    encoding: str = ""


class Reader(Protocol):
    """Opens one format. ``encoding`` overrides what the file declares."""

    def __call__(self, path: Path, /, *, encoding: str | None = None) -> Source:
        """
        Open ``path``.

        :raises UnreadableFile: if it is not a whole file of this format
        """
        ...


def unreadable(path: Path, format: str, why: Exception | str) -> UnreadableFile:
    """Return the error for a file that its reader refused."""
    return UnreadableFile(
        id=f"bukan berkas {format} yang utuh ({why}); periksa akhiran nama, "
        "pengodean dan kelengkapan berkasnya",
        en=f"not a whole {format} file ({why}); check its suffix, encoding and completeness",
        place=path.name,
    )
