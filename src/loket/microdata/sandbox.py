"""
Reading files of strangers in a child process with limits on memory, time and disk.

The parsers are C; a hostile file may crash or hang them. Then the child dies, the parent goes on,
and nothing is half-imported.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from loket.microdata.edition import Edition, open_edition
from loket.microdata.errors import MicrodataError, UnreadableFile
from loket.microdata.importing import Hints


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use: bytes of address space and of any one file, seconds."""

    memory: int = 6 << 30
    file_bytes: int = 32 << 30
    cpu_seconds: int = 3_600
    wall_seconds: int = 5_400


def import_safely(
    paths: Iterable[Path],
    into: Path,
    *,
    ddi: Path | None = None,
    hints: Hints | None = None,
    limits: Limits | None = None,
) -> Edition:
    """
    Import as ``importing.import_study`` does, in a child process.

    :raises UnreadableFile: as there, and if the child crashed or ran into a limit
    :raises MicrodataError: as there
    """
    limits = limits or Limits()
    request = _request(paths, into, ddi, hints or Hints(), limits)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "loket.microdata.sandbox_child"],
            input=request,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired:
        _sweep(into)
        raise _stopped(into, f"> {limits.wall_seconds} s") from None
    if done.returncode != 0:
        _sweep(into)
        raise _stopped(into, _reason(done.returncode))
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if answer:
        raise _told(answer)
    return open_edition(into)


def _request(
    paths: Iterable[Path], into: Path, ddi: Path | None, hints: Hints, limits: Limits
) -> bytes:
    request = {
        "paths": [str(path.absolute()) for path in paths],
        "into": str(into.absolute()),
        "ddi": str(ddi.absolute()) if ddi else None,
        "hints": asdict(hints),
        "limits": asdict(limits),
    }
    return json.dumps(request).encode()


def _sweep(into: Path) -> None:
    """Remove what a dead child left half done."""
    for left in into.parent.glob(f".{into.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _stopped(into: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        id=f"pembaca berhenti sebelum selesai ({why}); berkas rusak atau terlalu besar, "
        "periksa lalu kirim ulang",
        en=f"the reader stopped before the end ({why}); the file is damaged or too large, "
        "check it and send it again",
        place=into.name,
    )


def _told(answer: dict[str, Any]) -> MicrodataError:
    """Build the error that the child met; its place already stands in the texts."""
    kind = UnreadableFile if answer["kind"] == "UnreadableFile" else MicrodataError
    error = kind(id=answer["id"], en=answer["en"])
    error.place = answer["place"]
    return error
