"""Free downloads: the codebook as DDI and as a table, and a sample without real records."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loket.catalogue.models import Edition, Variable
from loket.catalogue.queries import masters
from loket.catalogue.queries.variables import variables
from loket.microdata.errors import MicrodataError
from loket.web.access import public
from loket.web.public.catalogue.finding import microdata_or_404

log = logging.getLogger(__name__)

FORMULA_STARTS = tuple("=+-@\t\r\0")
AT_ONCE = 200


@public
@require_safe
def ddi(request: HttpRequest, code: str) -> HttpResponseBase:
    product, edition = microdata_or_404(code)
    return _file(request, masters.ddi(edition), f"{product.code}-ddi.xml", "application/xml", code)


@public
@require_safe
def sample(request: HttpRequest, code: str) -> HttpResponseBase:
    product, edition = microdata_or_404(code)
    try:
        path = masters.structure_sample_zip(edition)
    except (MicrodataError, OSError):
        log.exception("no sample of %s", code)
        return _not_now(request, code)
    return _file(request, path, f"{product.code}-contoh.zip", "application/zip", code)


@public
@require_safe
def dictionary(request: HttpRequest, code: str) -> HttpResponseBase:
    product, edition = microdata_or_404(code)
    response = StreamingHttpResponse(_rows(edition), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{product.code}-kamus.csv"'
    return response


def _file(
    request: HttpRequest, path: Path, name: str, content_type: str, code: str
) -> HttpResponseBase:
    try:
        stream = path.open("rb")
    except OSError:
        log.exception("%s of %s cannot be read", name, code)
        return _not_now(request, code)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=content_type)


def _not_now(request: HttpRequest, code: str) -> HttpResponseBase:
    messages.error(
        request,
        _("Berkas ini sedang tidak dapat diambil. Coba lagi nanti, atau mintalah kepada kantor."),
    )
    return redirect("public:catalogue:product", code)


def _rows(edition: Edition) -> Iterator[str]:
    yield "\ufeff"  # spreadsheets take the file for UTF-8
    yield _line(
        ["berkas", "variabel", "label", "label_en", "jenis", "pertanyaan", "nilai", "nilai_en"]
    )
    for variable in variables(edition).iterator(chunk_size=AT_ONCE):
        yield _line(_cells(variable))


def _cells(variable: Variable) -> list[str]:
    return [
        variable.file.name,
        variable.name,
        variable.label_id,
        variable.label_en,
        variable.kind,
        variable.question,
        "; ".join(f"{each['code']} = {each['id']}" for each in variable.categories),
        "; ".join(f"{each['code']} = {each['en']}" for each in variable.categories),
    ]


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a label for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
