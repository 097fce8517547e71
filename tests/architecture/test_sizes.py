"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import SOURCE, TESTS, Function, modules, name, nodes

FILE_LINES = 400
FUNCTION_LINES = 40
WRITTEN_OUT = (ast.Call, ast.Dict, ast.List, ast.Tuple)


@pytest.mark.parametrize("place", [SOURCE, TESTS], ids=["src", "tests"])
def test_files_are_no_longer_than_400_lines(place: Path) -> None:
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in modules(place)}

    assert {path: size for path, size in sizes.items() if size > FILE_LINES} == {}


def _body(function: Function) -> list[ast.stmt]:
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if is_docstring else function.body


def length(function: Function) -> int:
    """Count the lines of the body, without docstring and the data it ends in giving back."""
    body = _body(function)
    if body and isinstance(body[-1], ast.Return) and isinstance(body[-1].value, WRITTEN_OUT):
        body = body[:-1]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_are_no_longer_than_40_lines() -> None:
    long = {
        f"{name(path)}:{node.name}": length(node)
        for path in modules()
        for node in nodes(path)
        if isinstance(node, Function) and length(node) > FUNCTION_LINES
    }

    assert long == {}
