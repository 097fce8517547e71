"""The child of ``sandbox``: sets its own limits, imports, and answers in one line of JSON."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from loket.microdata.codebook import Bilingual, RegionPart, Study
from loket.microdata.errors import MicrodataError
from loket.microdata.importing import Hints, import_study


def limit(limits: dict[str, int]) -> None:
    """Bound memory, processor time, the size of any file; and leave no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    seconds = limits["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_bytes"], limits["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def hints_from(said: dict[str, Any]) -> Hints:
    """Build hints from their JSON."""
    study = said["study"]
    if study is not None:
        lists = ("other_idnos", "producers", "keywords")
        bilingual = {k: Bilingual(**study[k]) for k in ("title", "abstract")}
        study = Study(**{**study, **{k: tuple(study[k]) for k in lists}, **bilingual})
    return Hints(
        study=study,
        language=said["language"],
        encoding=said["encoding"],
        region={n: tuple(RegionPart(**p) for p in parts) for n, parts in said["region"].items()},
        keys={n: tuple(names) for n, names in said["keys"].items()},
        weight=dict(said["weight"]),
    )


def main() -> None:
    """Carry out the request on standard input."""
    request = json.loads(sys.stdin.buffer.read())
    limit(request["limits"])
    answer: dict[str, str] = {}
    try:
        import_study(
            [Path(path) for path in request["paths"]],
            Path(request["into"]),
            ddi=Path(request["ddi"]) if request["ddi"] else None,
            hints=hints_from(request["hints"]),
        )
    except MicrodataError as error:
        kind = type(error).__name__
        answer = {"kind": kind, "id": error.id, "en": error.en, "place": error.place}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
