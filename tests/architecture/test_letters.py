"""Every letter is written in both languages, and none is written for nothing."""

from __future__ import annotations

import ast

import pytest
from django.template.loader import get_template

from loket.ledger import checkpoints
from loket.process import VERSIONS, derive
from tests.architecture.sources import SOURCE, modules, nodes, strings

FOLDER = SOURCE / "jobs" / "templates" / "letters"
ABOUT_PEOPLE = {"account_verify", "account_reset", "account_exists"}
ABOUT_INSTITUTIONS = {"institution_verify", "institution_verified", "institution_refused"}


def letters() -> set[str]:
    of_orders = {letter for process in VERSIONS.values() for letter in derive.letters(process)}
    return of_orders | ABOUT_PEOPLE | ABOUT_INSTITUTIONS | {checkpoints.LETTER}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("letter", sorted(letters()))
def test_is_written(letter: str, language: str) -> None:
    template = get_template(f"letters/{language}/{letter}.txt")
    source = template.template.source  # type: ignore[attr-defined]
    subject = source.replace("{% autoescape off %}", "").strip().splitlines()[0]

    assert subject
    assert len(source.splitlines()) > 3


@pytest.mark.parametrize("letter", sorted(letters()))
def test_languages_differ(letter: str) -> None:
    texts = {(FOLDER / language / f"{letter}.txt").read_text("utf-8") for language in ("id", "en")}

    assert len(texts) == 2


@pytest.mark.parametrize("language", ["id", "en"])
def test_none_is_written_for_nothing(language: str) -> None:
    written = {path.stem for path in (FOLDER / language).glob("*.txt")}
    posted = {
        word
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call)
        for word in strings(node)
    }

    assert written - letters() - posted == set()
