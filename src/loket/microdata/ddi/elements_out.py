"""Appending DDI 2.5 elements."""

from __future__ import annotations

from lxml import etree

from loket.microdata.codebook import Bilingual
from loket.microdata.ddi.element import OWN, XML_LANG, Element

NAMESPACE = "ddi:codebook:2_5"


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element; empty attributes are left out."""
    kept = {key: value for key, value in attributes.items() if value}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", kept)
    if text:
        element.text = text
    return element


def add_if(parent: Element, name: str, text: str, /, **attributes: str) -> None:
    """Append an element unless its text is empty."""
    if text:
        add(parent, name, text, **attributes)


def add_bilingual(parent: Element, name: str, text: Bilingual) -> None:
    """Append one element for each language that has a text."""
    for language, said in (("id", text.id), ("en", text.en)):
        if said:
            add(parent, name, said).set(XML_LANG, language)


def add_own(parent: Element, subject: str, text: str) -> None:
    """Append a note of our own, unless it is empty."""
    add_if(parent, "notes", text, type=OWN, subject=subject)
