"""Papers, handed-in files, and the package to copy onto the customer's medium."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket.delivery import downloads, queries, refusals
from loket.documents import operations as documents
from loket.documents import queries as papers
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.people.models import Role
from loket.ports.scanner import JPEG, PDF, PNG
from loket.web.access import staff
from loket.web.desk.cases import contents
from loket.web.desk.finding import by_staff, order_of
from loket.web.downloading import answer, asked_range

ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def paper(request: HttpRequest, order_id: UUID, paper_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    found = papers.paper_of(subject_of(order), str(paper_id))
    if found is None:
        raise Http404
    response = HttpResponse(documents.pdf_of(found), content_type=PDF)
    name = f"{found.kind}-{found.number.replace('/', '-')}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def upload(request: HttpRequest, order_id: UUID, upload_id: UUID) -> HttpResponse:
    """A handed-in file, only once it was judged clean, and never opened by this site."""
    order = order_of(request, order_id)
    handed = next((h for h in contents.uploads_of(order) if h.upload.public_id == upload_id), None)
    if handed is None or not handed.is_clean:
        raise Http404
    found = handed.upload
    ending = ENDINGS.get(found.content_type)
    response = HttpResponse(
        documents.content_of(found),
        content_type=found.content_type if ending else "application/octet-stream",
    )
    name = f"{found.purpose}-{order.reference}.{ending or 'bin'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@staff(Role.OFFICER)
@require_safe
def package(request: HttpRequest, order_id: UUID) -> HttpResponseBase:
    """The data, by the one door they leave through, to be copied onto the medium."""
    order = order_of(request, order_id)
    grant = queries.open_grant(order, timezone.now())
    if grant is None:
        return _closed(request, order)
    wanted = asked_range(request, grant.package.size)
    if request.method == "HEAD":
        return answer(None, grant.package.size, f"{order.reference}.zip", wanted)
    try:
        opened = downloads.authorize_download(
            grant,
            by=by_staff(request),
            at=timezone.now(),
            first=wanted.first if wanted else 0,
            last=wanted.last if wanted else None,
        )
    except refusals.GrantClosed:
        return _closed(request, order)
    return answer(opened.stream, opened.size, opened.name, wanted)


def _closed(request: HttpRequest, order: Order) -> HttpResponse:
    return render(request, "desk/cases/closed.html", {"order": order}, status=410)
