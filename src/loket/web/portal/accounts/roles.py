"""Which role a member of staff works in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from loket.people.models import Role
from loket.web.access import buyer, without_key
from loket.web.acting import CHOSEN, acting_of

FIRST_PAGES = {
    Role.OFFICER: "desk:home",
    Role.APPROVER: "desk:home",
    Role.TREASURER: "treasury:home",
    Role.OFFICE_ADMIN: "administration:home",
    Role.SYSTEM_ADMIN: "administration:home",
}


@buyer
@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Send staff to where the work of their role begins."""
    acting = acting_of(request)
    if not acting.is_staff:
        raise Http404
    if acting.role is None:
        return redirect("portal:choose_role")
    try:
        return redirect(reverse(FIRST_PAGES[acting.role]))
    except NoReverseMatch:  # an installation without that audience
        return redirect("portal:profile")


@buyer
@without_key
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    acting = acting_of(request)
    if not acting.is_staff:
        raise Http404
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = ""
    if request.method == "POST":
        wanted = request.POST.get("assignment", "")
        chosen = next((held for held in acting.assignments if str(held.pk) == wanted), None)
        if chosen is None:
            raise Http404
        request.session[CHOSEN] = chosen.pk
        return redirect(back or "portal:work")
    return render(request, "accounts/choose_role.html", {"next": back})
