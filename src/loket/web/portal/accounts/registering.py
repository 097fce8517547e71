"""Opening an account in three pages, and proving its e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from loket.people import operations
from loket.people.models import Domicile, User
from loket.rules.segments import SEGMENTS, Segment
from loket.web.access import public, without_key
from loket.web.forms import PageForm
from loket.web.portal.accounts import forms
from loket.web.portal.accounts.rows import Row, rows_of
from loket.web.templatetags.loket import teks

DRAFT = "registration"


@public
@without_key
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """First page: for whom."""
    draft = _draft(request)
    form = forms.ForWhom(request.POST or None, initial=draft)
    if request.method == "POST" and form.is_valid():
        request.session[DRAFT] = {**draft, **form.cleaned_data}
        return redirect("portal:register_details")
    return _page(request, "for_whom", form)


@public
@without_key
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Second page: who."""
    draft = _draft(request)
    if "segment" not in draft:
        return redirect("portal:register")
    form = forms.Registration(
        request.POST or None,
        initial=draft,
        segment=draft["segment"],
        domicile=draft["domicile"],
    )
    if request.method == "POST" and form.is_valid():
        kept = {name: draft[name] for name in ("segment", "domicile")}
        request.session[DRAFT] = {**kept, **form.cleaned_data}
        return redirect("portal:register_check")
    return _page(request, "details", form)


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Third page: check the answers, choose a password."""
    draft = _draft(request)
    if "email" not in draft:
        return redirect("portal:register")
    form = forms.Confirmation(
        request.POST or None, user=User(email=draft["email"], name=draft["name"])
    )
    if request.method == "POST" and form.is_valid():
        _register(draft, form.cleaned_data["password"])
        del request.session[DRAFT]
        return redirect("portal:register_sent")
    return _page(request, "check", form, rows=_rows(draft))


@public
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/register_sent.html")


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the address by repeating the password; scanners that follow links only look."""
    form = forms.Proof(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "accounts/prove.html", {"form": form}, status=status)
    try:
        operations.prove_email(token, form.cleaned_data["password"], at=timezone.now())
    except operations.PasswordDiffers as refusal:
        form.add_error("password", str(refusal.message))
        return render(request, "accounts/prove.html", {"form": form}, status=422)
    except operations.ProofRefused as refusal:
        return render(
            request, "accounts/proof_refused.html", {"words": refusal.message}, status=409
        )
    messages.success(request, _("Alamat e-mail Anda sudah dibuktikan. Silakan masuk."))
    return redirect("portal:log_in")


def _draft(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(DRAFT, {}))


def _register(draft: dict[str, str], password: str) -> None:
    profile = {name: value for name, value in draft.items() if name != "email"}
    profile["language"] = "en" if (get_language() or "").startswith("en") else "id"
    operations.register(
        email=draft["email"], password=password, profile=profile, at=timezone.now()
    )


def _rows(draft: dict[str, str]) -> list[Row]:
    first, second = reverse("portal:register"), reverse("portal:register_details")
    return [
        Row(_("Sebagai"), teks(SEGMENTS[Segment(draft["segment"])].label), first),
        Row(_("Domisili"), str(Domicile(draft["domicile"]).label), first),
        *rows_of(draft, second),
    ]


def _page(request: HttpRequest, page: str, form: PageForm, **more: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"accounts/register_{page}.html", {"form": form, **more}, status=status)
