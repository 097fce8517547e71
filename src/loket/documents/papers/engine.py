"""Typesetting: a template and a payload of plain values become a PDF."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import segno
import typst

from loket.documents.papers.printable import printable_payload
from loket.rules.wording import RuleError

TEMPLATES = Path(__file__).parent / "templates"
_WEB_ADDRESS = re.compile(r"https?://[!-~]{1,500}")
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


class PaperError(RuleError):
    """A paper could not be typeset. The cause is chained."""


def compile_paper(
    template: str, payload: Mapping[str, Any], *, at: datetime, qr: str | None = None
) -> bytes:
    """
    Typeset one paper.

    Everything variable travels as JSON values, never as markup, so that no text in the
    payload can act on the template.

    :param template: file name in the templates folder
    :param at: the instant written into the file as its date
    :param qr: the address in the QR code, usually of the verification page; None for none
    :raises PaperError: the template and the payload do not fit together, or the address is
        not one of the web
    """
    if qr and not _WEB_ADDRESS.fullmatch(qr):
        raise PaperError(
            "Alamat pemeriksaan dokumen tidak sah. Periksa setelan alamat situs.",
            "The document's verification address is not valid. Check the site address setting.",
        )
    inputs = {
        "data": json.dumps(printable_payload(payload), ensure_ascii=False),
        "qr": qr_svg(qr) if qr else "",
        "url": qr or "",
    }
    compiler = typst.Compiler(
        str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_fonts(), sys_inputs=inputs
    )
    try:
        made = compiler.compile(
            format="pdf", pdf_standards=STANDARDS, timestamp=int(at.astimezone(UTC).timestamp())
        )
    except typst.TypstError as error:
        raise PaperError(
            "Dokumen tidak dapat dibuat. Laporkan kepada administrator sistem.",
            "The document could not be made. Tell the system administrator.",
        ) from error
    if not isinstance(made, bytes):
        raise TypeError("one PDF expected")
    return made


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, error correction M, with its quiet zone."""
    code = segno.make(text, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the typefaces inside the typesetter: papers look the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
