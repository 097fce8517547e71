"""No page says anything outside the translation: every word of a template is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "src" / "loket" / "web" / "templates"
BLOCKS = re.compile(r"{%\s*(blocktranslate|comment).*?{%\s*end\1\s*%}", re.DOTALL)
CLASSES = re.compile(r"{%\s*block (kind|main_class)\s*%}.*?{%\s*endblock\s*%}", re.DOTALL)
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
NOT_TEXT = re.compile(r"<(style|script|code)\b.*?</\1>|<!--.*?-->", re.DOTALL)
SPOKEN = re.compile(r"""\b(?:alt|aria-label|placeholder|title)=(?:"([^"]*)"|'([^']*)')""")
NAMED = re.compile(r"&#?\w+;")
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Names, addresses and abbreviations that are the same in every language.
SAME = re.compile(
    r"\b(Loket|NIK|NIP|NPWP|NTB|NTPN|SPPD|SIMPONI|SP4N-LAPOR|PDF|ZIP|SHA-256"
    r"|www\.lapor\.go\.id|Bahasa Indonesia|English|ID|EN)\b"
)


def unmarked(text: str) -> set[str]:
    """Return the words a reader would see or hear that no translation reaches."""
    text = NOT_TEXT.sub(" ", CODE.sub(" ", CLASSES.sub("", BLOCKS.sub("", text))))
    seen = [a or b for a, b in SPOKEN.findall(text)] + [ELEMENT.sub(" ", text)]
    return {word for part in seen for word in WORD.findall(SAME.sub(" ", NAMED.sub(" ", part)))}


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_template_has_no_words_of_its_own(path: Path) -> None:
    assert not unmarked(path.read_text("utf-8"))


def test_words_outside_the_translation_are_seen() -> None:
    assert unmarked('<p title="Judul">{% translate "Masuk" %} Halo</p>') == {"Judul", "Halo"}
    assert not unmarked("{# Catatan #}<p>{% blocktranslate %}Halo{% endblocktranslate %}</p>")
