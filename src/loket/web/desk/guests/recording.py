"""Taking down what a guest asks for and what for (step W4): full sets and maps only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.agreements import operations
from loket.agreements.refusals import AbstraksiIncomplete, NpwpMissing
from loket.counter.models import Visit
from loket.documents.models import Upload
from loket.ledger.context import By
from loket.orders.models import Order
from loket.orders.operations import NewItem, NothingOrdered
from loket.people.models import Role, User
from loket.ports.scanner import LETTER
from loket.rules.segments import SEGMENTS, Segment
from loket.rules.wording import RuleError
from loket.web import uploading
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.desk.finding import by_staff, visit_of
from loket.web.desk.guests.record_form import RecordForm
from loket.web.reasons import words_of

NOT_READY = (NothingOrdered, AbstraksiIncomplete, NpwpMissing)


@staff(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    visit = visit_of(request, visit_id)
    guest = visit.guest
    if guest is None or visit.identity_checked_at is None or not visit.email:
        messages.error(
            request,
            _("Periksa identitas tamu dan alamat e-mailnya lebih dahulu, lalu catat permintaan."),
        )
        return redirect("desk:visit", visit.public_id)
    form = RecordForm(
        request.POST or None,
        request.FILES or None,
        office=office_of(request),
        guest=guest,
        visit=visit,
        at=timezone.now(),
    )
    if request.method == "POST" and form.is_valid():
        order = _record(form, visit, guest, by=by_staff(request), at=timezone.now())
        if order is not None:
            messages.success(request, _("Permintaan dicatat. Periksa abstraksi dengan daftarnya."))
            return redirect("desk:case", order.public_id)
    context = {
        "visit": visit,
        "guest": guest,
        "form": form,
        "segment": SEGMENTS[Segment(guest.segment)],
    }
    return render(request, "desk/guests/record.html", context, status=422 if form.errors else 200)


def _record(form: RecordForm, visit: Visit, guest: User, *, by: By, at: datetime) -> Order | None:
    items: Sequence[NewItem] = form.picked()
    subject = f"visit:{visit.public_id}"

    def taken(purpose: str, field: str) -> Upload | None:
        return uploading.take(
            form, LETTER, purpose=purpose, subject=subject, by=by, at=at, field=field
        )

    statement, letter = taken("abstraksi", "file"), taken("letter", "letter")
    if form.errors:
        return None
    try:
        return operations.record_request(
            office=visit.office,
            visit=visit,
            buyer=guest,
            items=items,
            statement=form.statement(statement),
            by=by,
            at=at,
            language=form.cleaned_data["language"],
            zero=form.zero_request(letter),
        )
    except NOT_READY as refusal:
        form.add_error(None, str(refusal.message))
    except RuleError as refusal:
        form.add_error(None, words_of(refusal))
    return None
