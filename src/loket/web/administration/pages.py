"""What every page of this folder has in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from loket.people.models import Office
from loket.web.forms import PageForm


def page(
    request: HttpRequest,
    name: str,
    office: Office | None,
    context: dict[str, Any],
    *,
    wrong: PageForm | None = None,
) -> HttpResponse:
    """Draw a page; `wrong` is the form to repair, for the summary of errors."""
    given = {"office": office, "form": wrong, **context}
    template = f"administration/{name}.html"
    return render(request, template, given, status=422 if wrong is not None else 200)
