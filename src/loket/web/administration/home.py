"""Where administrators begin: an office's own pages, or the list of offices."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from loket.ledger.dead_letters import dead_letters
from loket.payments.access import unknown_payments
from loket.people import access, offices
from loket.people.models import OfficeChange, Role
from loket.people.operations import HEADQUARTERS
from loket.web.access import staff
from loket.web.acting import acting_of, user_of
from loket.web.administration import forms
from loket.web.administration.finding import office_for
from loket.web.administration.pages import page
from loket.web.reasons import words_of


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    acting = acting_of(request)
    if acting.office is not None:
        return redirect("administration:office", acting.office.code)
    found = access.offices_for(user_of(request), acting.role, acting.office)
    context = {
        "offices": found,
        "dead": dead_letters(HEADQUARTERS).count(),
        "unknown": unknown_payments(),
    }
    return page(request, "offices", None, context)


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def office(request: HttpRequest, code: str) -> HttpResponse:
    """What an office's administrator looks after."""
    found = office_for(request, code)
    context = {
        "dead": dead_letters(found.code).count(),
        "change": OfficeChange.objects.filter(office=found, accepted=None).first(),
    }
    return page(request, "home", found, context)


@staff(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_office(request: HttpRequest) -> HttpResponse:
    """Add an office; its administrator is appointed on its page of roles."""
    form = forms.NewOfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = offices.open_office(
                form.cleaned_data["code"],
                form.values(),
                by=acting_of(request).by(),
                at=timezone.now(),
            )
        except offices.OfficeExists as refusal:
            form.add_error("code", words_of(refusal))
        else:
            messages.success(request, _("Kantor ditambahkan. Tunjuk administratornya."))
            return redirect("administration:roles", made.code)
    wrong = form if form.errors else None
    return page(request, "open_office", None, {"new_form": form}, wrong=wrong)
