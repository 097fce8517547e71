"""What we know of a person, how they change it, and how they end other sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.people import operations
from loket.people.institutions import institution_of
from loket.people.models import User
from loket.rules.identity import mask_number
from loket.rules.segments import SEGMENTS, Segment
from loket.web import language
from loket.web.access import buyer
from loket.web.acting import acting_of, begin_session, user_of
from loket.web.portal.accounts import forms
from loket.web.portal.accounts.rows import LABELS, Row, rows_of
from loket.web.templatetags.loket import teks

FIELDS = ["name", "phone", "institution", "position", "address", "npwp", "language"]


@buyer
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    answers = {name: str(getattr(user, name)) for name in LABELS}
    answers["npwp"] = mask_number(user.npwp) if user.npwp else ""
    rows = [
        *rows_of(answers),
        Row(_("Sebagai"), teks(SEGMENTS[Segment(user.segment)].label)),
        Row(_("Domisili"), user.get_domicile_display()),
        Row(_("Bahasa surat dan dokumen"), user.get_language_display()),
    ]
    context = {"rows": rows, "institution": institution_of(user)}
    return render(request, "accounts/profile.html", context)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    who = forms.ForWhom(request.POST or None, initial=_now(user, ["segment", "domicile"]))
    form = forms.Profile(
        request.POST or None,
        initial=_now(user, FIELDS),
        segment=request.POST.get("segment", user.segment),
        domicile=request.POST.get("domicile", user.domicile),
    )
    if request.method == "POST" and all([who.is_valid(), form.is_valid()]):
        operations.change_profile(
            user,
            {**who.cleaned_data, **form.cleaned_data},
            by=acting_of(request).as_buyer(),
            at=timezone.now(),
        )
        messages.success(request, _("Data Anda sudah diperbarui."))
        response = redirect("portal:profile")
        language.set_cookie(response, form.cleaned_data["language"])
        return response
    status = 422 if form.errors or who.errors else 200
    return render(
        request, "accounts/change_profile.html", {"form": form, "who": who}, status=status
    )


@buyer
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End every session of the person but this one."""
    now = timezone.now()
    operations.end_sessions(user_of(request), by=acting_of(request).as_buyer(), at=now)
    begin_session(request, now)
    messages.success(request, _("Semua sesi lain pada perangkat lain sudah diakhiri."))
    return redirect("portal:profile")


def _now(user: User, names: list[str]) -> dict[str, str]:
    return {name: getattr(user, name) for name in names}
