"""The order of calling: what is in force, what was, and what another one had done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loket.counter import operations
from loket.counter.line import rules_of
from loket.counter.policy import Rules
from loket.counter.queries import policy_at
from loket.people.models import Office, Role
from loket.web.access import staff
from loket.web.administration import forms
from loket.web.administration.finding import by_for, office_for
from loket.web.administration.pages import page
from loket.web.replaying import RULES, comparison


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_safe
def policies(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, office_for(request, code))


@staff(Role.OFFICE_ADMIN, Role.SYSTEM_ADMIN)
@require_POST
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """Put another order of calling in force from now on."""
    office = office_for(request, code)
    form = forms.PolicyForm(request.POST, auto_id="policy_%s")
    if not form.is_valid():
        return _page(request, office, form)
    operations.adopt_policy(
        office=office,
        name=form.cleaned_data["name"],
        rules=form.rules(),
        by=by_for(request, office),
        at=timezone.now(),
    )
    messages.success(request, _("Kebijakan urutan panggilan berlaku mulai sekarang."))
    return redirect("administration:policies", office.code)


def _page(
    request: HttpRequest, office: Office, adopting: forms.PolicyForm | None = None
) -> HttpResponse:
    compared = comparison(request, office)
    in_force = policy_at(office, timezone.now())
    proposed: Rules = compared.get("tried") or rules_of(in_force)
    initial = {name: getattr(proposed, name) for name in RULES}
    context = {
        **compared,
        "in_force": in_force,
        "policy_form": adopting or forms.PolicyForm(initial=initial, auto_id="policy_%s"),
    }
    asked = compared["compare_form"]
    wrong = adopting or (asked if asked.errors else None)
    return page(request, "policies", office, context, wrong=wrong)
