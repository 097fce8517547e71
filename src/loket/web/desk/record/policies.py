"""A past day under another order of calling; adopting one is the administrator's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loket.people.models import Role
from loket.web.access import staff
from loket.web.acting import office_of
from loket.web.replaying import comparison


@staff(Role.OFFICER, Role.APPROVER)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    context = comparison(request, office_of(request))
    status = 422 if context["compare_form"].errors else 200
    return render(request, "desk/record/compare.html", context, status=status)
