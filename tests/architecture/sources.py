"""The files of the project, as the tests of its house rules read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "loket"
TESTS = ROOT / "tests"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(place: Path = SOURCE) -> list[Path]:
    """Return the Python files below the folder, without migrations."""
    found = (path for path in place.rglob("*.py") if "migrations" not in path.parts)
    return sorted(path for path in found if "__pycache__" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(tree(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    """Return the top folder or module of `loket` that the file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def strings(node: ast.AST) -> set[str]:
    """Return the string literals at or below the node."""
    return {
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }
