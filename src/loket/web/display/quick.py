"""Answer a screen that has been answered before, ahead of all else done for a request.

Hundreds of screens ask all the time; nearly always they have the newest, and after a call
all of them want the same new body at once. Their tag names the office, the version, the
half minute it was made in and what was shown, so no view is needed to see whether it still
holds, nor to find the body that replaces it if another screen has had it made already.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone

from loket.web.display.polling import bodies, with_tag
from loket.web.display.tags import Tag
from loket.web.display.versions import versions

PREFIX = "/layar/"
TAG = re.compile(r'(?:W/)?"([0-9]{4})-([0-9]+)-([0-9]+)-([a-z0-9-]+)"')


class QuickAnswers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_IF_NONE_MATCH", "")
        if given and request.method == "GET" and request.path_info.startswith(PREFIX):
            return _answer(given) or self.get_response(request)
        return self.get_response(request)


def _answer(given: str) -> HttpResponse | None:
    found = TAG.fullmatch(given)
    version = versions.latest(found[1]) if found else None
    if found is None or version is None:
        return None
    newest = str(Tag.of(found[1], version, timezone.now(), found[4]))
    if newest == given.removeprefix("W/"):
        return with_tag(HttpResponseNotModified(), newest)
    kept = bodies.find(newest)
    if kept is None:
        return None
    return with_tag(HttpResponse(kept.content, content_type=kept.content_type), newest)
