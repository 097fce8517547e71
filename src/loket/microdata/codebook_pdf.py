"""The codebook of a delivery as a tagged PDF/A: the same content as the HTML page, to print."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from loket.microdata.codebook import Language, Study
from loket.microdata.codebook_page import Said, file_facts, value_pairs, variable_facts
from loket.microdata.errors import MicrodataError
from loket.microdata.formats.fitting import Column, Fitted
from loket.microdata.formats.moment import MOMENT

TEMPLATE = Path(__file__).with_name("codebook.typ")
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
# What the typesetter's own typefaces have; PDF/UA forbids a letter that they lack.
_UNPRINTABLE = re.compile(
    r"[^\n\x20-\x7E\xA1-\xAC\xAE-\u024F\u0259\u02B9-\u02BC\u0300-\u0304\u0306-\u0308\u030A-\u030C"
    r"\u0323\u0391-\u03A1\u03A3-\u03A9\u03B1-\u03C9\u0401-\u040C\u040E-\u044F\u0451-\u045C\u045E"
    r"\u045F\u1E00-\u1E99\u1EA0-\u1EF9\u2010-\u2015\u2018-\u201E\u2020-\u2022"
    r"…‰′″‹›€№™←→↑↓−≈≠≤≥×÷√∞□]"
)
WORDS = ("title", "variables", "code", "meaning", "name", "label", "file", "rows", "count", "page")
IN_HEADING = ("type", "measure", "format")


def codebook_pdf(
    study: Study, files: Sequence[tuple[str, int, Fitted]], citation: str, language: Language
) -> bytes:
    """
    Return the PDF; ``files`` are (file name, rows, fitted). The same content gives the same bytes.

    :raises MicrodataError: if the typesetter refuses it
    """
    said = Said(language)
    content = {
        "language": language,
        "title": study.title.said_in(language) or study.idno,
        "author": "; ".join(study.producers) or study.distributor or study.idno,
        "footer": study.idno,
        "words": {word: said(word) for word in (*WORDS, "short_page")},
        "about": _pairs(
            [
                ("citation", citation),
                ("abstract", study.abstract.said_in(language)),
                ("universe", study.universe),
            ],
            said,
        ),
        "files": [_file(name, rows, fitted, said) for name, rows, fitted in files],
    }
    try:
        compiler = typst.Compiler(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(_printable(content), ensure_ascii=False)},
        )
        made = compiler.compile(
            format="pdf",
            pdf_standards=STANDARDS,
            timestamp=int(MOMENT.replace(tzinfo=UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise MicrodataError(
            id=f"buku kode PDF tidak dapat dibuat ({error}); laporkan kepada pengelola",
            en=f"the codebook PDF cannot be made ({error}); tell the administrator",
            place=study.idno,
        ) from error
    if not isinstance(made, bytes):
        raise TypeError("one PDF expected")
    return made


def _file(name: str, rows: int, fitted: Fitted, said: Said) -> dict[str, Any]:
    return {
        "name": name,
        "label": fitted.file.label.said_in(said.language),
        "rows": str(rows),
        "facts": _pairs(file_facts(rows, fitted), said),
        "variables": [_variable(column, said) for column in fitted.columns],
    }


def _variable(column: Column, said: Said) -> dict[str, Any]:
    facts = variable_facts(column, said)
    short = [text for word, text in facts if word in IN_HEADING and text]
    long = [(word, text) for word, text in facts if word not in IN_HEADING]
    return {
        "name": column.name,
        "label": column.variable.label.said_in(said.language),
        "type": " · ".join(short),
        "facts": _pairs(long, said),
        "values": value_pairs(column.variable, said),
    }


def _pairs(facts: Sequence[tuple[str, str]], said: Said) -> list[tuple[str, str]]:
    return [(said(word), text) for word, text in facts if text]


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " "))
        return _UNPRINTABLE.sub(_replaced, composed)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def _replaced(found: re.Match[str]) -> str:
    category = unicodedata.category(found[0])
    if category == "Zs":
        return " "
    return "" if category.startswith(("C", "Zl", "Zp")) else "□"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the typefaces inside the typesetter: the PDF is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
