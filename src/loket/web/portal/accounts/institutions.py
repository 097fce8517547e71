"""An account asks to act for an institution, and the institution's data centre confirms it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from loket.people import institutions
from loket.people.models import Office, User
from loket.people.operations import ProofRefused
from loket.people.queries import selling_offices
from loket.ports.scanner import LETTER
from loket.rules.segments import SEGMENTS
from loket.web import uploading
from loket.web.access import buyer, public
from loket.web.acting import acting_of, user_of
from loket.web.forms import PageForm
from loket.web.reasons import words_of
from loket.web.templatetags.loket import teks


class InstitutionForm(PageForm):
    name = forms.CharField(
        label=gettext_lazy("Nama resmi lembaga"),
        max_length=160,
        help_text=gettext_lazy("Lengkap dengan wilayahnya: Bappeda Kabupaten Banjarnegara."),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Golongan lembaga"),
        choices=lambda: [
            (segment.value, teks(rule.label))
            for segment, rule in SEGMENTS.items()
            if rule.zero_rupiah
        ],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=gettext_lazy("Alamat e-mail resmi pusdatin"),
        max_length=254,
        help_text=gettext_lazy(
            "Alamat unit pusat data lembaga Anda. Kami mengirim tautan ke sana; permohonan "
            "diperiksa setelah tautan itu dibuka."
        ),
    )
    head = forms.CharField(
        label=gettext_lazy("Kepala lembaga atau penanda tangan"), max_length=120
    )
    head_position = forms.CharField(label=gettext_lazy("Jabatannya"), max_length=120)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Kantor BPS yang memeriksa"),
        queryset=Office.objects.filter(is_active=True),
        empty_label=None,
        to_field_name="code",
    )
    file = forms.FileField(
        label=gettext_lazy("Surat penugasan atau pengantar (PDF)"),
        required=False,
        help_text=gettext_lazy("Bila ada; mempercepat pemeriksaan."),
    )


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def institution(request: HttpRequest) -> HttpResponse:
    """Show how far the verification is, and ask for it."""
    user = user_of(request)
    form = InstitutionForm(request.POST or None, request.FILES or None, initial=_known(user))
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        messages.success(
            request, _("Permohonan tersimpan; tautan dikirim ke alamat e-mail pusdatin.")
        )
        return redirect("portal:institution")
    context = {
        "form": form,
        "institution": institutions.institution_of(user),
        "latest": institutions.latest_of(user),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/institution.html", context, status=status)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """The data centre confirms with a button; scanners that follow links only look."""
    asked, is_done = institutions.asked_by_link(token, at=timezone.now()), False
    if asked is not None and request.method == "POST":
        try:
            institutions.prove(token, at=timezone.now())
            is_done = True
        except ProofRefused:
            asked = None
    if asked is None:
        return render(request, "accounts/institution_proof_refused.html", status=409)
    context = {"asked": asked, "is_done": is_done}
    return render(request, "accounts/institution_prove.html", context)


def _asked(request: HttpRequest, form: InstitutionForm) -> bool:
    by, at, public_id = acting_of(request).as_buyer(), timezone.now(), uuid4()
    subject = f"institution:{public_id}"
    letter = uploading.take(form, LETTER, purpose="institution", subject=subject, by=by, at=at)
    return not form.errors and _kept(request, form, public_id, letter=letter, by=by, at=at)


def _kept(request: HttpRequest, form: InstitutionForm, public_id: UUID, **given: Any) -> bool:
    names = ("name", "category", "email", "head", "head_position")
    asked = institutions.Asked(**{name: form.cleaned_data[name] for name in names})
    try:
        institutions.ask(
            user_of(request),
            asked,
            public_id=public_id,
            office=form.cleaned_data["office"],
            **given,
        )
    except institutions.TooManyLetters as refusal:
        form.add_error("email", words_of(refusal))
        return False
    return True


def _known(user: User) -> dict[str, str]:
    offices = selling_offices()
    known = {"name": user.institution, "category": user.segment}
    return {**known, "office": offices[0].code} if len(offices) == 1 else known
