"""``trace FILE``: from which order does a leaked file come, with a p-value for each suspect."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from loket.microdata.edition import open_edition
from loket.microdata.errors import MicrodataError
from loket.microdata.fingerprint import (
    ESCAPES,
    Channels,
    Ranked,
    Suspect,
    Trace,
    WeightPairs,
    master_secret,
    order_key,
    trace,
)
from loket.microdata.fingerprint.keys import SECRET_BYTES

NAME = "trace"
HELP = "telusuri asal berkas bocor / trace a leaked file to its order"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("leaked", type=Path, metavar="FILE")
    parser.add_argument(
        "--edition", type=Path, action="append", required=True, help="folder edisi, boleh berulang"
    )
    parser.add_argument(
        "--orders",
        type=Path,
        required=True,
        help="satu pesanan setiap baris: NOMOR, atau NOMOR<tab>LINGKUP kunci "
        "(dari loket trace --list)",
    )
    parser.add_argument(
        "--secret",
        type=Path,
        required=True,
        help="rahasia induk: isi LOKET_MASTER_KEY, atau 32 bita atau lebih",
    )
    parser.add_argument(
        "--weights",
        metavar="BERKAS:VAR,VAR:PPM",
        help="bila penimbang ditandai, misalnya rt:STRATA,R301:100",
    )
    parser.add_argument("--top", type=int, default=10, help="banyaknya tersangka yang ditampilkan")
    parser.add_argument("--json", action="store_true")


def run(arguments: Namespace) -> None:
    """Trace and print the ranking."""
    secret = _secret(arguments.secret)
    channels = Channels(weights=_weights(arguments.weights) if arguments.weights else None)
    suspects = [
        Suspect(order_key(secret, reference, scope=scope), channels)
        for reference, scope in _orders(arguments.orders)
    ]
    editions = [open_edition(folder) for folder in arguments.edition]
    answer = trace(arguments.leaked, editions, suspects)
    shown = answer.ranking[: arguments.top]
    if arguments.json:
        said = json.dumps(answer.as_json(arguments.top), ensure_ascii=False, indent=1) + "\n"
    else:
        said = as_text(answer, shown)
    sys.stdout.write(said)


def _secret(path: Path) -> bytes:
    try:
        return master_secret(_bytes(path))
    except ValueError:
        raise MicrodataError(
            id=f"rahasia induk kurang dari {SECRET_BYTES} bita; periksa berkasnya",
            en=f"the master secret has fewer than {SECRET_BYTES} bytes; check the file",
            place=path.name,
        ) from None


def _orders(path: Path) -> list[tuple[str, str]]:
    lines = _bytes(path).decode("utf-8", errors="replace").splitlines()
    pairs = [line.partition("\t") for line in lines if line.strip()]
    if not pairs:
        raise MicrodataError(
            id="daftar pesanan kosong", en="the list of orders is empty", place=path.name
        )
    return [(reference.strip(), scope.strip()) for reference, _, scope in pairs]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise MicrodataError(
            id=f"berkas tidak dapat dibaca ({error.strerror}); periksa letaknya",
            en=f"the file cannot be read ({error.strerror}); check where it is",
            place=path.name,
        ) from error


def _weights(said: str) -> WeightPairs:
    file, _, rest = said.partition(":")
    cells, _, ppm = rest.partition(":")
    if not file or not ppm.isdecimal() or int(ppm) == 0:
        raise MicrodataError(
            id=f"--weights {said!r} harus berbentuk BERKAS:VAR,VAR:PPM",
            en=f"--weights {said!r} must read FILE:VAR,VAR:PPM",
        )
    return WeightPairs(file, tuple(c for c in cells.split(",") if c), int(ppm))


def as_text(answer: Trace, shown: tuple[Ranked, ...]) -> str:
    lines = [
        f"{answer.edition} / {answer.file}: {answer.rows} baris, "
        f"{answer.recognised} dikenali / recognised"
    ]
    if answer.visible:
        lines.append(f"label: {answer.visible}")
    for ranked in shown:
        verdict = "ASAL/SOURCE" if ranked.is_source else "-"
        details = ", ".join(f"{e.channel} {e.agreeing}/{e.of}" for e in ranked.evidence)
        lines.append(
            f"{verdict:12}{ranked.reference}  p <= 10^{ranked.log10_adjusted:.1f}  ({details})"
        )
    return "\n".join([*lines, ESCAPES.id, ESCAPES.en]) + "\n"
