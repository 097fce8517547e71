"""The guides name only pages, commands and places that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
ADDRESS = re.compile(r"`(/[a-z0-9/-]+/)`")
COMMAND = re.compile(r"(?:`|^    )loket ([a-z_]+)", re.MULTILINE)
PLACE = re.compile(r"`((?:src|tests|docs|tools|bench|web|process|jobs|ledger)/[a-z_/.]+)`")
VARIABLE = re.compile(r"LOKET_[A-Z0-9_]+")
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)


def no_page(addresses: list[str]) -> Iterator[str]:
    for address in addresses:
        try:
            resolve(address)
        except Resolver404:
            yield address


def test_each_audience_has_its_guide() -> None:
    assert {path.stem for path in GUIDES} >= {
        "buyer", "developer", "officer", "operator", "treasurer",
    }  # fmt: skip


@each_guide
def test_addresses_open_pages(guide: Path) -> None:
    addresses = ADDRESS.findall(guide.read_text("utf-8"))

    assert addresses or guide.stem == "developer"
    assert list(no_page(addresses)) == []


@each_guide
def test_commands_exist(guide: Path) -> None:
    assert set(COMMAND.findall(guide.read_text("utf-8"))) <= set(get_commands())


@each_guide
def test_places_exist(guide: Path) -> None:
    places = set(PLACE.findall(guide.read_text("utf-8")))

    assert [
        place
        for place in places
        if not (ROOT / place).exists() and not (ROOT / "src" / "loket" / place).exists()
    ] == []


def test_the_operator_finds_every_variable_of_the_environment() -> None:
    source = ROOT / "src" / "loket"
    settings = "".join(
        (source / "settings" / page).read_text("utf-8") for page in ("base.py", "production.py")
    )
    read = set(re.findall(r'environment\.\w+\(\s*"(LOKET_\w+)"', settings))
    code = "".join(
        path.read_text("utf-8") for path in source.rglob("*.py") if path.parent.name != "settings"
    )
    told = set(VARIABLE.findall((ROOT / "docs/guides/operator.md").read_text("utf-8")))

    assert told <= read
    assert {name for name in read - told if name in code} == set()
