"""
Tracing a leaked file of strangers in child processes with limits.

The first child only reads the file and never sees a key; the second gets its rows and the keys.
A file that crashes or hangs the parsers stops a child, not the caller.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loket.microdata import sandbox
from loket.microdata.edition import Edition
from loket.microdata.fingerprint import Suspect
from loket.microdata.sandbox import Limits

CHILD = "loket.microdata.leaks_child"
TOP = 50
LIMITS = Limits(file_bytes=8 << 30, cpu_seconds=1_800, wall_seconds=2_400)


def trace_safely(
    leaked: Path,
    masters: Sequence[Edition],
    suspects: Sequence[Suspect],
    *,
    top: int = TOP,
    limits: Limits = LIMITS,
) -> dict[str, Any]:
    """
    Return ``Trace.as_json(top)`` of a leaked file, or of the largest data file of a ZIP archive.

    :raises UnreadableFile: as ``trace`` does, and if a child crashed or ran into a limit
    :raises InvalidSelection: if it fits none of ``masters``
    """
    with tempfile.TemporaryDirectory(prefix="loket-leak-") as scratch:
        rows = Path(scratch) / "rows.parquet"
        request = {"task": "read", "leaked": str(leaked.absolute()), "into": str(rows)}
        read = sandbox.run(CHILD, request, limits, place=leaked.name)
        return sandbox.run(
            CHILD,
            {
                "task": "trace",
                "rows": str(rows),
                "label": read["label"],
                "masters": [str(edition.folder.absolute()) for edition in masters],
                "suspects": [_said(suspect) for suspect in suspects],
                "top": top,
            },
            limits,
            place=leaked.name,
        )


def _said(suspect: Suspect) -> dict[str, Any]:
    pairs = suspect.channels.weights
    return {
        "reference": suspect.key.reference,
        "secret": suspect.key.secret.hex(),
        "ids": suspect.channels.ids,
        "order": suspect.channels.order,
        "weights": [pairs.file, list(pairs.cells), pairs.per_million] if pairs else None,
    }
