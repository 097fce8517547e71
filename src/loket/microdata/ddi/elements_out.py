"""Appending DDI 2.5 elements."""

from __future__ import annotations

import datetime
import re

from lxml import etree

from loket.microdata.codebook import Bilingual
from loket.microdata.ddi.element import OWN, XML_LANG, Element

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
NAMESPACE = "ddi:codebook:2_5"


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element; empty attributes are left out, and characters that XML forbids."""
    kept = {key: clean(value) for key, value in attributes.items() if value}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", kept)
    if text:
        element.text = clean(text)
    return element


def clean(text: str) -> str:
    """Return the text without the control characters and halves of pairs that XML forbids."""
    return FORBIDDEN.sub("", text)


def iso(date: str) -> str:
    """Return a date of the calendar (YYYY, YYYY-MM, YYYY-MM-DD) as DDI advises, else nothing."""
    if not ISO_DATE.fullmatch(date):
        return ""
    try:
        datetime.date.fromisoformat(f"{date}-01-01"[:10])
    except ValueError:
        return ""
    return date


def add_if(parent: Element, name: str, text: str, /, **attributes: str) -> None:
    """Append an element unless its text is empty."""
    if text:
        add(parent, name, text, **attributes)


def add_bilingual(parent: Element, name: str, text: Bilingual) -> None:
    """Append one element for each language that has a text."""
    for language, said in spoken(text):
        add(parent, name, said).set(XML_LANG, language)


def spoken(text: Bilingual) -> list[tuple[str, str]]:
    """Return (language, text) for each language that has a text, Indonesian first."""
    return [(language, said) for language, said in (("id", text.id), ("en", text.en)) if said]


def add_own(parent: Element, subject: str, text: str) -> None:
    """Append a note of our own, unless it is empty."""
    add_if(parent, "notes", text, type=OWN, subject=subject)
