"""Deciding whether an account acts for the institution that it names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.documents import operations as documents
from loket.documents.models import Verdict
from loket.people import access, institutions
from loket.people.models import Institution, InstitutionRequest, Office, Role
from loket.web.access import staff
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.forms import PageForm
from loket.web.reasons import words_of

Status = InstitutionRequest.Status
REFUSALS = (institutions.OwnRequest, institutions.NotWaiting, institutions.InstitutionKnown)
VERIFY, REFUSE = "verify", "refuse"


class DecisionForm(PageForm):
    decision = forms.ChoiceField(
        label=gettext_lazy("Keputusan"),
        choices=[
            (VERIFY, gettext_lazy("Verifikasi")),
            (REFUSE, gettext_lazy("Tolak")),
        ],
        widget=forms.RadioSelect,
    )
    same_as = forms.ModelChoiceField(
        label=gettext_lazy("Sama dengan lembaga"),
        queryset=Institution.objects.all(),
        required=False,
        empty_label=gettext_lazy("Lembaga baru"),
        help_text=gettext_lazy("Kuota keringanan dihitung bersama untuk satu lembaga."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Bagaimana dipastikan, atau alasan penolakan"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Alasan penolakan disampaikan kepada pemohon."),
    )


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    found = access.institution_requests_in(office)
    context = {
        "proved": found.filter(status=Status.PROVED).order_by("proved_at"),
        "unproved": found.filter(status=Status.ASKED).order_by("asked_at"),
        "verified": found.filter(status=Status.VERIFIED).order_by("name"),
    }
    return page(request, "institutions", office, context)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, code: str, request_id: UUID) -> HttpResponse:
    office = office_for(request, code)
    asked = _found(office, request_id, Status.PROVED)
    form = DecisionForm(request.POST or None, initial={"same_as": institutions.like(asked)})
    if request.method == "POST" and form.is_valid() and _decided(request, office, asked, form):
        return redirect("administration:institutions", office.code)
    has_letter = asked.letter is not None and asked.letter.verdict == Verdict.CLEAN
    context = {"asked": asked, "decision_form": form, "has_letter": has_letter}
    return page(request, "institution", office, context, wrong=form if form.errors else None)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def end(request: HttpRequest, code: str, request_id: UUID) -> HttpResponse:
    office = office_for(request, code)
    held = _found(office, request_id, Status.VERIFIED)
    try:
        institutions.end(held, by=by_for(request, office), at=timezone.now())
    except REFUSALS as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, _("Akun itu tidak lagi bertindak untuk lembaganya."))
    return redirect("administration:institutions", office.code)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def letter(request: HttpRequest, code: str, request_id: UUID) -> HttpResponse:
    """The letter, only once it was judged clean, and never opened by this site."""
    asked = _found(office_for(request, code), request_id)
    upload = asked.letter
    if upload is None or upload.verdict != Verdict.CLEAN:
        raise Http404
    response = HttpResponse(documents.content_of(upload), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{asked.public_id}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _found(office: Office, request_id: UUID, *statuses: Status) -> InstitutionRequest:
    found = access.institution_requests_in(office).filter(public_id=request_id)
    asked = (found.filter(status__in=statuses) if statuses else found).first()
    if asked is None:
        raise Http404
    return asked


def _decided(
    request: HttpRequest, office: Office, asked: InstitutionRequest, form: DecisionForm
) -> bool:
    given = form.cleaned_data
    acting: dict[str, Any] = {"by": by_for(request, office), "at": timezone.now()}
    try:
        if given["decision"] == VERIFY:
            institutions.verify(
                asked, same_as=given["same_as"], evidence=given["reason"], **acting
            )
            said = _("Lembaga diverifikasi; pemohon dan pusdatinnya dikabari.")
        else:
            institutions.refuse(asked, reason=given["reason"], **acting)
            said = _("Permohonan ditolak; pemohon dan pusdatinnya dikabari.")
    except REFUSALS as refusal:
        form.add_error(None, words_of(refusal))
        return False
    messages.success(request, said)
    return True
