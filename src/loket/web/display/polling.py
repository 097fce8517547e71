"""Cheap answers to many screens: a version in the ETag, and bodies kept while it lasts.

See docs/decisions on versioned polling.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from loket.counter.queries import version_of
from loket.people.models import Office
from loket.web.display.tags import Tag

KEPT_BODIES = 512

R = TypeVar("R", bound=HttpResponse)


@dataclass(frozen=True, slots=True)
class Body:
    content: bytes
    content_type: str


class Bodies:
    """The latest bodies of this process, by their tags."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Body] = OrderedDict()
        self._guard = threading.Lock()

    def find(self, tag: str) -> Body | None:
        return self._kept.get(tag)

    def put(self, tag: str, body: Body) -> None:
        with self._guard:
            self._kept[tag] = body
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


bodies = Bodies(KEPT_BODIES)


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
    # The version is read before the body is made: a change in between shows at the next asking.
    tag = str(Tag.of(office.code, version_of(office), at, name))
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return with_tag(HttpResponseNotModified(), tag)
    body = bodies.find(tag)
    if body is None:
        body = Body(make().encode(), content_type)
        bodies.put(tag, body)
    return with_tag(HttpResponse(body.content, content_type=body.content_type), tag)


def with_tag(response: R, tag: str) -> R:
    response.headers["ETag"] = tag
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = "private, no-cache"
    return response
