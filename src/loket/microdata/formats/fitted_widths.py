"""Widths of texts in formats of fixed rows."""

from __future__ import annotations

from loket.microdata.codebook import Variable


def text_width(variable: Variable) -> int | None:
    """Return the bytes a text needs, at least one; None for anything but text."""
    return max(variable.width, 1) if variable.kind == "text" else None
