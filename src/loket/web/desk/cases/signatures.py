"""What the machine can say of an uploaded agreement; the officer decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket import wiring
from loket.agreements.queries import sppd_in_force
from loket.documents.models import Verdict
from loket.documents.operations import content_of
from loket.people.models import Role
from loket.ports.failures import Rejected
from loket.web.access import staff
from loket.web.desk.finding import order_of


@staff(Role.OFFICER)
@require_safe
def signatures(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Judge the signatures and the e-meterai of the file that the customer uploaded."""
    order = order_of(request, order_id)
    sppd = sppd_in_force(order)
    if sppd is None or sppd.upload is None or sppd.upload.verdict != Verdict.CLEAN:
        raise Http404
    now = timezone.now()
    content = content_of(sppd.upload)
    context: dict[str, Any] = {"order": order, "sppd": sppd, "unreadable": None}
    try:
        context["verification"] = wiring.verifier().verify(content, at=now)
        context["meterai"] = wiring.meterai().check(content, at=now)
    except Rejected as problem:
        context["unreadable"] = problem
    return render(request, "desk/cases/signatures.html", context)
