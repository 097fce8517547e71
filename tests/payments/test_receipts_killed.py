"""Receipts survive writers that are killed at any instant: none told is lost, no number missing.

Hundreds of kills: `python -m bench.receipts --kills 300`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from tests.architecture.sources import ROOT

KILLS = 8


def address() -> str:
    """Return the address of the suite's own database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite://{name}"
    return urlunsplit(urlsplit(os.environ["LOKET_DATABASE"])._replace(path=f"/{name}"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_none_that_was_told_is_lost_and_no_number_is_missing() -> None:
    command = [sys.executable, "-W", "ignore", "-m", "bench.receipts", f"--kills={KILLS}"]
    done = subprocess.run(
        [*command, "--migrated", f"--database={address()}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    report = json.loads(done.stdout or "{}")
    assert report.get("kills") == KILLS, done.stderr
    assert report["told"] > 0, report
    assert (report["lost"], report["gaps"], report["twice"]) == (0, 0, 0), report
    assert report["audit_findings"] == [], report
