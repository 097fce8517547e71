"""Signed checkpoints of each office's trail, kept by whoever wants to hold us to them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.ledger.models import Checkpoint
from loket.web.access import public

MOST_SHOWN = 60
LARGEST_SIZE = 2**63 - 1


@public
@require_safe
def checkpoints(request: HttpRequest) -> HttpResponse:
    latest = Checkpoint.objects.order_by("-at", "office")[:MOST_SHOWN]
    return render(request, "public/checkpoints.html", {"checkpoints": latest})


@public
@require_safe
def checkpoint(request: HttpRequest, office: str, size: int) -> HttpResponse:
    """Give the checkpoint as it was signed, to be verified by any tool that reads notes."""
    found = Checkpoint.objects.filter(office=office, size=min(size, LARGEST_SIZE)).first()
    if found is None:
        raise Http404
    return HttpResponse(found.text, content_type="text/plain; charset=utf-8")
