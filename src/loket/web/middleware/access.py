"""Refuse what no view has opened. Forbidden looks like absent; the log knows the difference."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

from loket.web.access import Access, Audience, access_of
from loket.web.acting import Acting, acting_of, request_id_of

log = logging.getLogger(__name__)

METHODS = ["GET", "HEAD", "POST", "OPTIONS"]


class DefaultDeny:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("null character in the address")
        access = access_of(view)
        if access is None:
            log.error("view %s does not say who may open it", _name(request))
            raise Http404
        return _decide(request, access, acting_of(request))


def _decide(request: HttpRequest, access: Access, acting: Acting) -> HttpResponseBase | None:
    if access.audience not in {Audience.BUYER, Audience.STAFF}:
        return None
    if acting.user is None:
        return _to(request, resolve_url(settings.LOGIN_URL))
    if access.audience is Audience.BUYER:
        return None
    if acting.role is not None and acting.role in (access.roles or {acting.role}):
        return None
    if acting.holds(access.roles):
        return _to(request, reverse("portal:choose_role"))
    log.warning(
        "person %s in role %s refused at %s (request %s)",
        acting.user.pk,
        acting.role,
        _name(request),
        request_id_of(request),
    )
    raise Http404


def _to(request: HttpRequest, page: str) -> HttpResponseBase:
    """Send to another page first, and back here after it."""
    back = request.get_full_path() if request.method == "GET" else ""
    if request.headers.get("HX-Request"):
        address = f"{page}?{urlencode({'next': back})}" if back else page
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect_to_login(back, page)


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else request.path
