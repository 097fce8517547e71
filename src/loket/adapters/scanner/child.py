"""
The child process that opens what was uploaded.

It begins with no environment and no open files but its pipes, loads the parsers, and then
gives up for good: more memory and time than allowed, writing files, opening anything at all
(a file, a socket), and starting processes. Only then does it read the upload.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any, Final

from loket.adapters.scanner import images, pdfs
from loket.adapters.scanner.judgement import Judgement, Refusal
from loket.adapters.scanner.reasons import Reason
from loket.ports.scanner import JPEG, PDF, PNG, UploadRules

_SIGNATURES: Final = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}


def main(memory_bytes: int, cpu_seconds: int) -> None:
    """Read a line of JSON and the content from stdin; answer with a line and content."""
    images.prepare()
    _warm_up()
    give_up_rights(memory_bytes, cpu_seconds)
    rules = _rules(json.loads(sys.stdin.buffer.readline()))
    content = sys.stdin.buffer.read()
    try:
        judgement = judge(content, rules)
    except Refusal as refusal:
        _answer({"refused": refusal.reason})
    except (MemoryError, RecursionError):
        _answer({"refused": Reason.TOO_HEAVY})
    else:
        kept = b"" if judgement.content is content else judgement.content
        _answer(
            {
                "media_type": judgement.media_type,
                "pages": judgement.pages,
                "as_it_came": judgement.content is content,
            },
            kept,
        )


def judge(content: bytes, rules: UploadRules) -> Judgement:
    """
    :raises Refusal: with the reason
    """
    media_type = next(
        (kind for kind, start in _SIGNATURES.items() if content.startswith(start)), None
    )
    if media_type is None or media_type not in rules.media_types:
        raise Refusal(Reason.WRONG_TYPE)
    if media_type == PDF:
        return pdfs.judge(content, rules)
    return images.judge(content, media_type, rules)


def give_up_rights(memory_bytes: int, cpu_seconds: int) -> None:
    """Lower the limits of this process; they can never be raised again."""
    for kind, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


def _warm_up() -> None:
    """Judge a broken file of each kind, so that nothing is left to load from disk."""
    rules = UploadRules(frozenset(_SIGNATURES))
    for start in _SIGNATURES.values():
        try:
            judge(start + b"\n1 0 obj\nendobj\n%%EOF", rules)
        except Refusal:
            continue


def _rules(given: dict[str, Any]) -> UploadRules:
    return UploadRules(
        frozenset(given["media_types"]),
        given["max_bytes"],
        given["max_pages"],
        given["max_pixels"],
    )


def _answer(found: dict[str, object], content: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(found).encode() + b"\n" + content)
    sys.stdout.buffer.flush()
