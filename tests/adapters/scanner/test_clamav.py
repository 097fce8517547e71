"""ClamAV …"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.adapters.scanner.clamd import EICAR, clamd

from loket.adapters.scanner.clamav import ClamavScanner, ClamavSettings
from loket.ports.scanner import PROOF, Outcome


@pytest.mark.parametrize(
    "says",
    [b"", b"\0", b"stream: OK", b"stream: O", b"INSTREAM size limit exceeded. ERROR\0", b"OK\0",
     b"stream: OK FOUND? no\0", b"\xff" * 9000],
)  # fmt: skip
def test_leaves_the_file_waiting_without_a_clear_answer(says: bytes) -> None:
    with clamd(says=says) as settings:
        assert ClamavScanner(settings).scan(b"x", PROOF).outcome is Outcome.UNSURE


def test_is_asked_in_chunks() -> None:
    content = os.urandom(300_000) + EICAR
    with clamd() as settings:
        scanner = ClamavScanner(settings)

        assert scanner.scan(content, PROOF).outcome is Outcome.REFUSED
        assert scanner.scan(content[:-1], PROOF).outcome is Outcome.CLEAN


def test_leaves_the_file_waiting_when_its_socket_is_gone(tmp_path: Path) -> None:
    scanner = ClamavScanner(ClamavSettings(path=str(tmp_path / "clamd.sock")))

    assert scanner.scan(b"x", PROOF).outcome is Outcome.UNSURE
