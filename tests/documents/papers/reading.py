"""Reading a finished paper back."""

from __future__ import annotations

import io
import re

import pypdf


def text_of(pdf: bytes) -> str:
    """Return the text of all pages."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages)


def squeezed(text: str) -> str:
    """Return the text without any spaces, for finding what a line break has split."""
    return re.sub(r"\s+", "", text)
