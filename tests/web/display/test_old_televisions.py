"""The wall's script keeps to what the browser of an old television knows …"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import loket

STATIC = Path(loket.__file__).parent / "web" / "static" / "display"
LATER = {
    "let or const": r"\b(let|const)\b",
    "an arrow function": r"=>",
    "a template text": r"`",
    "a class": r"\bclass\b",
    "a promise of its own": r"\bnew Promise\b|\basync\b|\bawait\b",
    "fetch": r"\bfetch\(",
    "spreading": r"\.\.\.",
    "for … of": r"\bfor\s*\([^;)]*\bof\b",
    "optional chaining": r"\?\.\w",
    "an import": r"\b(import|export)\b",
}


@pytest.mark.parametrize("later", LATER)
def test_and_uses_nothing_of_later_javascript(later: str) -> None:
    script = (STATIC / "wall.js").read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"", '""', script, flags=re.DOTALL)

    assert re.search(LATER[later], code) is None


def test_and_needs_no_library() -> None:
    page = (STATIC.parents[1] / "templates" / "display" / "wall.html").read_text(encoding="utf-8")

    assert re.findall(r"<script src=\"\{% static '([^']+)'", page) == ["display/wall.js"]
    assert (STATIC / "wall.js").stat().st_size < 8_000
