"""Judging an upload by what is in it, in a child process that can do no harm."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import loket
from loket.adapters.scanner.reasons import Reason, refused, unsure
from loket.ports.scanner import MEBIBYTE, Outcome, ScanVerdict, UploadRules

_START: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from loket.adapters.scanner.child import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)
_ROOT: Final = str(Path(loket.__file__).resolve().parents[1])

# The child died of what is in the file. Anything else, such as being killed from outside or
# running out of wall time on a busy machine, says nothing about the file.
_ITS_OWN_FAULT: Final = {
    -signal.SIGXCPU,
    -signal.SIGSEGV,
    -signal.SIGABRT,
    -signal.SIGBUS,
    -signal.SIGFPE,
    -signal.SIGILL,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use."""

    memory_bytes: int = 1536 * MEBIBYTE
    cpu_seconds: int = 10
    wall_seconds: float = 60


class StructuralScanner:
    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def scan(self, content: bytes, rules: UploadRules) -> ScanVerdict:
        if not content:
            return refused(Reason.EMPTY, rules)
        if len(content) > rules.max_bytes:
            return refused(Reason.TOO_LARGE, rules)
        try:
            child = self._child(content, rules)
        except (OSError, subprocess.SubprocessError):
            return unsure(rules)
        if child.returncode in _ITS_OWN_FAULT:
            return refused(Reason.TOO_HEAVY, rules)
        if child.returncode:
            return unsure(rules)
        return _verdict(child.stdout, content, rules)

    def _child(self, content: bytes, rules: UploadRules) -> subprocess.CompletedProcess[bytes]:
        limits = self._limits
        return subprocess.run(  # noqa: S603 -- our own interpreter and program
            [
                sys.executable,
                "-I",
                "-c",
                _START,
                _ROOT,
                str(limits.memory_bytes),
                str(limits.cpu_seconds),
            ],
            input=_told(rules) + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.wall_seconds,
            env={},
            cwd="/",
            check=False,
        )


def _told(rules: UploadRules) -> bytes:
    told = {
        "media_types": sorted(rules.media_types),
        "max_bytes": rules.max_bytes,
        "max_pages": rules.max_pages,
        "max_pixels": rules.max_pixels,
    }
    return json.dumps(told).encode() + b"\n"


def _verdict(output: bytes, content: bytes, rules: UploadRules) -> ScanVerdict:
    line, _, kept = output.partition(b"\n")
    try:
        found: dict[str, Any] = json.loads(line)
        if "refused" in found:
            return refused(Reason(found["refused"]), rules)
        return ScanVerdict(
            Outcome.CLEAN,
            "Berkas diterima.",
            "The file is accepted.",
            media_type=found["media_type"],
            content=content if found["as_it_came"] else kept,
            pages=found["pages"],
        )
    except (ValueError, KeyError, TypeError):
        return unsure(rules)
