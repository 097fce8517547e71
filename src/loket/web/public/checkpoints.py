"""What outsiders need to hold us to our word: checkpoints of the trail, the key of PERIKSA.txt."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket import wiring
from loket.ledger.models import Checkpoint
from loket.web.access import public

MOST_SHOWN = 60
LARGEST_SIZE = 2**63 - 1


@public
@require_safe
def checkpoints(request: HttpRequest) -> HttpResponse:
    latest = Checkpoint.objects.order_by("-at", "office")[:MOST_SHOWN]
    key = wiring.check_signer().public_key.hex()
    context = {"checkpoints": latest, "check_key": key}
    return render(request, "public/checkpoints.html", context)


@public
@require_safe
def checkpoint(request: HttpRequest, office: str, size: int) -> HttpResponse:
    """Give the checkpoint as it was signed, to be verified by any tool that reads notes."""
    found = Checkpoint.objects.filter(office=office, size=min(size, LARGEST_SIZE)).first()
    if found is None:
        raise Http404
    return HttpResponse(found.text, content_type="text/plain; charset=utf-8")
