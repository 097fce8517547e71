"""Names in the code are English, but for the words that docs/glossary.md lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, SOURCE, modules, name, nodes, room

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
EVERYWHERE, IN_WEB = "Di seluruh kode", "Hanya di web"

# Indonesian words that a programmer here might reach for and that are not English too.
INDONESIAN = set(Path(__file__).with_name("indonesian.txt").read_text("utf-8").split())


def allowed() -> tuple[set[str], set[str]]:
    """Return the glossary's words: for the whole code, and only for web."""
    sections = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("\n## ")
    found = {
        heading: {
            row.split("|")[1].strip()
            for row in section.splitlines()
            if row.startswith("| ") and not row.startswith("| Kata")
        }
        for section in sections
        for heading in (EVERYWHERE, IN_WEB)
        if section.startswith(heading)
    }
    return found[EVERYWHERE], found[IN_WEB]


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the names that the module's authors chose, with their lines."""
    for node in nodes(path):
        match node:
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr


def strays(path: Path, words: set[str]) -> list[str]:
    return [
        f"{name(path)}:{line}: {identifier}"
        for line, identifier in identifiers(path)
        for word in WORD.findall(identifier)
        if word.lower() in INDONESIAN - words
    ]


def test_no_indonesian_word_strays_into_the_code() -> None:
    everywhere, in_web = allowed()
    found = [
        stray
        for path in modules()
        for stray in strays(path, everywhere | in_web if room(path) == "web" else everywhere)
    ]

    assert found == []


def test_modules_and_folders_have_english_names() -> None:
    everywhere, in_web = allowed()
    found = [
        path
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ""} and "static" not in path.parts
        for word in WORD.findall(path.stem)
        if word.lower() in INDONESIAN - everywhere - in_web
    ]

    assert found == []


def test_glossary_says_what_the_law_names() -> None:
    everywhere, _in_web = allowed()

    assert {"sppd", "abstraksi", "kuitansi", "npwp", "ntpn", "meterai", "skm"} <= everywhere


def test_a_stray_would_be_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def bayar_invoice(tagihan): jumlah = self.petugas = 1\n")

    found = {word for _line, chosen in identifiers(planted) for word in WORD.findall(chosen)}

    assert found & INDONESIAN == {"bayar", "tagihan", "jumlah", "petugas"}
