"""A kiosk proves itself by a cookie that an administrator of the office put there once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from loket.counter.access import kiosk_by_secret
from loket.counter.models import Kiosk
from loket.ledger.context import By
from loket.web.access import kiosk as for_kiosks
from loket.web.access import public, without_key
from loket.web.kiosk.forms import ActivateForm

COOKIE = "loket_kiosk"
COOKIE_SECONDS = 400 * 24 * 3600  # the longest browsers keep one
LOOK_UPS = 12  # a returning guest needs one; more in five minutes is somebody trying numbers
LOOK_UP_SECONDS = 300

KioskView = Callable[..., HttpResponse]


def on_kiosk(view: Callable[..., HttpResponse]) -> KioskView:
    """Open the view to enrolled devices; others are asked to be enrolled."""

    @wraps(view)
    def with_device(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        device = kiosk_by_secret(request.COOKIES.get(COOKIE, ""))
        if device is None:
            return HttpResponseRedirect(reverse("kiosk:activate"))
        timezone.activate(device.office.time_zone)
        if not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(settings.LANGUAGE_CODE)  # not what the device was set up in
        response = view(request, device, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return for_kiosks(with_device)


@public
@without_key
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    form = ActivateForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "kiosk/activate.html", {"form": form}, status=422 if form.errors else 200
        )
    secret = form.cleaned_data["secret"]
    if kiosk_by_secret(secret) is None:
        form.add_error("secret", _("Kode perangkat tidak dikenali. Minta kode baru."))
        return render(request, "kiosk/activate.html", {"form": form}, status=422)
    response = HttpResponseRedirect(reverse("kiosk:start"))
    response.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def by_device(device: Kiosk) -> By:
    return By(None, "kiosk", device.office.code)


def may_look_up(device: Kiosk) -> bool:
    """Count a search for a returning guest; False once there were too many."""
    key = f"kiosk-look-ups:{device.pk}"
    cache.add(key, 0, LOOK_UP_SECONDS)
    try:
        return cache.incr(key) <= LOOK_UPS
    except ValueError:  # it ran out in between
        return True
