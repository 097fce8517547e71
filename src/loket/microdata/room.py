"""Room on the disk: asked for before a long writing, and said clearly when it runs out."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from loket.microdata.errors import MicrodataError
from loket.microdata.formats.fitting import Fitted

# Bytes of working copy and master for one byte of source, by experience; at least this is needed.
GROWTH = {
    ".sav": 1.0,
    ".zsav": 4.0,
    ".rds": 4.0,
    ".parquet": 2.0,
    ".dta": 0.5,
    ".sas7bdat": 0.5,
}
OTHER_GROWTH = 0.25
# Bytes that a number takes at least, and those of a row besides; texts take their width.
LEAST_NUMBER = {"dbf": 1, "dta": 1, "xpt": 8, "sav": 1, "csv": 1, "csv-bom": 1}
FIXED_TEXTS = frozenset({"dbf", "dta", "xpt"})
_FULL = ("No space left on device", "max_temp_directory_size")


class NoRoom(MicrodataError):
    """The disk is too full; nothing half-done is left behind."""


def needs_room(folder: Path, bytes_: int, place: str) -> None:
    """
    Refuse to begin what needs ``bytes_`` in ``folder`` at least.

    :raises NoRoom: if less is free
    """
    free = shutil.disk_usage(folder).free
    if free < bytes_:
        raise NoRoom(
            id=f"perlu sedikitnya {_said(bytes_)} ruang kosong di disk, yang ada {_said(free)}; "
            "kosongkan disk atau pakai disk lain, lalu ulangi",
            en=f"at least {_said(bytes_)} of free disk space is needed, there is {_said(free)}; "
            "make room or use another disk, then try again",
            place=place,
        )


@contextmanager
def writing(place: str) -> Iterator[None]:
    """
    Turn the many ways of learning that a disk is full into one.

    :raises NoRoom: if the disk runs full within the block
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _full(place) from error
        if any(said in str(error) for said in _FULL):
            raise _full(place) from error
        raise


def _full(place: str) -> NoRoom:
    return NoRoom(
        id="disk penuh sebelum selesai; tidak ada yang tersimpan; kosongkan disk, lalu ulangi",
        en="the disk ran full; nothing was kept; make room, then try again",
        place=place,
    )


def least_to_import(paths: Iterable[Path]) -> int:
    """Return the bytes that importing ``paths`` needs at least."""
    return sum(
        int(path.stat().st_size * GROWTH.get(path.suffix.lower(), OTHER_GROWTH))
        for path in paths
        if path.is_file()
    )


def least_to_write(word: str, fitted: Fitted, rows: int) -> int:
    """Return the bytes that ``rows`` rows take at least in the format called ``word``."""
    number = LEAST_NUMBER.get(word, 0)
    row = 0
    for column in fitted.columns:
        is_text = column.variable.kind == "text" and word in FIXED_TEXTS
        row += max(column.variable.width, 1) if is_text else number
    return rows * row


def _said(bytes_: int) -> str:
    return f"{bytes_ / 1e9:.1f} GB" if bytes_ >= 1e9 else f"{bytes_ / 1e6:.1f} MB"  # noqa: PLR2004
