"""Papers, the sample, and the download itself."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from loket import wiring
from loket.delivery import downloads, queries, refusals
from loket.documents import operations as documents
from loket.documents import queries as papers
from loket.orders.operations import subject_of
from loket.web.access import buyer
from loket.web.downloading import answer, asked_range
from loket.web.portal.orders.finding import by_buyer, order_of


@buyer
@require_safe
def paper(request: HttpRequest, order_id: UUID, paper: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    found = papers.paper_of(subject_of(order), str(paper))
    if found is None:
        raise Http404
    response = HttpResponse(documents.pdf_of(found), content_type="application/pdf")
    name = f"{found.kind}-{found.number.replace('/', '-')}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@buyer
@require_safe
def sample(request: HttpRequest, order_id: UUID) -> FileResponse:
    """The sample: no real record, so no grant is needed; but only the buyer's own."""
    order = order_of(request, order_id)
    found = queries.sample_of(order)
    if found is None:
        raise Http404
    return FileResponse(
        wiring.storage().open(found.sha256),
        as_attachment=True,
        filename=f"CONTOH-{order.reference}.zip",
        content_type="application/zip",
    )


@buyer
@require_safe
def download(request: HttpRequest, order_id: UUID) -> HttpResponseBase:
    """The data, by the one door they leave through; a broken download can be resumed."""
    order = order_of(request, order_id)
    grant = queries.open_grant(order, timezone.now())
    if grant is None:
        return render(request, "orders/closed.html", {"order": order}, status=410)
    wanted = asked_range(request, grant.package.size)
    if request.method == "HEAD":
        return answer(None, grant.package.size, f"{order.reference}.zip", wanted)
    try:
        opened = downloads.authorize_download(
            grant,
            by=by_buyer(request, order),
            at=timezone.now(),
            first=wanted.first if wanted else 0,
            last=wanted.last if wanted else None,
        )
    except refusals.GrantClosed:
        return render(request, "orders/closed.html", {"order": order}, status=410)
    return answer(opened.stream, opened.size, opened.name, wanted)
