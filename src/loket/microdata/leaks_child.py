"""The child of ``leaks``: sets its own limits, reads or traces, answers in one line of JSON."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from loket.microdata.edition import open_edition
from loket.microdata.errors import MicrodataError, UnreadableFile
from loket.microdata.fingerprint import (
    Channels,
    OrderKey,
    Suspect,
    WeightPairs,
    read_leaked,
    trace,
)
from loket.microdata.formats.readers import SUFFIXES
from loket.microdata.sandbox_child import limit

NOT_DATA = frozenset({".txt"})  # a package's own notes
BLOCK = 1 << 20


def main() -> None:
    """Carry out the request on standard input."""
    request = json.loads(sys.stdin.buffer.read())
    limit(request["limits"])
    try:
        answer = TASKS[request["task"]](request)
    except MicrodataError as error:
        kind = type(error).__name__
        answer = {"kind": kind, "id": error.id, "en": error.en, "place": error.place}
    sys.stdout.write(json.dumps(answer) + "\n")


def _read(request: dict[str, Any]) -> dict[str, Any]:
    into = Path(request["into"])
    table, label = read_leaked(_data_file(Path(request["leaked"]), into.parent))
    pq.write_table(table, into, compression="lz4")
    return {"label": label}


def _data_file(path: Path, scratch: Path) -> Path:
    """Return the file itself, or the largest data file of an archive, unpacked."""
    if path.suffix.lower() != ".zip":
        return path
    try:
        with zipfile.ZipFile(path) as archive:
            known = [
                each
                for each in archive.infolist()
                if Path(each.filename).suffix.lower() in SUFFIXES - NOT_DATA
            ]
            if not known:
                raise UnreadableFile(
                    id="arsip ini tidak memuat berkas data yang dikenal; periksa isinya",
                    en="this archive holds no data file that can be read; look inside",
                    place=path.name,
                )
            largest = max(known, key=lambda each: each.file_size)
            target = scratch / f"leaked{Path(largest.filename).suffix.lower()}"
            with archive.open(largest) as inside, target.open("wb") as out:
                shutil.copyfileobj(inside, out, BLOCK)
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError) as error:
        raise UnreadableFile(
            id="arsip ZIP rusak, terkunci, atau terlalu besar; kirim berkas datanya sendiri",
            en="the ZIP archive is damaged, locked or too large; send the data file by itself",
            place=path.name,
        ) from error
    return target


def _trace(request: dict[str, Any]) -> dict[str, Any]:
    masters = [open_edition(Path(folder)) for folder in request["masters"]]
    suspects = [_suspect(said) for said in request["suspects"]]
    rows = pq.read_table(request["rows"])
    return trace(rows, masters, suspects, label=request["label"]).as_json(request["top"])


def _suspect(said: dict[str, Any]) -> Suspect:
    pairs = said["weights"]
    weights = WeightPairs(pairs[0], tuple(pairs[1]), pairs[2]) if pairs else None
    key = OrderKey(said["reference"], bytes.fromhex(said["secret"]))
    return Suspect(key, Channels(ids=said["ids"], order=said["order"], weights=weights))


TASKS = {"read": _read, "trace": _trace}


if __name__ == "__main__":
    main()
