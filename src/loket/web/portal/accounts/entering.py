"""Log-in and log-out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from loket.people import operations
from loket.people.limits import TooManyAttempts
from loket.people.models import User
from loket.people.queries import assignments_of
from loket.web import language
from loket.web.access import public, without_key
from loket.web.acting import acting_of, begin_session
from loket.web.portal.accounts import forms
from loket.web.source import source_of


@public
@without_key
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    back = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if acting_of(request).user:
        return redirect(back or "portal:profile")
    form = forms.LogIn(request.POST or None)
    if request.method != "POST":
        return _page(request, form, back)
    if not form.is_valid():
        return _page(request, form, back, status=422)
    now = timezone.now()
    try:
        user = operations.log_in(
            form.cleaned_data["email"],
            form.cleaned_data["password"],
            source=source_of(request),
            at=now,
        )
    except TooManyAttempts as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, form, back, status=429)
    except operations.LogInRefused as refusal:
        form.add_error(None, str(refusal.message))
        return _page(request, form, back, status=422)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    begin_session(request, now)
    response = redirect(back or _first_page(user))
    language.set_cookie(response, user.language)
    return response


@public
@without_key
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("Anda sudah keluar."))
    return redirect("public:home")


def _page(request: HttpRequest, form: forms.LogIn, back: str, status: int = 200) -> HttpResponse:
    return render(request, "accounts/log_in.html", {"form": form, "next": back}, status=status)


def _first_page(user: User) -> str:
    return "portal:work" if assignments_of(user) else "portal:profile"


def _safe(request: HttpRequest, back: str) -> str:
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return back if safe else ""
