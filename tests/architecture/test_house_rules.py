"""What the house forbids is not there."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import (
    ROOT,
    SOURCE,
    TESTS,
    Function,
    modules,
    name,
    nodes,
    room,
    tree,
)

CLOCK = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|timezone\.(now|localtime|localdate)|date\.today"
    r"|time\.(time|time_ns|localtime|gmtime))$"
)
MAY_READ_THE_CLOCK = {"web", "jobs", "adapters", "wiring", "__main__", "settings"}
FORBIDDEN_FILES = {"utils", "util", "helpers", "helper", "common", "misc"}
FORBIDDEN_CLASS = re.compile(r"(Service|Manager|Helper)$")
NAMED_FOR_A_SERVICE = {"OfferedService"}  # what a counter offers to its guests
SIGNALS = {"receiver", "post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}


def test_the_domain_never_reads_the_clock() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if room(path) not in MAY_READ_THE_CLOCK
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and CLOCK.search(ast.unparse(node))
    ]

    assert found == []


def test_nothing_is_printed() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert found == []


@pytest.mark.parametrize("place", [SOURCE, TESTS], ids=["src", "tests"])
def test_no_file_is_a_drawer_for_anything(place: Path) -> None:
    found = [path for path in place.rglob("*") if path.stem in FORBIDDEN_FILES]

    assert found == []


def test_no_class_is_named_for_having_no_name() -> None:
    found = [
        f"{name(path)}:{node.name}"
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and FORBIDDEN_CLASS.search(node.name)
        and node.name not in NAMED_FOR_A_SERVICE
    ]

    assert found == []


def test_nothing_is_imported_inside_functions() -> None:
    found = [
        f"{name(path)}:{inner.lineno}"
        for path in modules()
        for node in nodes(path)
        if isinstance(node, Function)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_no_signals_and_no_generic_foreign_keys() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.ImportFrom)
        and (
            {alias.name for alias in node.names} & SIGNALS or "contenttypes" in (node.module or "")
        )
    ]

    assert found == []


def _imports(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def test_no_model_overrides_save_or_delete() -> None:
    found = [
        f"{name(path)}:{node.name}"
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and "models.Model" in {ast.unparse(base) for base in node.bases}
        and {m.name for m in node.body if isinstance(m, Function)} & {"save", "delete"}
    ]

    assert found == []


@pytest.mark.parametrize("place", [SOURCE, TESTS], ids=["src", "tests"])
def test_every_module_postpones_annotations(place: Path) -> None:
    def begins_well(path: Path) -> bool:
        imports = [node for node in tree(path).body if isinstance(node, ast.ImportFrom)]
        return not tree(path).body or any(node.module == "__future__" for node in imports)

    found = [name(path) for path in modules(place) if not begins_well(path)]

    assert [
        path for path in found if (ROOT / path).stat().st_size > 0 and not _only_doc(path)
    ] == []


def _only_doc(path: str) -> bool:
    return all(isinstance(node, ast.Expr) for node in tree(ROOT / path).body)


MACHINE = re.compile(
    r"(?<![\w.])/(?:work|home|root|Users)/[\w.-]+"
    r"|\b(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?:\.\d{1,3})?(?::\d+|/)"
)
TEXT = {".py", ".md", ".toml", ".lock", ".html", ".txt", ".typ", ".css", ".js", ".yml", ".sh", ""}
SHARED_STUDY = "shared/data/popstan"


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    return [ROOT / each for each in listed.stdout.split("\0") if each]


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.suffix not in TEXT or not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore").replace(SHARED_STUDY, "")
        if "/tests/" not in f"/{name(path)}" and MACHINE.search(text):
            found.append(name(path))
        if "--index-url" in text and path.suffix == ".lock":
            found.append(name(path))
        if re.search(r"(?<![\w])(?:\.\./)?shared/(?:design|domain|data|hooks)/", text):
            found.append(name(path))

    assert found == []
