"""A forgotten password: a link by mail, then a new one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from loket.people import operations
from loket.web.access import public
from loket.web.portal.accounts import forms


@public
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    form = forms.Forgotten(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.request_reset(form.cleaned_data["email"], at=timezone.now())
        return redirect("portal:forgotten_sent")
    status = 422 if form.errors else 200
    return render(request, "accounts/forgotten.html", {"form": form}, status=status)


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/forgotten_sent.html")


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, token: str) -> HttpResponse:
    form = forms.NewPassword(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "accounts/reset.html", {"form": form}, status=status)
    try:
        operations.reset_password(token, form.cleaned_data["password"], at=timezone.now())
    except operations.ProofRefused as refusal:
        return render(
            request, "accounts/proof_refused.html", {"words": refusal.message}, status=409
        )
    messages.success(
        request, _("Kata sandi baru sudah berlaku dan semua sesi lain diakhiri. Silakan masuk.")
    )
    return redirect("portal:log_in")
