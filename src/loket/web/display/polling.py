"""Cheap answers to many screens: a version in the ETag, and bodies kept while it lasts.

See docs/decisions on versioned polling.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from loket.counter.queries import version_of
from loket.people.models import Office

KEPT_BODIES = 512
# Some things on a screen change by the clock alone: opening hours, expected waits.
SECONDS_BETWEEN_FRESH_BODIES = 30


class Bodies:
    """The latest bodies of this process, by their ETag."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, tag: str, make: Callable[[], str]) -> bytes:
        with self._guard:
            if tag in self._kept:
                return self._kept[tag]
        body = make().encode()
        with self._guard:
            self._kept[tag] = body
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return body


_bodies = Bodies(KEPT_BODIES)


def answer(
    request: HttpRequest,
    office: Office,
    at: datetime,
    *,
    name: str,
    make: Callable[[], str],
    content_type: str,
) -> HttpResponse:
    """
    Answer 304 if the screen has the newest, otherwise the body.

    :param name: what is shown, and in which language
    """
    period = int(at.timestamp()) // SECONDS_BETWEEN_FRESH_BODIES
    tag = f'"{office.code}-{version_of(office)}-{period}-{name}"'
    response: HttpResponse
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_bodies.get(tag, make), content_type=content_type)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
