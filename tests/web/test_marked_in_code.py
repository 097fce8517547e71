"""Every text that code hands to gettext is one that the extraction sees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools import messages

SOURCE = Path(__file__).resolve().parents[2] / "src" / "loket"


def names_of_gettext(tree: ast.AST) -> set[str]:
    """Return what a module calls the functions of gettext."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }


def texts(tree: ast.AST) -> Iterator[str]:
    names = names_of_gettext(tree)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in names
            and node.args
        ):
            yield _text(node.args[0])


def test_no_text_escapes_the_extraction() -> None:
    known = {part for _, one, many in messages.strings() for part in (one, many)}
    escaped = {
        (str(path.relative_to(SOURCE)), text)
        for path in SOURCE.rglob("*.py")
        for text in texts(ast.parse(path.read_text("utf-8")))
        if text not in known
    }
    assert escaped == set()


def test_texts_in_formatted_strings_and_under_other_names_are_seen() -> None:
    code = "from django.utils.translation import gettext as w\nprint(f\"{w('Masuk')}\")"
    assert list(texts(ast.parse(code))) == ["Masuk"]


def _text(node: ast.expr) -> str:
    """Return the text, or the code where it is none (which no extraction could read)."""
    try:
        return str(ast.literal_eval(node))
    except ValueError:
        return ast.unparse(node)
