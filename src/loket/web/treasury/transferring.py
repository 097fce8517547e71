"""Transfers from abroad: looking at the proof, then at the account (step O8b)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket import wiring
from loket.documents.models import Upload
from loket.documents.queries import clean_upload
from loket.orders.models import Order
from loket.orders.operations import subject_of
from loket.payments import transfers
from loket.payments.models import TransferProof
from loket.payments.queries import proof_waiting
from loket.payments.refusals import Refusal
from loket.people.models import Role
from loket.web.access import staff
from loket.web.reasons import words_of
from loket.web.treasury import case, forms
from loket.web.treasury.finding import by, order_of

SUFFIXES = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@staff(Role.TREASURER)
@require_POST
def confirm(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    proof = _proof(request, order)
    form = forms.TransferForm(request.POST)
    if proof is not None and form.is_valid():
        try:
            transfers.confirm(proof, **form.cleaned_data, by=by(request), at=timezone.now())
        except Refusal as refusal:
            form.add_error("received", words_of(refusal))
        else:
            messages.success(request, _("Transfer dicatat. Pesanan lunas."))
            return redirect("treasury:case", order.public_id)
    return case.page(request, order, form)


@staff(Role.TREASURER)
@require_POST
def refuse(request: HttpRequest, order_id: UUID) -> HttpResponse:
    order = order_of(request, order_id)
    proof = _proof(request, order)
    form = forms.RefusalForm(request.POST)
    if proof is not None and form.is_valid():
        transfers.refuse(proof, **form.cleaned_data, by=by(request), at=timezone.now())
        messages.success(request, _("Bukti ditolak. Pembeli diberi tahu dan dapat mengirim lagi."))
        return redirect("treasury:case", order.public_id)
    return case.page(request, order, form)


@staff(Role.TREASURER)
@require_safe
def file(request: HttpRequest, order_id: UUID, upload: UUID) -> FileResponse:
    """A file that came with the order, judged clean, as attachment."""
    order = order_of(request, order_id)
    found = clean_upload(subject_of(order), str(upload))
    if found is None or found.purpose not in {"transfer", "receipt"}:
        raise Http404
    return FileResponse(
        wiring.storage().open(found.sha256),
        as_attachment=True,
        filename=_name(order, found),
        content_type=found.content_type,
    )


def _name(order: Order, upload: Upload) -> str:
    return f"bukti-{order.reference}.{SUFFIXES.get(upload.content_type, 'bin')}"


def _proof(request: HttpRequest, order: Order) -> TransferProof | None:
    """Return the proof that waits to be checked; without one, the form says so."""
    proof = proof_waiting(order)
    if proof is None:
        messages.error(request, _("Tidak ada bukti transfer yang menunggu pada pesanan ini."))
    return proof
