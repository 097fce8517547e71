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
from collections.abc import Iterable, Mapping
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
    request = {
        "paths": [str(path.absolute()) for path in paths],
        "into": str(into.absolute()),
        "ddi": str(ddi.absolute()) if ddi else None,
        "hints": asdict(hints or Hints()),
    }
    try:
        run("loket.microdata.sandbox_child", request, limits or Limits(), place=into.name)
    except UnreadableFile:
        _sweep(into)
        raise
    return open_edition(into)


def run(module: str, request: Mapping[str, Any], limits: Limits, *, place: str) -> dict[str, Any]:
    """
    Run a child module that reads its request and limits as JSON, and return its answer.

    :raises UnreadableFile: if the child crashed or ran into a limit; ``place`` names the file
    :raises MicrodataError: the error that the child met
    """
    asked = json.dumps({**request, "limits": asdict(limits)}).encode()
    try:
        done = subprocess.run(  # noqa: S603  (a module of ours)
            [sys.executable, "-m", module],
            input=asked,
            capture_output=True,
            timeout=limits.wall_seconds,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired:
        raise _stopped(place, f"> {limits.wall_seconds} s") from None
    if done.returncode != 0:
        raise _stopped(place, _reason(done.returncode))
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if "kind" in answer:
        raise _told(answer)
    return answer


def _sweep(into: Path) -> None:
    """Remove what a dead child left half done."""
    for left in into.parent.glob(f".{into.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _stopped(place: str, why: str) -> UnreadableFile:
    return UnreadableFile(
        id=f"pembaca berhenti sebelum selesai ({why}); berkas rusak atau terlalu besar, "
        "periksa lalu kirim ulang",
        en=f"the reader stopped before the end ({why}); the file is damaged or too large, "
        "check it and send it again",
        place=place,
    )


def _told(answer: dict[str, Any]) -> MicrodataError:
    """Build the error that the child met; its place already stands in the texts."""
    kind = UnreadableFile if answer["kind"] == "UnreadableFile" else MicrodataError
    error = kind(id=answer["id"], en=answer["en"])
    error.place = answer["place"]
    return error
