"""A child process loads only the libraries of the format that it reads."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pytest
from tests.microdata.conftest import MakeEdition

from loket.microdata.codebook import DataFile
from loket.microdata.definition.model import Definition
from loket.microdata.extract import extract
from loket.microdata.leaks import CHILD
from loket.microdata.sandbox import Limits

SOURCE = Path(__file__).parents[2] / "src"
HEAVY = {"openpyxl", "xlsxwriter", "pyreadstat", "readstat_arrow"}


@pytest.mark.parametrize(
    ("word", "needed"),
    [("parquet", set()), ("dbf", set()), ("csv", set()), ("sav", {"readstat_arrow"})],
)
def test_loads_what_the_format_needs(
    make_edition: MakeEdition,
    households: tuple[DataFile, pa.Table],
    tmp_path: Path,
    word: str,
    needed: set[str],
) -> None:
    (written,) = extract(make_edition(households), Definition("", format=word), tmp_path)
    request = {
        "task": "read",
        "leaked": str(written.path),
        "into": str(tmp_path / "rows.parquet"),
        "limits": asdict(Limits()),
    }

    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", CHILD],
        input=json.dumps(request).encode(),
        capture_output=True,
        cwd=SOURCE,
        timeout=300,
        check=True,
    )

    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert (tmp_path / "rows.parquet").exists()
    assert "pyarrow.parquet" in loaded
    assert loaded & HEAVY == needed
