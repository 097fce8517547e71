"""Where masters lie below `LOKET_MASTERS`, and how a new one comes to stand there."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

INCOMING = ".incoming"


def folder(name: str) -> Path:
    """Return the path of a master by the name its row carries."""
    return Path(settings.LOKET_MASTERS) / name


@contextmanager
def incoming() -> Iterator[Path]:
    """Give an empty folder on the same disk as the masters; whatever stays in it is removed."""
    place = folder(INCOMING) / uuid.uuid4().hex
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def settle(made: Path, name: str) -> None:
    """Move a finished master to its name.

    Names contain the hash of the content: what already stands there after an interrupted
    import is the same, byte for byte.
    """
    target = folder(name)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    made.rename(target)
