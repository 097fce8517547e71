"""Reading XML by local name: DDI files come in many namespaces, and in none."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from lxml import etree

from loket.microdata.codebook import Bilingual
from loket.microdata.errors import UnreadableFile

Element = etree._Element
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
INLINE = frozenset({"ExtLink", "Link", "em", "strong", "b", "i", "br", "span", "hi", "emph"})
OWN = "loket"


def parse(source: Path | bytes) -> Element:
    """
    Return the root of an XML file; no DTD, entity or network is ever used.

    :raises UnreadableFile: if it is not XML, or declares a document type
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    place = source.name if isinstance(source, Path) else "DDI"
    try:
        tree = etree.parse(str(source) if isinstance(source, Path) else BytesIO(source), parser)
    except (etree.XMLSyntaxError, OSError) as error:
        raise UnreadableFile(
            id=f"bukan XML yang utuh ({error}); periksa berkas metadatanya",
            en=f"not well-formed XML ({error}); check the metadata file",
            place=place,
        ) from error
    if tree.docinfo.doctype:  # type: ignore[union-attr]
        raise UnreadableFile(
            id="XML dengan DOCTYPE ditolak; hapus deklarasi itu",
            en="XML with a DOCTYPE is refused; remove that declaration",
            place=place,
        )
    return tree.getroot()


def local(element: Element) -> str:
    """Return the element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """Yield the elements reached by following ``path`` of local names."""
    if element is None:
        return
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from children(child, *path[1:])


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at ``path``, or None."""
    return next(children(element, *path), None)


def text(element: Element | None) -> str:
    """Return the element's text without the padding: lines stripped, paragraphs kept."""
    if element is None:
        return ""
    pieces: list[str] = [element.text or ""]
    for inner in element:
        gap = "" if local(inner) in INLINE else "\n"
        pieces += [gap, text(inner), gap, inner.tail or ""]
    lines = [line.strip() for line in "".join(pieces).splitlines()]
    return "\n".join(lines).strip()


def said(element: Element | None, *path: str) -> str:
    """Return the text of the first element at ``path``."""
    return text(child(element, *path))


def language_of(element: Element, default: str) -> str:
    """Return 'id' or 'en': what the element declares, else ``default``."""
    declared = element.get(XML_LANG) or element.get("xml-lang") or default
    return "en" if declared.lower().startswith("en") else "id"


def bilingual(elements: Iterator[Element], default: str) -> Bilingual:
    """Return the first text of each language among ``elements``."""
    found: dict[str, str] = {}
    for element in elements:
        said_here = text(element)
        if said_here:
            found.setdefault(language_of(element, default), said_here)
    return Bilingual(found.get("id", ""), found.get("en", ""))


def own_note(element: Element, subject: str) -> str:
    """Return the note that our own writer left under ``subject``, or ''."""
    note = next(own_notes(element, subject), None)
    return "" if note is None else (note.text or "")


def own_notes(element: Element, subject: str) -> Iterator[Element]:
    """Yield the notes that our own writer left under ``subject``."""
    for note in children(element, "notes"):
        if note.get("type") == OWN and note.get("subject") == subject:
            yield note


def free_notes(element: Element | None) -> str:
    """Return the notes of a person, one below the other."""
    notes = (n for n in children(element, "notes") if n.get("type") != OWN)
    return "\n\n".join(filter(None, map(text, notes)))
