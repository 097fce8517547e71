"""Who does what in an office. Nobody gives a role to themselves, or ends their own."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from loket.people import access, operations
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.acting import user_of
from loket.web.administration import forms
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.reasons import words_of

OF_AN_OFFICE = (Role.OFFICER, Role.TREASURER, Role.APPROVER, Role.OFFICE_ADMIN)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest, code: str) -> HttpResponse:
    office = office_for(request, code)
    form = forms.GrantForm(request.POST or None, roles=OF_AN_OFFICE)
    if request.method == "POST" and form.is_valid() and _granted(request, office, form):
        messages.success(request, _("Peran diberikan."))
        return redirect("administration:roles", office.code)
    held = access.assignments_in(office).filter(ended_at=None).order_by("role", "user__name")
    context = {"held": held, "grant_form": form}
    return page(request, "roles", office, context, wrong=form if form.errors else None)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def end_role(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """End a role; the person's open sessions end with it."""
    office = office_for(request, code)
    held = access.assignments_in(office).filter(pk=pk, ended_at=None).first()
    if held is None:
        raise Http404
    operations.end_role(held, by=by_for(request, office), at=timezone.now())
    messages.success(request, _("Peran diakhiri."))
    return redirect("administration:roles", office.code)


def _granted(request: HttpRequest, office: Office, form: forms.GrantForm) -> bool:
    user = access.account_by_email(form.cleaned_data["email"])
    if user is None:
        form.add_error(
            "email",
            _("Belum ada akun dengan alamat ini. Minta orangnya mendaftar lewat situs dahulu."),
        )
        return False
    by, at = by_for(request, office), timezone.now()
    try:
        operations.grant_role(
            user,
            Role(form.cleaned_data["role"]),
            office=office,
            granted_by=user_of(request),
            by=by,
            at=at,
        )
    except operations.GrantRefused as refusal:
        form.add_error("email", words_of(refusal))
        return False
    if form.cleaned_data["nip"]:
        operations.set_nip(user, form.cleaned_data["nip"], by=by, at=at)
    return True
