"""Where a request comes from, for limiting only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """
    Return the address of the visitor's machine.

    Only the entries that the installation's own proxies added to `X-Forwarded-For` are
    believed: `LOKET_PROXIES` says how many proxies stand before the site (none: 0).
    """
    proxies = int(getattr(settings, "LOKET_PROXIES", 0))
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
