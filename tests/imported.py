"""Files that went through the import doors once: each door starts a child, which takes seconds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from loket.areamaps import door
from loket.catalogue.operations import layers, studies
from loket.microdata import sandbox
from loket.microdata.edition import Edition, open_edition


class Imported:
    """One study and one layer, kept in a folder after the first time."""

    def __init__(self, kept: Path) -> None:
        self.kept = kept
        self.admission: door.Admission | None = None

    @contextmanager
    def in_place_of_doors(self) -> Iterator[None]:
        """Have the catalogue import copies of what came in the first time."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(studies, "sandbox", SimpleNamespace(import_safely=self._study))
            patched.setattr(layers, "door", SimpleNamespace(admit=self._layer))
            yield

    def _study(self, paths: Any, into: Path, **options: Any) -> Edition:
        kept = self.kept / "study"
        if not kept.exists():
            sandbox.import_safely(paths, kept, **options)
        shutil.copytree(kept, into)
        return open_edition(into)

    def _layer(self, path: Path, into: Path, **options: Any) -> door.Admission:
        kept = self.kept / into.name
        if self.admission is None:
            self.admission = door.admit(path, kept, **options)
        shutil.copyfile(kept, into)
        return self.admission
