"""Screen texts: extract the Indonesian source strings, and compile the English translation.

`extract` adds new strings to en/django.po and drops those no longer used; `compile` writes
django.mo next to it. Both need only wheels, no gettext on the machine.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "loket"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "__": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str | None, str, str]  # context, one, many


def strings() -> dict[Found, set[str]]:
    """Return every string that is marked for translation, with the files it stands in."""
    found: dict[Found, set[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        if path.suffix == ".txt" and "templates" not in path.parts:
            continue
        for one in _in_file(path):
            found.setdefault(one, set()).add(str(path.relative_to(ROOT)))
    return found


def _in_file(path: Path) -> Iterator[Found]:
    from babel.messages.extract import extract

    text = path.read_text("utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        text = templatize(text, origin=str(path))
    for _line, messages, _comments, context in extract(
        "python", io.BytesIO(text.encode()), KEYWORDS
    ):
        parts = [messages] if isinstance(messages, str) else list(messages)
        if context is not None and parts[0] == context:
            parts = parts[1:]
        yield context, parts[0], parts[1] if len(parts) > 1 else ""


def extract() -> int:
    """Bring the catalogue up to date; return how many strings have no translation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.settings.test")
    sys.path.insert(0, str(ROOT / "src"))
    import django

    django.setup()
    old = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()
    known = {(e.msgctxt, e.msgid): e for e in old}
    new = polib.POFile(wrapwidth=0)
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "en",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for (context, one, many), _files in sorted(
        strings().items(), key=lambda item: (item[0][1], item[0][0] or "")
    ):
        before = known.get((context, one))
        entry = polib.POEntry(msgid=one, msgctxt=context, msgstr=before.msgstr if before else "")
        if many:
            entry.msgid_plural = many
            entry.msgstr = ""
            entry.msgstr_plural = (before.msgstr_plural if before else None) or {0: "", 1: ""}
        new.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(CATALOGUE))
    return len(new.untranslated_entries())


def compile_catalogue() -> None:
    if CATALOGUE.exists():
        polib.pofile(str(CATALOGUE)).save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


if __name__ == "__main__":
    if sys.argv[1:] == ["extract"]:
        sys.stdout.write(f"{extract()} untranslated\n")
    else:
        compile_catalogue()
