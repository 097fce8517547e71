"""Where browsers report what the content security policy stopped."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from loket.web.access import hook

log = logging.getLogger(__name__)

LARGEST_BYTES = 16_384
MOST_LOGGED = 5


@hook
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Log directive and source, never the address of the page: it may name a person's order."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST_BYTES:
        for directive, source in list(_violations(request.body))[:MOST_LOGGED]:
            log.warning("content security policy: %s stopped %s", directive, source)
    return HttpResponse(status=204)


def _violations(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        report = json.loads(body)
    except ValueError:  # also RecursionError-safe: the body is small
        return
    for item in report if isinstance(report, list) else [report]:
        if isinstance(item, dict):
            found = item.get("csp-report") or item.get("body")
            if isinstance(found, dict):
                yield _directive(found), _source(found)


def _directive(found: dict[str, Any]) -> str:
    value = found.get("effectiveDirective") or found.get("effective-directive")
    return _short(value or found.get("violated-directive"))


def _source(found: dict[str, Any]) -> str:
    value = _short(found.get("blockedURL") or found.get("blocked-uri"))
    try:
        parts = urlsplit(value)
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else value.split("?", 1)[0]


def _short(value: object) -> str:
    return "".join(c for c in str(value) if c.isprintable())[:120]
