"""One normal form of text for finding things: lower case, without accents and punctuation.

Products and variables keep their text in this form beside the original, and a search is a
plain `LIKE '%word%'` for each of its words. That is one statement on both databases;
PostgreSQL answers it from a trigram index, SQLite by reading the column (a hundred thousand
variables take a fraction of a second).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Q

MOST_WORDS = 8
MOST_CHARACTERS = 120
_SEPARATORS = re.compile(r"[^0-9a-z]+")


def normalised(*texts: str) -> str:
    """Return the texts as one searchable line, each word once per text."""
    return " ".join(filter(None, (_folded(text) for text in texts)))


def words(query: str) -> list[str]:
    """Return the words searched for; at most eight, so that no address is a burden."""
    return _folded(query[:MOST_CHARACTERS]).split()[:MOST_WORDS]


def containing(searched: Iterable[str], field: str = "search_text") -> Q:
    """Return the condition that a normalised field holds every word."""
    condition = Q()
    for word in searched:
        condition &= Q(**{f"{field}__contains": word})
    return condition


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", plain).strip()
