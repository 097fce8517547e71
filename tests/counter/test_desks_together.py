"""Desks pressing together …"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def test_in_two_processes_serve_each_guest_once(database: str, tmp_path: Path) -> None:
    """With killed processes: nobody twice, nobody skipped, in order, no desk starved."""
    command = [sys.executable, "-m", "bench.counter_desks"]
    command += ["--desks", "8", "--tickets", "120", "--processes", "2", "--kills", "2"]
    command += ["--embedded-postgres"] if database == "pg" else []
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    if database == "sqlite":  # PostgreSQL's socket needs a shorter path than pytest's
        environment["TMPDIR"] = str(tmp_path)
    environment.pop("LOKET_DATABASE", None)
    environment.pop("LOKET_DATA", None)

    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert report["each_called_once"]
    assert report["linearisable"]
