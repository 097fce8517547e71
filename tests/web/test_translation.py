"""Every screen text marked for translation has an English one that says it with the same parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib
import pytest
from tools import messages

PARTS = re.compile(r"%\(\w+\)[sd]|%%|&#?\w+;|\{\w*\}|<[^>]+>")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(messages.CATALOGUE))


@pytest.fixture(scope="module")
def marked() -> dict[messages.Found, set[str]]:
    return messages.strings()


def english(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Yield (form, source and translation) of one entry: two forms where the text has plurals."""
    if entry.msgid_plural:
        yield entry.msgid, entry.msgstr_plural.get(0, "")
        yield entry.msgid_plural, entry.msgstr_plural.get(1, "")
    else:
        yield entry.msgid, entry.msgstr


def test_every_marked_text_is_in_the_catalogue(
    catalogue: polib.POFile, marked: dict[messages.Found, set[str]]
) -> None:
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural or "") for entry in catalogue}
    missing = {one: sorted(files) for one, files in marked.items() if one not in known}
    assert not missing, "run tools/messages.py extract, then translate"


def test_no_text_is_left_untranslated(catalogue: polib.POFile) -> None:
    left = [
        entry.msgid for entry in catalogue if not all(text.strip() for _, text in english(entry))
    ]
    assert not left


def test_no_translation_is_a_guess(catalogue: polib.POFile) -> None:
    assert not [entry.msgid for entry in catalogue if entry.fuzzy]
    assert not catalogue.obsolete_entries()


def test_both_languages_fill_in_the_same_parts(catalogue: polib.POFile) -> None:
    different = [
        (source, text)
        for entry in catalogue
        for source, text in english(entry)
        if set(PARTS.findall(source)) != set(PARTS.findall(text))
    ]
    assert not different


def test_both_languages_keep_the_white_space_around(catalogue: polib.POFile) -> None:
    different = [
        (source, text)
        for entry in catalogue
        for source, text in english(entry)
        if (source[:1].isspace(), source[-1:].isspace())
        != (text[:1].isspace(), text[-1:].isspace())
    ]
    assert not different


def test_plurals_differ_in_english(catalogue: polib.POFile) -> None:
    same = [
        entry.msgid
        for entry in catalogue
        if entry.msgid_plural and len(set(entry.msgstr_plural.values())) != 2
    ]
    assert not same


def test_sentences_are_not_copied_over(catalogue: polib.POFile) -> None:
    """Single words may be the same in both languages; sentences never are."""
    copied = [
        entry.msgid
        for entry in catalogue
        if entry.msgid == entry.msgstr and len(entry.msgid.split()) > 3
    ]
    assert not copied


def test_code_templates_and_plurals_are_read(marked: dict[messages.Found, set[str]]) -> None:
    assert (None, "Masuk", "") in marked
    assert (None, "Bendahara", "") in marked
    assert any(many for _, _, many in marked)
