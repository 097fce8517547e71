"""Folders as ZIP archives: the same folder, the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def zipped(folder: Path, target: Path) -> Path:
    """Pack everything in ``folder``, in the order of its names, and return ``target``."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(str(path.relative_to(folder)), FIXED_DATE)
                entry.external_attr = 0o644 << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w") as inside, path.open("rb") as source:
                    shutil.copyfileobj(source, inside, 1 << 20)
    return target
