"""What a writer is given, and what it says when done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from loket.microdata.codebook import Study
from loket.microdata.formats.fitting import Fitted, Limits, Loss


@dataclass(frozen=True, slots=True)
class Rows:
    """
    The rows of one file: their number, their Arrow schema, and the batches, once.

    Columns are the fitted file's variables under their own names, then tag columns. ``bounds``
    are the least and greatest value of whole-number columns, where known.
    """

    count: int
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    bounds: Mapping[str, tuple[int, int]]


class Writer(Protocol):
    """Writes one format."""

    def __call__(self, path: Path, fitted: Fitted, rows: Rows, study: Study, /) -> None:
        """Write the whole file; ``path`` does not exist yet."""
        ...


def no_losses(fitted: Fitted) -> tuple[Loss, ...]:
    """Most formats hold every value."""
    return ()


@dataclass(frozen=True, slots=True)
class Format:
    """
    One format we write: its word in a definition, its suffix, limits and writer.

    ``losses`` tells of values that it holds only rounded; ``uses_bounds`` whether its writer is
    given those of whole-number columns, which take some reading.
    """

    word: str
    suffix: str
    limits: Limits
    write: Writer
    losses: Callable[[Fitted], tuple[Loss, ...]] = no_losses
    uses_bounds: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One file written: its exact size in bytes, its SHA-256, and what it holds."""

    path: Path
    format: Format
    fitted: Fitted
    rows: int
    bytes: int
    sha256: str
